package io.flinkarrow.parquet.chunk;

import io.flinkarrow.parquet.encoding.bytes.ByteArrayBuilder;

/**
 * The buffer in which a thread assembles one page body before it is compressed. It belongs to the
 * thread, not to a column, so that idle columns hold nothing; a giant page's buffer is not kept.
 */
final class PageBodyScratch {

  private static final int KEPT_BYTES = 4 << 20;

  private static final ThreadLocal<ByteArrayBuilder> SCRATCH =
      ThreadLocal.withInitial(ByteArrayBuilder::new);

  private PageBodyScratch() {}

  /** Lends the thread's buffer, empty, until {@link #giveBack()}. */
  static ByteArrayBuilder borrow() {
    ByteArrayBuilder scratch = SCRATCH.get();
    scratch.reset();
    return scratch;
  }

  static void giveBack() {
    ByteArrayBuilder scratch = SCRATCH.get();
    if (scratch.retainedBytes() > KEPT_BYTES) {
      scratch.release();
    }
  }
}
