package io.flinkarrow.parquet.shred;

import io.flinkarrow.layout.Bitmaps;
import io.flinkarrow.parquet.column.LeafSlice;
import io.flinkarrow.parquet.column.LeafSlices;
import io.flinkarrow.parquet.column.LeafValues;
import io.flinkarrow.parquet.column.Levels;
import io.flinkarrow.parquet.shred.levels.LeafPath;
import io.flinkarrow.parquet.shred.levels.LeafPath.Hop;
import io.flinkarrow.parquet.shred.levels.LevelBuilder;
import io.flinkarrow.parquet.shred.nodes.FieldNode;
import io.flinkarrow.parquet.shred.values.ShredScratch;
import javax.annotation.Nullable;

/**
 * Cuts rows of one leaf column into slices. It takes as many rows as a slice may have. A row that
 * has too many entries is cut between the elements of its list, and an element that has too many
 * between those of the list below it: there is a place on each hop of the path.
 */
final class SliceCursor implements LeafSlices {

  private final LeafPath path;
  private final PathSizes sizes;
  private final SlotValueReader reader;
  private final int mostEntries;
  private final int mostBytes;

  /** The repetition level of the innermost list; 0 without lists. */
  private final int lastRepetition;

  /** By hop, the slots that are left of those that were begun with {@code first}. */
  private final int[] first;

  private final int[] next;
  private final int[] end;

  private int hop;
  private int repetition;

  SliceCursor(
      LeafPath path, PathSizes sizes, SlotValueReader reader, int mostEntries, int mostBytes) {
    this.path = path;
    this.sizes = sizes;
    this.reader = reader;
    this.mostEntries = mostEntries;
    this.mostBytes = mostBytes;
    int hops = path.hops().length;
    lastRepetition = path.repetitionAt(hops - 1);
    first = new int[hops];
    next = new int[hops];
    end = new int[hops];
  }

  LeafSlices begin(int fromRow, int rows) {
    hop = 0;
    repetition = 0;
    enter(fromRow, fromRow + rows);
    return this;
  }

  private void enter(int from, int to) {
    first[hop] = from;
    next[hop] = from;
    end[hop] = to;
  }

  @Override
  @Nullable
  public LeafSlice next() {
    while (next[hop] == end[hop]) {
      if (hop == 0) {
        return null;
      }
      hop--;
    }
    while (true) {
      if (next[hop] > first[hop]) {
        repetition = path.repetitionAt(hop);
      }
      int slots = slotsWithin(next[hop], end[hop]);
      if (slots > 0 || !leadsToLists(next[hop])) {
        return take(Math.max(slots, 1));
      }
      Hop at = path.hops()[hop];
      int slot = next[hop]++;
      hop++;
      if (at.list() != null) {
        enter(at.list().first(slot), at.list().end(slot));
      } else {
        int value = at.reference().valueSlot(slot);
        enter(value, value + 1);
      }
    }
  }

  private LeafSlice take(int slots) {
    int from = next[hop];
    next[hop] += slots;
    ShredScratch scratch = ShredScratch.ofThread();
    LevelBuilder builder = scratch.levels;
    int row = hop == 0 ? from : next[0] - 1;
    Levels levels = builder.build(path, hop, from, slots, repetition, row);
    LeafValues values = reader.read(builder, scratch);
    int begun = hop == 0 ? slots : repetition == 0 ? 1 : 0;
    return new LeafSlice(begun, levels, values);
  }

  /** The most slots from one on that fit a slice; 0 if already the first has too much in it. */
  private int slotsWithin(int from, int to) {
    int most = Math.min(to - from, mostEntries);
    if (fits(from, from + most)) {
      return most;
    }
    int fits = 0;
    int exceeds = most;
    while (exceeds - fits > 1) {
      int middle = (fits + exceeds) >>> 1;
      if (fits(from, from + middle)) {
        fits = middle;
      } else {
        exceeds = middle;
      }
    }
    return fits;
  }

  /** Counts what nulls hide as if it were there. */
  private boolean fits(int fromSlot, int toSlot) {
    return sizes.entries(hop, fromSlot, toSlot) <= mostEntries
        && reader.fits(hop, fromSlot, toSlot, mostBytes);
  }

  /** Whether a slot has several ones below: not where the list, or what refers to it, is null. */
  private boolean leadsToLists(int slot) {
    Hop at = path.hops()[hop];
    if (at.list() != null
        ? at.list().first(slot) == at.list().end(slot)
        : at.repetition() == lastRepetition || at.reference().valueSlot(slot) < 0) {
      return false;
    }
    for (FieldNode node : at.chain()) {
      if (node.hasNulls() && !Bitmaps.isSet(node.validity(), slot)) {
        return false;
      }
    }
    return true;
  }
}
