package io.flinkarrow.parquet.shred;

import io.flinkarrow.parquet.shred.levels.LeafPath;
import io.flinkarrow.parquet.shred.levels.LeafPath.Hop;
import io.flinkarrow.parquet.shred.nodes.ListNode;
import io.flinkarrow.parquet.shred.values.ValueReader;

/** Sizes where what lies below a stretch of slots is one stretch, too: without references. */
record ContiguousSizes(LeafPath path, ValueReader reader) implements PathSizes {

  @Override
  public void bind(int columns) {
    // Sizes are read off the offsets.
  }

  @Override
  public long leafSlots(int fromRow, int toRow) {
    return (long) leafSlot(0, toRow) - leafSlot(0, fromRow);
  }

  @Override
  public long plainBytes(int fromRow, int toRow) {
    return reader.plainBytes(leafSlot(0, fromRow), leafSlot(0, toRow));
  }

  @Override
  public long inputBytes(int fromRow, int toRow) {
    return reader.inputBytes(leafSlot(0, fromRow), leafSlot(0, toRow));
  }

  @Override
  public long readBytes(int hop, int fromSlot, int toSlot) {
    return reader.readBytes(leafSlot(hop, fromSlot), leafSlot(hop, toSlot));
  }

  private int leafSlot(int hop, int hopSlot) {
    int slot = hopSlot;
    Hop[] hops = path.hops();
    for (int i = hop; i < hops.length; i++) {
      if (hops[i].list() != null) {
        slot = hops[i].list().offset(slot);
      }
    }
    return slot;
  }

  @Override
  public long levelBytes(int fromRow, int toRow) {
    return path.hops().length == 1 || fromRow == toRow ? 0 : entries(0, fromRow, toRow);
  }

  @Override
  public long entries(int hop, int fromSlot, int toSlot) {
    int from = fromSlot;
    int to = toSlot;
    long entries = 0;
    for (int i = hop; i < path.hops().length; i++) {
      entries += (long) to - from;
      ListNode list = path.hops()[i].list();
      if (list != null) {
        from = list.offset(from);
        to = list.offset(to);
      }
    }
    return entries;
  }
}
