package io.flinkarrow.reconcile.column;

import io.flinkarrow.layout.ColumnLayout;
import io.flinkarrow.reconcile.values.SourceColumn;

/**
 * A column of nulls, for one that is not there or has the type Null: as many slots as the source.
 * What lies below is null, too, even what is required, because it cannot be seen.
 */
public record NullColumn(String path, ColumnLayout layout) implements ColumnConversion {

  /** Unions and run-end encoded columns have no nulls of their own. */
  public static boolean isPossible(ColumnLayout layout) {
    return (layout.hasValidity() || layout instanceof ColumnLayout.Nothing)
        && layout.children().stream().allMatch(NullColumn::isPossible);
  }

  @Override
  public void convert(SourceColumn source, ConversionTarget target) {
    new NullSlots(path, target.plan()).plan(layout, source.length());
  }
}
