package io.flinkarrow.ipc;

import static org.assertj.core.api.Assertions.assertThat;

import io.flinkarrow.batch.RecordBatch;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.Random;
import org.apache.arrow.vector.types.pojo.Schema;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Random payloads as odd as the format allows them are read, and whatever is read is written,
 * copied, loaded and made rows of. Where a stage has no place for it, it says so by column. So do
 * payloads with something changed that are still read, and those that become a table's schema
 * first.
 */
@Timeout(3600)
class WhatIsDecodedGoesThroughEveryStageTest {

  private static final int PAYLOADS = Boolean.getBoolean("flinkarrow.extended") ? 30_000 : 150;

  private static final DecodeLimits LIMITS =
      DecodeLimits.builder().maximumDecodedBytes(1 << 20).maximumRows(2_000).build();

  private static final int[] EXTREMES = {0, 1, -1, 2, 4, 7, 8, 16, 0xff, 0x7fffffff, 0x80000000};

  @Test
  void randomPayloadsAreReadAndGoThrough() throws IOException {
    int read = 0;
    for (int seed = 0; seed < PAYLOADS; seed++) {
      if (goesThrough("seed " + seed, new RandomPayloads(seed).stream(), null)) {
        read++;
      }
    }
    // The others use a dictionary that is not there, or its nulls in a required column.
    assertThat(read).isGreaterThan(PAYLOADS * 9 / 10);
  }

  @Test
  void changedOnesAreRefusedOrGoThrough() throws IOException {
    int read = 0;
    int refused = 0;
    Random random = new Random(5);
    for (int seed = 0; seed < PAYLOADS; seed++) {
      byte[] payload = new RandomPayloads(seed).stream();
      for (int i = 0; i < 4; i++) {
        int at = random.nextInt(payload.length - 4) & -4;
        byte[] changed = payload.clone();
        ByteBuffer.wrap(changed)
            .order(ByteOrder.LITTLE_ENDIAN)
            .putInt(at, EXTREMES[random.nextInt(EXTREMES.length)]);
        if (goesThrough("seed " + seed + " changed at " + at, changed, null)) {
          read++;
        } else {
          refused++;
        }
      }
    }
    assertThat(read).isGreaterThan(PAYLOADS / 2);
    assertThat(refused).isGreaterThan(PAYLOADS / 2);
  }

  @Test
  void thoseThatBecomeATablesSchemaGoThrough() throws IOException {
    int read = 0;
    for (int seed = 0; seed < PAYLOADS; seed++) {
      byte[] payload = new RandomPayloads(seed).stream();
      List<RecordBatch> batches;
      try {
        batches = ArrowIpc.readStream(payload, LIMITS);
      } catch (MalformedPayloadException e) {
        continue;
      }
      Schema table = new RandomTables(new Random(seed)).of(batches.get(0).schema());
      if (goesThrough("seed " + seed, payload, table)) {
        read++;
      }
    }
    assertThat(read).isGreaterThan(PAYLOADS / 4);
  }

  /** Whether it was read. */
  private static boolean goesThrough(String name, byte[] payload, Schema table) throws IOException {
    List<RecordBatch> batches;
    try {
      batches =
          table == null
              ? ArrowIpc.readStream(payload, LIMITS)
              : ArrowIpcDeserializationSchema.of(table)
                  .withLimits(LIMITS)
                  .withSchemaPolicy(SchemaPolicy.WIDENING)
                  .decode(payload);
    } catch (MalformedPayloadException e) {
      assertThat(e.isDecoderFailure()).as("%s: %s", name, e).isFalse();
      return false;
    }
    try {
      Stages.take(batches);
    } catch (RuntimeException | AssertionError e) {
      throw new AssertionError(name + " was read, but then " + e, e);
    }
    return true;
  }
}
