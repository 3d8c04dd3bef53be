package io.flinkarrow.parquet;

import static org.assertj.core.api.Assertions.assertThat;

import io.flinkarrow.parquet.input.ParquetInput;
import io.flinkarrow.parquet.predicate.Predicate;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.VarCharVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A file of many snapshots that was finished at any of them has small pages, of which some have no
 * bounds. Readers that leave out pages by what the file says of them find all rows.
 */
class FiltersOfFinishedSnapshotsLoseNoRowTest {

  private static final int SNAPSHOTS = 150;

  /** Between two snapshots. */
  private static final int MOST_ROWS = 6;

  private static final int SNAPSHOTS_PER_FINISH = 14;
  private static final int DISTINCT = 40;

  private static final Schema SCHEMA =
      new Schema(
          List.of(
              Field.nullable("number", new ArrowType.Int(64, true)),
              Field.nullable("name", new ArrowType.Utf8())));

  @TempDir Path directory;

  /** Null where the row has none. */
  private final List<Long> numbers = new ArrayList<>();

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void whateverIsAskedFor(long seed) throws IOException {
    Random random = new Random(seed);
    boolean hasBloomFilters = random.nextBoolean();
    WriterOptions options =
        WriterOptions.builder()
            .pageRows(random.nextBoolean() ? 25 : 20_000)
            .rowGroupRows(random.nextBoolean() ? 120 : 1_000_000)
            .dictionary(random.nextBoolean())
            .columns(all -> all.bloomFilter(hasBloomFilters))
            .build();
    boolean isSorted = random.nextBoolean();
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (BufferAllocator allocator = new RootAllocator();
        VectorSchemaRoot batch = VectorSchemaRoot.create(SCHEMA, allocator);
        ArrowParquetWriter writer = ArrowParquetWriter.open(out, SCHEMA, options)) {
      for (int i = 0; i < SNAPSHOTS; i++) {
        fill(batch, random.nextInt(MOST_ROWS + 1), isSorted ? i * DISTINCT / SNAPSHOTS : 0, random);
        writer.write(batch);
        UnfinishedFile left = writer.snapshot();
        if (i % SNAPSHOTS_PER_FINISH == 0) {
          ByteArrayOutputStream file = new ByteArrayOutputStream();
          file.write(out.toByteArray());
          left.finish(file);
          Path path = Files.write(directory.resolve(i + ".parquet"), file.toByteArray());
          assertFindsRows(path, allocator, random.nextInt(DISTINCT));
        }
      }
    }
  }

  private void fill(VectorSchemaRoot batch, int rows, int least, Random random) {
    BigIntVector number = (BigIntVector) batch.getVector("number");
    VarCharVector name = (VarCharVector) batch.getVector("name");
    batch.allocateNew();
    for (int row = 0; row < rows; row++) {
      if (random.nextInt(5) == 0) {
        number.setNull(row);
        name.setNull(row);
        numbers.add(null);
      } else {
        long value = (long) least + random.nextInt(DISTINCT - least);
        number.setSafe(row, value);
        name.setSafe(row, nameOf(value).getBytes(StandardCharsets.UTF_8));
        numbers.add(value);
      }
    }
    batch.setRowCount(rows);
  }

  private static String nameOf(long number) {
    return "name %02d".formatted(number);
  }

  private void assertFindsRows(Path file, BufferAllocator allocator, long asked)
      throws IOException {
    Predicate.Column number = Predicate.column("number");
    Predicate.Column name = Predicate.column("name");
    long nulls = numbers.stream().filter(value -> value == null).count();
    long equal = numbers.stream().filter(value -> value != null && value == asked).count();
    long greater = numbers.stream().filter(value -> value != null && value > asked).count();
    long less = numbers.size() - nulls - equal - greater;
    assertThat(rows(file, number.isNull(), allocator)).isEqualTo(nulls);
    assertThat(rows(file, number.isEqualTo(asked), allocator)).isEqualTo(equal);
    assertThat(rows(file, number.isGreaterThan(asked), allocator)).isEqualTo(greater);
    assertThat(rows(file, number.isLessThan(asked), allocator)).isEqualTo(less);
    assertThat(rows(file, number.isNotEqualTo(asked), allocator)).isEqualTo(less + greater);
    assertThat(rows(file, name.isNotNull(), allocator)).isEqualTo(numbers.size() - nulls);
    assertThat(rows(file, name.isEqualTo(nameOf(asked)), allocator)).isEqualTo(equal);
    assertThat(rows(file, name.startsWith(nameOf(asked)), allocator)).isEqualTo(equal);
    assertThat(rows(file, name.isLessThan(nameOf(asked)), allocator)).isEqualTo(less);
  }

  private static long rows(Path file, Predicate filter, BufferAllocator allocator)
      throws IOException {
    long rows = 0;
    try (ArrowParquetReader reader =
        ArrowParquetReader.open(
            ParquetInput.open(file), ReaderOptions.builder().filter(filter).build(), allocator)) {
      while (reader.loadNextBatch()) {
        rows += reader.getVectorSchemaRoot().getRowCount();
      }
    }
    return rows;
  }
}
