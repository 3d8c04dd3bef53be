package io.flinkarrow.reconcile.column;

import io.flinkarrow.reconcile.values.SourceColumn;
import java.io.IOException;

/**
 * A struct, list, union or another parent whose own buffers stay as they are.
 *
 * @param keepsBytes whether those of its children do, too
 */
public record ParentColumn(ChildColumns children, boolean keepsBytes) implements ColumnConversion {

  @Override
  public void convert(SourceColumn source, ConversionTarget target) throws IOException {
    KeptColumn.keep(source, target.plan());
    children.convert(source, target);
  }
}
