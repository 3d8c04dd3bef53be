package io.flinkarrow.parquet.sort;

import io.flinkarrow.parquet.column.Levels;
import io.flinkarrow.parquet.column.Levels.Bitmap;
import io.flinkarrow.parquet.column.Levels.Materialized;
import io.flinkarrow.parquet.column.Levels.Uniform;

/** Notes which of the rows of a slice are null, from a place on. */
final class NullPlaces implements Levels.Visitor<Void> {

  private final boolean[] nulls;
  private final int firstPlace;
  private final int maxDefinition;

  NullPlaces(boolean[] nulls, int firstPlace, int maxDefinition) {
    this.nulls = nulls;
    this.firstPlace = firstPlace;
    this.maxDefinition = maxDefinition;
  }

  private void set(int row, boolean defined) {
    nulls[firstPlace + row] = !defined;
  }

  @Override
  public Void uniform(Uniform levels) {
    for (int row = 0; row < levels.count(); row++) {
      set(row, levels.definitionLevel() == maxDefinition);
    }
    return null;
  }

  @Override
  public Void bitmap(Bitmap levels) {
    for (int row = 0; row < levels.count(); row++) {
      set(row, (levels.words()[row >>> 6] >>> row & 1) != 0);
    }
    return null;
  }

  @Override
  public Void materialized(Materialized levels) {
    for (int row = 0; row < levels.count(); row++) {
      set(row, levels.definition()[row] == maxDefinition);
    }
    return null;
  }

  @Override
  public Void runs(Levels.Runs levels) {
    int row = 0;
    for (int run = 0; run < levels.runs(); run++) {
      for (int i = 0; i < levels.lengths()[run]; i++) {
        set(row++, levels.definition()[run] == maxDefinition);
      }
    }
    return null;
  }
}
