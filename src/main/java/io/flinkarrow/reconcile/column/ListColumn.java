package io.flinkarrow.reconcile.column;

import io.flinkarrow.reconcile.values.OffsetConversion;
import io.flinkarrow.reconcile.values.SourceColumn;
import java.io.IOException;

/** A list as one with wider or narrower offsets. */
public record ListColumn(int fromWidth, int toWidth, ChildColumns children)
    implements ColumnConversion {

  @Override
  public void convert(SourceColumn source, ConversionTarget target) throws IOException {
    KeptColumn.keepValidity(source, target.plan());
    OffsetConversion.plan(source, fromWidth, toWidth, target.plan());
    children.convert(source, target);
  }
}
