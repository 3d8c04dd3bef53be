package io.flinkarrow.parquet.shred;

import io.flinkarrow.parquet.column.LeafSlice;
import io.flinkarrow.parquet.column.LeafSlices;
import io.flinkarrow.parquet.column.LeafValues;
import io.flinkarrow.parquet.column.Levels;
import io.flinkarrow.parquet.shred.levels.LeafPath;
import io.flinkarrow.parquet.shred.levels.LevelBuilder;
import io.flinkarrow.parquet.shred.nodes.FieldNode;
import io.flinkarrow.parquet.shred.nodes.RunEndNode;
import io.flinkarrow.parquet.shred.values.ShredScratch;
import java.util.Arrays;
import javax.annotation.Nullable;

/**
 * Makes slices of rows that are run-end encoded: levels and values of each run once, and how long
 * the runs are. What a slice takes depends on its runs, however many rows these have.
 */
final class RunCursor implements LeafSlices {

  private final LeafPath path;
  private final SlotValueReader reader;
  private final RunEndNode node;
  private int next;
  private int end;

  private RunCursor(LeafPath path, SlotValueReader reader, RunEndNode node) {
    this.path = path;
    this.reader = reader;
    this.node = node;
  }

  /** For a path whose rows may be in runs; null for others. */
  @Nullable
  static RunCursor of(LeafPath path, SlotValueReader reader) {
    boolean lists = path.repetitionAt(path.hops().length - 1) > 0;
    return !lists && path.hops()[0].reference() instanceof RunEndNode node
        ? new RunCursor(path, reader, node)
        : null;
  }

  /** Whether nothing above the runs of the batch at hand is null, so that rows are in runs. */
  boolean isForBatch() {
    for (FieldNode above : path.hops()[0].chain()) {
      if (above.hasNulls()) {
        return false;
      }
    }
    return true;
  }

  LeafSlices begin(int fromRow, int rows) {
    next = fromRow;
    end = fromRow + rows;
    return this;
  }

  @Override
  @Nullable
  public LeafSlice next() {
    if (next == end) {
      return null;
    }
    int firstRun = node.valueSlot(next);
    int runs = runsWithin(firstRun, node.valueSlot(end - 1) + 1 - firstRun);
    int row = next;
    int[] lengths = new int[runs];
    for (int i = 0; i < runs; i++) {
      int runEnd = Math.min(end, node.runEnd(firstRun + i));
      lengths[i] = runEnd - next;
      next = runEnd;
    }
    ShredScratch scratch = ShredScratch.ofThread();
    LevelBuilder builder = scratch.levels;
    Levels levels = builder.build(path, 1, firstRun, runs, 0, row);
    LeafValues values = reader.read(builder, scratch);
    return new LeafSlice(
        next - row, levels(levels, lengths, next - row), runs(levels, values, lengths));
  }

  /** As many as fit a slice. Where one may be refused, it is alone, so that its row is known. */
  private int runsWithin(int firstRun, int available) {
    int runs = reader.hasUnfitSlots() ? 1 : Math.min(available, LeafSlice.MOST_ENTRIES);
    while (runs > 1 && !reader.fits(1, firstRun, firstRun + runs, LeafSlice.MOST_BYTES)) {
      runs /= 2;
    }
    return runs;
  }

  private static Levels levels(Levels ofRuns, int[] lengths, int rows) {
    return ofRuns instanceof Levels.Materialized levels
        ? new Levels.Runs(levels.definition(), lengths, lengths.length, rows)
        : new Levels.Uniform(((Levels.Uniform) ofRuns).definitionLevel(), rows);
  }

  private LeafValues runs(Levels ofRuns, LeafValues values, int[] lengths) {
    int[] ofValues = lengths;
    if (ofRuns instanceof Levels.Materialized levels) {
      ofValues = new int[values.count()];
      int value = 0;
      for (int run = 0; run < lengths.length; run++) {
        if (levels.definition()[run] == path.maxDefinition()) {
          ofValues[value++] = lengths[run];
        }
      }
    }
    return new LeafValues.Runs(values, ofValues, Arrays.stream(ofValues, 0, values.count()).sum());
  }
}
