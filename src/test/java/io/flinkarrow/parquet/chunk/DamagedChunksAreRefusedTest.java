package io.flinkarrow.parquet.chunk;

import static io.flinkarrow.parquet.chunk.HandMadePages.runs;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.Random;
import java.util.function.UnaryOperator;
import org.apache.parquet.format.Encoding;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Chunks that do not have the rows of their row group, or levels that their column cannot have. */
class DamagedChunksAreRefusedTest {

  private static final int ROUNDS = 100;

  @ParameterizedTest
  @CsvSource({"0, 0", "0, 1", "0, 3", "1, 1", "3, 5"})
  void rowsAreAsManyAsTheRowGroups(int maximumRepetition, int maximumDefinition)
      throws IOException {
    for (int seed = 0; seed < ROUNDS; seed++) {
      Random random = new Random(seed);
      RandomChunk chunk =
          RandomChunk.of(PrimitiveTypeName.INT32, maximumRepetition, maximumDefinition, random);
      if (chunk.rows() == 0) {
        continue;
      }
      int more = 1 + random.nextInt(3);
      assertThatThrownBy(() -> readAll(chunk, chunk.rows() + more, random))
          .isInstanceOf(IOException.class)
          .hasMessageMatching(
              "Page \\d+ should not be the last one, because the row group has %d rows more"
                  .formatted(more));
      int fewer = chunk.rows() - 1 - random.nextInt(chunk.rows());
      assertThatThrownBy(() -> readAll(chunk, fewer, random))
          .isInstanceOf(IOException.class)
          .hasMessageMatching("Page \\d+ should have no more rows than the row group, but has");
    }
  }

  private static void readAll(RandomChunk chunk, int rows, Random random) throws IOException {
    ColumnChunkReader<?> reader =
        chunk.reader(rows, new RowAllowance(1 << 20), UnaryOperator.identity());
    // Rows that are not read count as well.
    reader.select(random.nextBoolean() ? 0 : Math.max(0, rows - 1), rows);
    for (int held = 1; held > 0; ) {
      held = reader.fill(1 + random.nextInt(100), 1000);
      reader.slice(held);
    }
  }

  @Test
  void aChunkBeginsWithARow() throws IOException {
    ColumnChunkReader<?> reader =
        new HandMadePages(PrimitiveTypeName.INT32, 0, 1, 1)
            .page(3, new int[] {1, 1, 2, 0}, new int[] {3, 1}, Encoding.PLAIN, new byte[12])
            .reader(2, 1 << 20);
    reader.select(0, 2);
    assertThatThrownBy(() -> reader.fill(2, 1000))
        .isInstanceOf(IOException.class)
        .hasMessage("Page 0 should begin with a row, but goes on with one");
  }

  @ParameterizedTest
  @CsvSource({"0, 1, 0, 3", "0, 2, 0, 3", "2, 2, 3, 2", "2, 6, 0, 7"})
  void levelsAreAtMostTheColumns(
      int maximumRepetition, int maximumDefinition, int repetition, int definition)
      throws IOException {
    for (boolean isSelected : new boolean[] {true, false}) {
      ColumnChunkReader<?> reader =
          new HandMadePages(PrimitiveTypeName.INT32, 0, maximumRepetition, maximumDefinition)
              .page(
                  3,
                  new int[] {1, 0, 2, repetition},
                  new int[] {2, maximumDefinition, 1, definition},
                  Encoding.PLAIN,
                  new byte[12])
              .page(3, new int[] {3, 0}, new int[] {3, 0}, Encoding.PLAIN, new byte[0])
              .reader(6, 1 << 20);
      reader.select(isSelected ? 0 : 5, 6);
      assertThatThrownBy(() -> reader.fill(6, 1000))
          .isInstanceOf(IOException.class)
          .hasMessageStartingWith("Page 0 should have levels");
    }
  }

  @Test
  void levelsThatExceedAByteAreRefused() {
    HandMadePages deep = new HandMadePages(PrimitiveTypeName.INT32, 0, 0, 128);
    assertThatThrownBy(() -> deep.reader(1, 1000))
        .isInstanceOf(UnsupportedOperationException.class)
        .hasMessageContaining("levels go up to 128, but only levels up to 127 can be read");
  }

