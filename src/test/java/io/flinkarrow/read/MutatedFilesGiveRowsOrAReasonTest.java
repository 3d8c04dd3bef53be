package io.flinkarrow.read;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.connector.file.src.reader.BulkFormat;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.runtime.typeutils.InternalTypeInfo;
import org.apache.flink.table.types.logical.RowType;
import org.apache.flink.table.types.logical.utils.LogicalTypeParser;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Valid files of all encodings and shapes, without checksums, with some bytes changed at random:
 * they give rows, or an exception that names the file, and never cost more than the limits allow.
 */
class MutatedFilesGiveRowsOrAReasonTest {

  private static final int ROUNDS = Boolean.getBoolean("flinkarrow.extended") ? 40_000 : 600;
  private static final ReadLimits LIMITS =
      ReadLimits.builder().maximumPageBytes(16 << 20).maximumRowBytes(4 << 20).build();

  /** What the limits allow for a reader, some of it garbage of the pages before. */
  private static final long MOST_ALLOCATED = 256L << 20;

  /** A few bytes are many rows if they are all null; nobody needs all of them. */
  private static final int MOST_ROWS = 50_000;

  private static final RowType TYPE =
      (RowType)
          LogicalTypeParser.parse(
              "ROW<delta BIGINT, lengths STRING, prefixes BYTES, split DOUBLE, words STRING, flag BOOLEAN, plain INT, list ARRAY<INT>, `map` MAP<STRING, BIGINT>, `row` ROW<a INT, b ARRAY<ROW<c STRING>>>, price DECIMAL(10, 2)>",
              MutatedFilesGiveRowsOrAReasonTest.class.getClassLoader());

  /** Numbers at the edges, which lengths, counts and levels do not like. */
  private static final byte[] EDGES = {0, 1, 0x7f, (byte) 0x80, (byte) 0xff, (byte) 0xfe, 2, 3};

  @TempDir Path directory;

  @Test
  void unchangedTheyAreRead() throws Exception {
    for (String name : new String[] {"pyarrow-encodings-v1", "pyarrow-encodings-v2"}) {
      assertThat(Splits.read(TestFiles.find(name + ".parquet"), TYPE)).hasSize(60);
    }
  }

  @ParameterizedTest
  @Timeout(value = 20, unit = TimeUnit.MINUTES)
  @CsvSource({
    "pyarrow-encodings-v1, false",
    "pyarrow-encodings-v1, true",
    "pyarrow-encodings-v2, false",
    "pyarrow-encodings-v2, true"
  })
  void changedTheyGiveRowsOrAReason(String name, boolean inFooter) throws Exception {
    byte[] whole = Files.readAllBytes(TestFiles.find(name + ".parquet"));
    int footerLength =
        ByteBuffer.wrap(whole).order(ByteOrder.LITTLE_ENDIAN).getInt(whole.length - 8);
    int footer = whole.length - 8 - footerLength;
    int from = inFooter ? footer : 4;
    int to = inFooter ? whole.length - 8 : footer;
    Random random = new Random(name.hashCode() + (inFooter ? 1 : 0));
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    int refused = 0;
    for (int round = 0; round < ROUNDS; round++) {
      byte[] mutated = mutated(whole, from, to, random);
      Path file = Files.write(directory.resolve("mutated.parquet"), mutated);
      long before = threads.getCurrentThreadAllocatedBytes();
      try {
        read(file);
      } catch (IOException | UnsupportedOperationException e) {
        assertThat(e).as("round %d", round).hasMessageContaining("mutated.parquet");
        refused++;
      } catch (RuntimeException | Error e) {
        throw new AssertionError("Round %d of %s".formatted(round, name), e);
      }
      assertThat(threads.getCurrentThreadAllocatedBytes() - before)
          .as("round %d", round)
          .isLessThan(MOST_ALLOCATED);
    }
    assertThat(refused).isGreaterThan(ROUNDS / 10);
  }

  private static byte[] mutated(byte[] whole, int from, int to, Random random) {
    byte[] mutated = whole.clone();
    for (int i = random.nextInt(4); i >= 0; i--) {
      int at = from + random.nextInt(to - from);
      switch (random.nextInt(4)) {
        case 0 -> mutated[at] = (byte) random.nextInt();
        case 1 -> mutated[at] = EDGES[random.nextInt(EDGES.length)];
        case 2 -> mutated[at] ^= (byte) (1 << random.nextInt(8));
        default -> Arrays.fill(mutated, at, Math.min(to, at + 1 + random.nextInt(5)), (byte) 0xff);
      }
    }
    return mutated;
  }

  private static void read(Path file) throws IOException {
    ParquetRowFormat format =
        new ParquetRowFormat(TYPE, InternalTypeInfo.of(TYPE)).withLimits(LIMITS);
    int rows = 0;
    try (BulkFormat.Reader<RowData> reader =
        format.createReader(new Configuration(), Splits.whole(file))) {
      while (rows < MOST_ROWS) {
        BulkFormat.RecordIterator<RowData> batch = reader.readBatch();
        if (batch == null) {
          return;
        }
        while (batch.next() != null) {
          rows++;
        }
      }
    }
  }
}
