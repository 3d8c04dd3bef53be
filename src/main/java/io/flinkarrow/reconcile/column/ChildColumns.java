package io.flinkarrow.reconcile.column;

import io.flinkarrow.reconcile.values.SourceColumn;
import java.io.IOException;
import java.util.List;

/** The columns below a struct or another parent, or of a batch, in the wanted order. */
public record ChildColumns(List<Child> children) {

  private static final int ABSENT = -1;

  /**
   * @param position among those that came; negative if it is not there, and has the parent's slots
   */
  public record Child(int position, ColumnConversion conversion) {

    public static Child absent(ColumnConversion conversion) {
      return new Child(ABSENT, conversion);
    }
  }

  public void convert(SourceColumn parent, ConversionTarget target) throws IOException {
    for (Child child : children) {
      SourceColumn source =
          child.position == ABSENT ? parent : parent.children().get(child.position);
      child.conversion.convert(source, target);
    }
  }

  /**
   * Whether all that came is there, in its order, as it came.
   *
   * @param came how many came
   */
  public boolean keepBytes(int came) {
    for (int i = 0; i < children.size(); i++) {
      if (children.get(i).position != i || !children.get(i).conversion.keepsBytes()) {
        return false;
      }
    }
    return children.size() == came;
  }
}
