package io.flinkarrow.batch.copy;

import io.flinkarrow.batch.body.BodyPlan;
import io.flinkarrow.layout.Bitmaps;
import io.flinkarrow.layout.ViewForm;
import io.flinkarrow.refusal.RefusedInputException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Plans one buffer of the same buffer of several sources, one behind the other. What counts from a
 * source's beginning, such as offsets, is moved to where that source begins. Every method takes the
 * slots of each source.
 */
final class ConcatenatedBuffers {

  private final BodyPlan plan;

  ConcatenatedBuffers(BodyPlan plan) {
    this.plan = plan;
  }

  /**
   * The slots of all sources.
   *
   * @throws RefusedInputException if they are more than fit in a batch
   */
  static int sum(int[] lengths) {
    long sum = 0;
    for (int length : lengths) {
      sum += length;
    }
    if (sum > Integer.MAX_VALUE) {
      throw new RefusedInputException(
          "Together the bodies have %d slots, more than fit in a batch".formatted(sum));
    }
    return (int) sum;
  }

  /** An empty buffer stands for ones. */
  void bits(int[] lengths, ByteBuffer[] bits) {
    plan.buffer(
        Bitmaps.bytes(sum(lengths)),
        (target, offset) -> {
          int position = 0;
          for (int i = 0; i < lengths.length; i++) {
            for (int slot = 0; slot < lengths[i]; slot++, position++) {
              if (bits[i].limit() == 0 || Bitmaps.isSet(bits[i], slot)) {
                Bitmaps.set(target, offset, position);
              }
            }
          }
        });
  }

  /**
   * @param width bytes per slot
   */
  void bytes(ByteBuffer[] values, int[] lengths, int width) {
    plan.buffer(
        (long) sum(lengths) * width,
        (target, offset) -> {
          int position = offset;
          for (int i = 0; i < lengths.length; i++) {
            values[i].get(0, target, position, lengths[i] * width);
            position += lengths[i] * width;
          }
        });
  }

  /** Offsets of lists or strings, which begin at zero in each source. */
  void offsets(int[] lengths, ByteBuffer[] offsets, OffsetCopy width) {
    long[] bases = new long[lengths.length + 1];
    for (int i = 0; i < lengths.length; i++) {
      bases[i + 1] = bases[i] + (lengths[i] == 0 ? 0 : width.at(offsets[i], lengths[i]));
    }
    long end = bases[lengths.length];
    if (end > Integer.MAX_VALUE) {
      throw new RefusedInputException(
          "Together the bodies have offsets up to %d, more than fit in a batch".formatted(end));
    }
    plan.buffer(
        (sum(lengths) + 1L) * width.width,
        (target, offset) -> {
          int position = offset;
          for (int i = 0; i < lengths.length; i++) {
            width.copy(offsets[i], 0, lengths[i], -bases[i], target, position);
            position += lengths[i] * width.width;
          }
          width.put(ByteBuffer.wrap(target).order(ByteOrder.LITTLE_ENDIAN), position, end);
        });
  }

  /**
   * @param firstBuffers the number of data buffers of all sources before each
   */
  void views(int[] lengths, ByteBuffer[] views, int[] firstBuffers) {
    plan.buffer(
        (long) sum(lengths) * ViewForm.WIDTH,
        (target, offset) -> {
          int position = offset;
          for (int i = 0; i < lengths.length; i++) {
            views[i].get(0, target, position, lengths[i] * ViewForm.WIDTH);
            ViewCopy.moveDataBuffers(target, position, lengths[i], firstBuffers[i]);
            position += lengths[i] * ViewForm.WIDTH;
          }
        });
  }

  /**
   * Offsets of list views.
   *
   * @param starts where each source's elements begin
   */
  void movedOffsets(int[] lengths, ByteBuffer[] offsets, OffsetCopy width, int[] starts) {
    plan.buffer(
        (long) sum(lengths) * width.width,
        (target, offset) -> {
          int position = offset;
          for (int i = 0; i < lengths.length; i++) {
            width.copy(offsets[i], 0, lengths[i], -(long) starts[i], target, position);
            position += lengths[i] * width.width;
          }
        });
  }

  /**
   * Offsets of a dense union.
   *
   * @param starts for each type id, where each source's slots of its child begin
   */
  void unionOffsets(int[] lengths, ByteBuffer[] typeIds, ByteBuffer[] offsets, int[][] starts) {
    plan.buffer(
        (long) sum(lengths) * Integer.BYTES,
        (target, offset) -> {
          ByteBuffer out = ByteBuffer.wrap(target).order(ByteOrder.LITTLE_ENDIAN);
          out.position(offset);
          for (int i = 0; i < lengths.length; i++) {
            for (int slot = 0; slot < lengths[i]; slot++) {
              int start = starts[typeIds[i].get(slot) & 0xFF][i];
              out.putInt(start + offsets[i].getInt(slot * Integer.BYTES));
            }
          }
        });
  }

  /**
   * @param runs of each source
   */
  void runEnds(int[] lengths, int[] runs, ByteBuffer[] ends, int width) {
    plan.buffer(
        (long) sum(runs) * width,
        (target, offset) -> {
          int position = offset;
          int base = 0;
          for (int i = 0; i < runs.length; i++) {
            RunEndCopy.copyMoved(ends[i], runs[i], width, base, target, position);
            position += runs[i] * width;
            base += lengths[i];
          }
        });
  }
}
