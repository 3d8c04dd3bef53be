package io.flinkarrow.parquet.assemble;

import io.flinkarrow.batch.body.BodyPlan;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Buffers that say where in another buffer, or in a list's elements, each slot begins. */
final class Offsets {

  private Offsets() {}

  /**
   * @param wide whether they have 64 bits instead of 32
   */
  static void planInto(BodyPlan plan, int[] offsets, boolean wide) {
    plan.buffer(
        (long) offsets.length * (wide ? Long.BYTES : Integer.BYTES),
        (target, at) -> {
          ByteBuffer out = ByteBuffer.wrap(target).order(ByteOrder.LITTLE_ENDIAN).position(at);
          if (wide) {
            for (int offset : offsets) {
              out.putLong(offset);
            }
          } else {
            out.asIntBuffer().put(offsets);
          }
        });
  }
}
