package io.flinkarrow.reconcile;

import java.io.IOException;

/** A list as one with wider or narrower offsets. */
record ListColumn(int fromWidth, int toWidth, ChildColumns children) implements ColumnConversion {

  @Override
  public void convert(SourceColumn source, Target target) throws IOException {
    KeptColumn.keepValidity(source, target.plan());
    Offsets.plan(source, fromWidth, toWidth, target.plan());
    children.convert(source, target);
  }
}
