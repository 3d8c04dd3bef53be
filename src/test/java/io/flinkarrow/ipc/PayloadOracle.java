package io.flinkarrow.ipc;

import static org.assertj.core.api.Assertions.assertThat;

import io.flinkarrow.batch.RecordBatch;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * What must hold of any bytes whatever: they are refused by the one exception there is for that, or
 * become batches that go through all {@link Stages}; and none of it costs more than it may.
 */
final class PayloadOracle {

  /** Small, so that what is read can be written and read again at once. */
  static final DecodeLimits LIMITS =
      DecodeLimits.builder().maximumDecodedBytes(1 << 17).maximumRows(2_000).build();

  /** Heap that decoding may take, garbage included: a schema is many small objects. */
  private static final long MOST_BYTES = 16L << 20;

  private PayloadOracle() {}

  /** Decodes a payload in one of the ways there are. */
  interface Decoding {
    List<RecordBatch> decode() throws MalformedPayloadException;
  }

  /** Whether the payload was read. */
  static boolean holds(Decoding decoding) throws IOException {
    List<RecordBatch> batches = new ArrayList<>();
    boolean[] read = new boolean[1];
    requireFrugal(
        MOST_BYTES,
        () -> {
          batches.clear();
          try {
            batches.addAll(decoding.decode());
            read[0] = true;
          } catch (MalformedPayloadException e) {
            // What is caught in the end was not checked before it was used.
            assertThat(e.isDecoderFailure()).as(e.getMessage()).isFalse();
          }
        });
    Stages.take(batches);
    return read[0];
  }

  /** Once more if it was too much: the first time classes are loaded, too. */
  static void requireFrugal(long mostBytes, Runnable work) {
    long before = Allocated.bytes();
    work.run();
    if (Allocated.bytes() - before >= mostBytes) {
      before = Allocated.bytes();
      work.run();
      assertThat(Allocated.bytes() - before).isLessThan(mostBytes);
    }
  }
}
