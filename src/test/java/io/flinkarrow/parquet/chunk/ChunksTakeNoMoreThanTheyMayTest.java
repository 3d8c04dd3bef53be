package io.flinkarrow.parquet.chunk;

import static io.flinkarrow.parquet.chunk.HandMadePages.concat;
import static io.flinkarrow.parquet.chunk.HandMadePages.numbers;
import static io.flinkarrow.parquet.chunk.HandMadePages.runs;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.management.ThreadMXBean;
import io.flinkarrow.refusal.TooLargeException;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import org.apache.parquet.format.Encoding;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.junit.jupiter.api.Test;

/**
 * Pages of a few bytes whose entries are gigabytes: rows come a few at a time, and one that takes
 * more than is allowed is refused before it is decoded.
 */
class ChunksTakeNoMoreThanTheyMayTest {

  private static final int MEGABYTE = 1 << 20;
  private static final int MANY = 500_000_000;
  private static final int[] NO_LEVELS = {};

  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  /** Arrays grow by doubling, are copied as they grow, and are given up behind a large row. */
  private static final long MOST_ALLOCATED = 80L * MEGABYTE;

  /** Takes all rows, with 64 KiB per slice and 8 MiB per row. */
  private static long read(HandMadePages pages, long rows) throws IOException {
    RowAllowance allowance = new RowAllowance(8 * MEGABYTE);
    ColumnChunkReader<?> reader = pages.reader(rows, allowance);
    reader.select(0, rows);
    long before = THREADS.getCurrentThreadAllocatedBytes();
    long read = 0;
    try {
      for (int held = 1; held > 0; read += held) {
        allowance.nextBatch();
        held = reader.fill(8192, 64 << 10);
        reader.slice(held);
        assertThat(reader.retainedBytes()).isLessThan(30L * MEGABYTE);
      }
    } finally {
      assertThat(THREADS.getCurrentThreadAllocatedBytes() - before).isLessThan(MOST_ALLOCATED);
    }
    return read;
  }

  private static void assertTooLarge(HandMadePages pages, long rows) {
    assertThatThrownBy(() -> read(pages, rows))
        .isInstanceOf(TooLargeException.class)
        .hasMessage(
            "with it, the row takes more than 8388608 bytes of heap, at most 8388608 are allowed."
                + " If the file is a good one, raise maximumRowBytes");
  }

  @Test
  void aListOfManyNulls() {
    HandMadePages pages =
        new HandMadePages(PrimitiveTypeName.INT32, 0, 1, 2)
            .page(
                MANY, new int[] {1, 0, MANY, 1}, new int[] {MANY, 1}, Encoding.PLAIN, new byte[0]);
    assertTooLarge(pages, 1);
  }

  @Test
  void aListOfManyEqualNumbers() {
    HandMadePages pages =
        new HandMadePages(PrimitiveTypeName.INT64, 0, 1, 1)
            .dictionary(1, new byte[8])
            .page(
                MANY,
                new int[] {1, 0, MANY, 1},
                new int[] {MANY, 1},
                Encoding.RLE_DICTIONARY,
                concat(new byte[] {1}, runs(MANY, 0)));
    assertTooLarge(pages, 1);
  }

  @Test
  void aListOfManyEqualStrings() {
    HandMadePages pages =
        new HandMadePages(PrimitiveTypeName.BINARY, 0, 1, 1)
            .dictionary(1, plain(100_000))
            .page(
                MANY,
                new int[] {1, 0, MANY, 1},
                new int[] {MANY, 1},
                Encoding.RLE_DICTIONARY,
                concat(new byte[] {1}, runs(MANY, 0)));
    assertTooLarge(pages, 1);
  }

  @Test
  void rowsOfEqualLongStringsComeAFewAtATime() throws IOException {
    int rows = 50;
    HandMadePages pages =
        new HandMadePages(PrimitiveTypeName.BINARY, 0, 0, 0)
            .dictionary(1, plain(100_000))
            .page(
                rows,
                NO_LEVELS,
                NO_LEVELS,
                Encoding.RLE_DICTIONARY,
                concat(new byte[] {1}, runs(rows, 0)));
    assertThat(read(pages, rows)).isEqualTo(rows);
  }

  @Test
  void rowsOfWideValuesComeAFewAtATime() throws IOException {
    int rows = 50;
    int width = 100_000;
    HandMadePages pages =
        new HandMadePages(PrimitiveTypeName.FIXED_LEN_BYTE_ARRAY, width, 0, 0)
            .dictionary(1, new byte[width])
            .page(
                rows,
                NO_LEVELS,
                NO_LEVELS,
                Encoding.RLE_DICTIONARY,
                concat(new byte[] {1}, runs(rows, 0)));
    assertThat(read(pages, rows)).isEqualTo(rows);
  }