  @Test
  void levelsUpToAByteAreRead() throws IOException {
    ColumnChunkReader<?> reader =
        new HandMadePages(PrimitiveTypeName.INT32, 0, 126, 127)
            .page(3, new int[] {1, 0, 2, 126}, new int[] {3, 127}, Encoding.PLAIN, new byte[12])
            .reader(1, 1000);
    reader.select(0, 1);
    assertThat(reader.fill(1, 1000)).isEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 5})
  void idsAreThoseOfTheDictionary(int entries) throws IOException {
    ColumnChunkReader<?> reader =
        new HandMadePages(PrimitiveTypeName.INT32, 0, 0, 0)
            .dictionary(entries, new byte[4 * entries])
            .page(
                3,
                new int[0],
                new int[0],
                Encoding.RLE_DICTIONARY,
                HandMadePages.concat(new byte[] {3}, runs(3, entries)))
            .reader(3, 1000);
    reader.select(0, 3);
    assertThatThrownBy(() -> reader.fill(3, 1000))
        .isInstanceOf(IOException.class)
        .hasMessage(
            "Page 0 should have levels or ids from 0 to %d, but has %d", entries - 1, entries);
  }

  /** Of any width, and of any type. */
  @ParameterizedTest
  @CsvSource({"INT32, 4", "INT64, 8", "BINARY, 4", "INT96, 12", "FIXED_LEN_BYTE_ARRAY, 3"})
  void packedIdsAreThoseOfTheDictionary(PrimitiveTypeName type, int entryBytes) throws IOException {
    for (int width : new int[] {3, 9, 32}) {
      // A group of eight ids, the last of which has all its bits.
      byte[] ids = new byte[2 + width];
      ids[0] = (byte) width;
      ids[1] = 3;
      ids[1 + width] = -1;
      ColumnChunkReader<?> reader =
          new HandMadePages(type, type == PrimitiveTypeName.FIXED_LEN_BYTE_ARRAY ? 3 : 0, 0, 0)
              .dictionary(5, new byte[5 * entryBytes])
              .page(8, new int[0], new int[0], Encoding.RLE_DICTIONARY, ids)
              .reader(8, 1000);
      reader.select(0, 8);
      assertThatThrownBy(() -> reader.fill(8, 1000))
          .isInstanceOf(IOException.class)
          .hasMessageMatching("Page 0 should have (levels or )?ids .* but has .*");
    }
  }

  @ParameterizedTest
  @CsvSource({"INT32, 0", "INT64, 0", "BINARY, 0", "INT96, 0", "FIXED_LEN_BYTE_ARRAY, 2147450000"})
  void entriesOfADictionaryLieInItsPage(PrimitiveTypeName type, int width) {
    HandMadePages pages =
        new HandMadePages(type, width, 0, 0).dictionary(Integer.MAX_VALUE, new byte[100]);
    assertThatThrownBy(() -> pages.reader(1, 1000))
        .isInstanceOf(IOException.class)
        .hasMessageContaining(
            "should have 2147483647 entries within its 100 bytes, but they need ");
    HandMadePages negative = new HandMadePages(type, width, 0, 0).dictionary(-1, new byte[100]);
    assertThatThrownBy(() -> negative.reader(1, 1000))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("but has -1");
  }

  @Test
  void aDictionaryMayBeLeftOutWhereAllIsNull() throws IOException {
    for (int nulls : new int[] {3, 2}) {
      ColumnChunkReader<?> reader =
          new HandMadePages(PrimitiveTypeName.INT32, 0, 0, 1)
              .page(3, new int[0], new int[] {nulls, 0, 3, 1}, Encoding.RLE_DICTIONARY, new byte[0])
              .reader(3, 1000);
      reader.select(0, 3);
      if (nulls == 3) {
        assertThat(reader.fill(3, 1000)).isEqualTo(3);
      } else {
        assertThatThrownBy(() -> reader.fill(3, 1000))
            .isInstanceOf(IOException.class)
            .hasMessageContaining("should have a dictionary page before it");
      }
    }
  }
}
