package io.flinkarrow.parquet.chunk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import com.sun.management.ThreadMXBean;
import io.flinkarrow.parquet.chunk.RandomChunk.Entry;
import io.flinkarrow.refusal.TooLargeException;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.UnaryOperator;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Chunks with changed bytes in levels and values: as many rows as the row group has, or an
 * IOException, within the memory that is allowed, and nothing else.
 */
class ChangedPagesGiveTheirRowsOrAReasonTest {

  private static final int ROUNDS = Boolean.getBoolean("flinkarrow.extended") ? 100_000 : 300;
  private static final int MOST_ROW_BYTES = 1 << 20;
  private static final long MOST_ALLOCATED = 32L << 20;

  @ParameterizedTest
  @EnumSource(names = {"BOOLEAN", "INT32", "INT64", "BINARY", "FIXED_LEN_BYTE_ARRAY"})
  void nothingElse(PrimitiveTypeName type) throws IOException {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    int refused = 0;
    for (int seed = 0; seed < ROUNDS; seed++) {
      Random random = new Random(seed);
      int maximumRepetition = random.nextInt(3);
      int maximumDefinition = maximumRepetition + random.nextInt(3);
      RandomChunk chunk = RandomChunk.of(type, maximumRepetition, maximumDefinition, random);
      RowAllowance allowance = new RowAllowance(MOST_ROW_BYTES);
      ColumnChunkReader<?> reader = chunk.reader(chunk.rows(), allowance, changes(random));
      long before = threads.getCurrentThreadAllocatedBytes();
      try {
        int first = random.nextBoolean() ? 0 : random.nextInt(chunk.rows() + 1);
        reader.select(first, chunk.rows());
        assertThat(read(chunk, reader, allowance, random))
            .as("seed %d", seed)
            .isEqualTo(chunk.rows() - first);
      } catch (IOException e) {
        assertThat(e.getMessage()).startsWith("Page ").contains(" should ");
        refused++;
      } catch (TooLargeException e) {
        assertThat(e.getMessage()).contains("raise maximumRowBytes");
        refused++;
      } catch (RuntimeException e) {
        fail("seed %d".formatted(seed), e);
      }
      assertThat(threads.getCurrentThreadAllocatedBytes() - before)
          .as("seed %d", seed)
          .isLessThan(MOST_ALLOCATED);
    }
    assertThat(refused).isBetween(ROUNDS / 10, ROUNDS);
  }

  /** With any bytes put in anywhere. */
  @Test
  void theFuzzersSeedsHold() throws IOException {
    for (byte[] seed : ChunksFuzz.seeds().toList()) {
      ChunksFuzz.holds(seed);
      Random random = new Random(seed.length);
      for (int round = 0; round < ROUNDS; round++) {
        byte[] changed = seed.clone();
        for (int i = random.nextInt(6); i >= 0; i--) {
          changed[random.nextInt(changed.length)] = (byte) random.nextInt();
        }
        ChunksFuzz.holds(changed);
      }
    }
  }

  private static long read(
      RandomChunk chunk, ColumnChunkReader<?> reader, RowAllowance allowance, Random random)
      throws IOException {
    long rows = 0;
    while (true) {
      allowance.nextBatch();
      int held = reader.fill(1 + random.nextInt(1000), 10_000);
      if (held == 0) {
        return rows;
      }
      List<Entry> entries = new ArrayList<>();
      chunk.add(reader.slice(held), entries);
      rows += held;
    }
  }

  /** Some parts of pages are changed. */
  private static UnaryOperator<byte[]> changes(Random random) {
    int unchanged = random.nextInt(10);
    return part -> {
      if (part.length == 0 || random.nextInt(unchanged + 1) > 0) {
        return part;
      }
      byte[] changed = part.clone();
      if (random.nextInt(4) == 0) {
        return Arrays.copyOf(changed, random.nextInt(changed.length));
      }
      // Headers are at the beginning.
      int most = random.nextBoolean() ? changed.length : Math.min(16, changed.length);
      for (int i = random.nextInt(4); i >= 0; i--) {
        changed[random.nextInt(most)] = (byte) random.nextInt();
      }
      return changed;
    };
  }
}
