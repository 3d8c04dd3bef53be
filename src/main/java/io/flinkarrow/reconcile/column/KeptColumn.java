package io.flinkarrow.reconcile.column;

import io.flinkarrow.batch.body.BodyPlan;
import io.flinkarrow.reconcile.values.SourceColumn;
import java.nio.ByteBuffer;

/**
 * A column without children that stays as it is.
 *
 * @param view whether it has data buffers of a varying number
 */
public record KeptColumn(boolean view) implements ColumnConversion {

  private static final int FIXED_BUFFERS = 2;

  @Override
  public void convert(SourceColumn source, ConversionTarget target) {
    keep(source, target.plan());
    if (view) {
      target.plan().variadic(source.buffers().size() - FIXED_BUFFERS);
    }
  }

  @Override
  public boolean keepsBytes() {
    return true;
  }

  /** Node and buffers, without those of children. */
  static void keep(SourceColumn source, BodyPlan plan) {
    plan.node(source.length(), source.nullCount());
    for (ByteBuffer buffer : source.buffers()) {
      plan.bytes(buffer, 0, buffer.limit());
    }
  }

  /** Node and validity. */
  static void keepValidity(SourceColumn source, BodyPlan plan) {
    plan.node(source.length(), source.nullCount());
    ByteBuffer validity = source.buffers().get(0);
    plan.bytes(validity, 0, validity.limit());
  }
}
