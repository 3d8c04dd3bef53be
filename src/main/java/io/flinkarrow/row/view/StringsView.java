package io.flinkarrow.row.view;

import org.apache.flink.core.memory.MemorySegment;
import org.apache.flink.core.memory.MemorySegmentFactory;
import org.apache.flink.table.data.binary.BinaryStringData;

/** Strings that are parts of one array. */
final class StringsView extends LeafView {

  private final MemorySegment[] segments;
  private final int[] offsets;

  StringsView(Places places, byte[] bytes, int[] offsets) {
    super(places);
    this.segments = new MemorySegment[] {MemorySegmentFactory.wrap(bytes)};
    this.offsets = offsets;
  }

  @Override
  public Object value(int slot) {
    int at = at(slot);
    int start = offsets[at];
    return BinaryStringData.fromAddress(segments, start, offsets[at + 1] - start);
  }
}
