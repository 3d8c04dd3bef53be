package io.flinkarrow.reconcile.column;

import io.flinkarrow.reconcile.values.OffsetConversion;
import io.flinkarrow.reconcile.values.SourceColumn;
import io.flinkarrow.reconcile.values.ValueWidening;
import java.nio.ByteBuffer;

/**
 * Fixed-width values as those of a wider type.
 *
 * @param width bytes of a value in the wider one
 */
public record WidenedColumn(ValueWidening widening, int width) implements ColumnConversion {

  @Override
  public void convert(SourceColumn source, ConversionTarget target) {
    KeptColumn.keepValidity(source, target.plan());
    ByteBuffer values = source.buffers().get(1);
    int count = source.length();
    target
        .plan()
        .buffer(
            (long) count * width,
            (bytes, offset) -> {
              ByteBuffer out = OffsetConversion.littleEndian(bytes);
              for (int i = 0; i < count; i++) {
                widening.put(values, i, out, offset + i * width);
              }
            });
  }
}