  /** As slots of a batch, they take what values do. */
  @Test
  void soDoNullsOfWideValues() throws IOException {
    HandMadePages pages =
        new HandMadePages(PrimitiveTypeName.FIXED_LEN_BYTE_ARRAY, 30_000, 0, 1)
            .page(100, NO_LEVELS, new int[] {100, 0}, Encoding.PLAIN, new byte[0]);
    ColumnChunkReader<?> reader = pages.reader(100, 8 * MEGABYTE);
    reader.select(0, 100);
    assertThat(reader.fill(100, 64 << 10)).isEqualTo(2);
  }

  @Test
  void aLongValue() throws IOException {
    assertThat(read(value(7 * MEGABYTE), 1)).isEqualTo(1);
    assertTooLarge(value(9 * MEGABYTE), 1);
  }

  private static HandMadePages value(int length) {
    return new HandMadePages(PrimitiveTypeName.BINARY, 0, 0, 0)
        .page(1, NO_LEVELS, NO_LEVELS, Encoding.PLAIN, plain(length));
  }

  private static byte[] plain(int length) {
    byte[] value = new byte[Integer.BYTES + length];
    for (int i = 0; i < Integer.BYTES; i++) {
      value[i] = (byte) (length >>> (i * Byte.SIZE));
    }
    return value;
  }

  /** Each page has one value, which is the value before and as much again. */
  @Test
  void valuesThatGrowFromPageToPage() {
    HandMadePages pages = growing();
    assertTooLarge(pages, 100);
  }

  private static HandMadePages growing() {
    HandMadePages pages = new HandMadePages(PrimitiveTypeName.BINARY, 0, 0, 0);
    for (int i = 0; i < 100; i++) {
      pages.page(
          1,
          NO_LEVELS,
          NO_LEVELS,
          Encoding.DELTA_BYTE_ARRAY,
          concat(
              numbers(128, 4, 1, 2L * MEGABYTE * i),
              numbers(128, 4, 1, 2L * MEGABYTE),
              new byte[MEGABYTE]));
    }
    return pages;
  }

  /** Values that are passed are put together, because the next ones begin as they do. */
  @Test
  void orWhereTheyArePassed() throws IOException {
    ColumnChunkReader<?> reader = growing().reader(100, 8 * MEGABYTE);
    reader.select(99, 100);
    assertThatThrownBy(() -> reader.fill(1, 1000))
        .isInstanceOf(TooLargeException.class)
        .hasMessageContaining("has a value of 9437184 bytes, at most 8388608 are allowed")
        .hasMessageContaining("raise maximumRowBytes");
  }

  @Test
  void levelsOfPassedRowsTakeNoMemory() throws IOException {
    for (int maximumRepetition : new int[] {0, 1}) {
      for (int maximumDefinition : new int[] {1, 2}) {
        HandMadePages pages =
            new HandMadePages(PrimitiveTypeName.INT32, 0, maximumRepetition, maximumDefinition)
                .page(
                    20_000_000,
                    new int[] {20_000_000, 0},
                    new int[] {20_000_000, 0},
                    Encoding.PLAIN,
                    new byte[0]);
        ColumnChunkReader<?> reader = pages.reader(20_000_000, MEGABYTE);
        reader.select(19_999_999, 20_000_000);
        assertThat(reader.fill(8192, 64 << 10)).isEqualTo(1);
        assertThat(reader.retainedBytes()).isLessThan(100_000);
      }
    }
  }

  @Test
  void columnsShareWhatALargeRowMayTake() throws IOException {
    RowAllowance allowance = new RowAllowance(10 * MEGABYTE);
    int limit = 64 << 10;
    assertThat(limit = allowance.moreThan(limit)).isEqualTo(128 << 10);
    allowance.take(6 * MEGABYTE);
    int last = allowance.moreThan(3 * MEGABYTE);
    assertThat(last).isEqualTo(4 * MEGABYTE);
    assertThatThrownBy(() -> allowance.moreThan(last)).isInstanceOf(TooLargeException.class);
    allowance.nextBatch();
    assertThat(allowance.moreThan(last)).isEqualTo(8 * MEGABYTE);
  }

  @Test
  void arraysOfALargeRowAreGivenUp() throws IOException {
    HandMadePages pages =
        new HandMadePages(PrimitiveTypeName.BINARY, 0, 0, 0)
            .page(2, NO_LEVELS, NO_LEVELS, Encoding.PLAIN, concat(plain(7 * MEGABYTE), plain(3)));
    ColumnChunkReader<?> reader = pages.reader(2, 8 * MEGABYTE);
    reader.select(0, 2);
    assertThat(reader.fill(1, 1000)).isEqualTo(1);
    assertThat(reader.retainedBytes()).isGreaterThan(7 * MEGABYTE);
    reader.slice(1);
    assertThat(reader.fill(1, 1000)).isEqualTo(1);
    assertThat(reader.retainedBytes()).isLessThan(1000);
    assertThat(reader.slice(1).rowCount()).isEqualTo(1);
  }
}
