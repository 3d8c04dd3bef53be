package io.flinkarrow.reconcile;

import java.nio.ByteBuffer;

/**
 * Fixed-width values as those of a wider type.
 *
 * @param width bytes of a value in the wider one
 */
record WidenedColumn(ValueWidening widening, int width) implements ColumnConversion {

  @Override
  public void convert(SourceColumn source, Target target) {
    KeptColumn.keepValidity(source, target.plan());
    ByteBuffer values = source.buffers().get(1);
    int count = source.length();
    target
        .plan()
        .buffer(
            (long) count * width,
            (bytes, offset) -> {
              ByteBuffer out = Offsets.littleEndian(bytes);
              for (int i = 0; i < count; i++) {
                widening.put(values, i, out, offset + i * width);
              }
            });
  }
}
