package io.flinkarrow.parquet.chunk;

import static org.assertj.core.api.Assertions.assertThat;

import io.flinkarrow.parquet.chunk.RandomChunk.Entry;
import io.flinkarrow.parquet.column.LeafSlice;
import io.flinkarrow.parquet.column.LeafValues;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Slices of any number of rows, with any limit of bytes, of chunks whose rows lie anyhow in pages
 * of all encodings: together they hold the rows that were selected, each with whole rows only.
 */
class ColumnChunksAreReadInSlicesTest {

  private static final int ROUNDS = Boolean.getBoolean("flinkarrow.extended") ? 5_000 : 40;

  private static final List<PrimitiveTypeName> TYPES =
      List.of(
          PrimitiveTypeName.BINARY,
          PrimitiveTypeName.BOOLEAN,
          PrimitiveTypeName.INT32,
          PrimitiveTypeName.INT64,
          PrimitiveTypeName.FIXED_LEN_BYTE_ARRAY);

  @ParameterizedTest
  @CsvSource({"0, 0", "0, 1", "0, 3", "1, 1", "1, 3", "3, 5"})
  void slicesHoldWhatPagesHold(int maximumRepetition, int maximumDefinition) throws IOException {
    for (int seed = 0; seed < ROUNDS * TYPES.size(); seed++) {
      Random random = new Random(seed);
      RandomChunk chunk =
          RandomChunk.of(
              TYPES.get(seed % TYPES.size()), maximumRepetition, maximumDefinition, random);
      ColumnChunkReader<?> reader = chunk.reader();
      reader.select(0, chunk.rows());
      List<Entry> read = new ArrayList<>();
      read(chunk, reader, random, read);
      assertSame(seed, read, chunk.rows(0, chunk.rows()));
    }
  }

  /** As if all rows were decoded and the others dropped. */
  @ParameterizedTest
  @CsvSource({"0, 0", "0, 1", "0, 3", "1, 1", "1, 3", "3, 5"})
  void rowsThatAreNotSelectedAreLeftOut(int maximumRepetition, int maximumDefinition)
      throws IOException {
    int passed = 0;
    for (int seed = 0; seed < ROUNDS * TYPES.size(); seed++) {
      Random random = new Random(seed);
      RandomChunk chunk =
          RandomChunk.of(
              TYPES.get(seed % TYPES.size()), maximumRepetition, maximumDefinition, random);
      ColumnChunkReader<?> reader = chunk.reader();
      List<Entry> read = new ArrayList<>();
      List<Entry> expected = new ArrayList<>();
      int longest = 1 + random.nextInt(random.nextBoolean() ? 10 : 2000);
      int row = 0;
      while (row < chunk.rows()) {
        int from = Math.min(chunk.rows(), row + random.nextInt(longest));
        int to = Math.min(chunk.rows(), from + random.nextInt(longest));
        reader.select(from, to);
        expected.addAll(chunk.rows(from, to));
        row = Math.max(row + 1, to);
        if (random.nextBoolean()) {
          // Ranges may be added at any time.
          read(chunk, reader, random, read);
        }
      }
      read(chunk, reader, random, read);
      assertSame(seed, read, expected);
      passed += chunk.passedPages;
    }
    assertThat(passed).isPositive();
  }

  /** The first difference only: there are thousands of entries. */
  private static void assertSame(int seed, List<Entry> read, List<Entry> expected) {
    for (int i = 0; i < Math.min(read.size(), expected.size()); i++) {
      assertThat(read.get(i)).as("seed %d, entry %d", seed, i).isEqualTo(expected.get(i));
    }
    assertThat(read).as("seed %d", seed).hasSameSizeAs(expected);
  }

  /** Takes slices until all that is selected was taken. */
  private static void read(
      RandomChunk chunk, ColumnChunkReader<?> reader, Random random, List<Entry> read)
      throws IOException {
    int mostBytes = random.nextInt(5000);
    while (true) {
      int wanted = 1 + random.nextInt(300);
      if (random.nextInt(4) == 0) {
        // Between batches, or after rows were held for one.
        reader.letGo(random.nextInt(5000));
      }
      int held = reader.fill(wanted, mostBytes);
      if (random.nextInt(4) == 0) {
        reader.letGo(random.nextInt(5000));
      }
      if (held == 0) {
        return;
      }
      assertThat(held).isBetween(1, wanted);
      int rows = 1 + random.nextInt(held);
      LeafSlice slice = reader.slice(rows);
      assertThat(slice.rowCount()).isEqualTo(rows);
      assertThat(bytes(slice)).isLessThanOrEqualTo(Math.max(mostBytes, mostOfARow(chunk)));
      int before = read.size();
      chunk.add(slice, read);
      assertThat(read.subList(before, read.size()).stream().filter(e -> e.repetition() == 0))
          .hasSize(rows);
    }
  }

  private static int bytes(LeafSlice slice) {
    return slice.values() instanceof LeafValues.Bytes values
        ? values.offsets()[values.count()] - values.offsets()[0]
        : slice.values().count();
  }

  /** Room for it grows by doubling. */
  private static int mostOfARow(RandomChunk chunk) {
    return 1024 + 2 * chunk.largestRow();
  }

  @Test
  void nothingSelectedIsNothingRead() throws IOException {
    RandomChunk chunk = RandomChunk.of(PrimitiveTypeName.INT64, 1, 3, new Random(0));
    ColumnChunkReader<?> reader = chunk.reader();
    assertThat(reader.fill(10, 1000)).isZero();
    reader.select(3, 3);
    assertThat(reader.fill(10, 1000)).isZero();
  }
}
