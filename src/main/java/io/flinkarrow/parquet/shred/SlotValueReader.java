package io.flinkarrow.parquet.shred;

import io.flinkarrow.parquet.column.LeafValues;
import io.flinkarrow.parquet.shred.levels.LeafPath;
import io.flinkarrow.parquet.shred.levels.LevelBuilder;
import io.flinkarrow.parquet.shred.values.ReferredValues;
import io.flinkarrow.parquet.shred.values.ShredScratch;
import io.flinkarrow.parquet.shred.values.ValueReader;
import java.util.Optional;

/** Reads the values of a leaf's slots: one by one, or as references to those of the batch. */
final class SlotValueReader {

  private final LeafPath path;
  private final PathSizes sizes;
  private final ValueReader reader;
  private Optional<ReferredValues> referred = Optional.empty();

  SlotValueReader(LeafPath path, PathSizes sizes, ValueReader reader) {
    this.path = path;
    this.sizes = sizes;
    this.reader = reader;
  }

  /**
   * Takes over the batch that path, sizes and reader are bound to.
   *
   * @param slots of the leaf
   * @param room for values that are referred to, in bytes
   * @return what is left of it
   */
  long bind(int rows, int slots, long room) {
    if (rows == 0 || slots == 0 || !path.hasReferences()) {
      return room;
    }
    referred = ReferredValues.find(path, reader, slots, sizes.plainBytes(0, rows), room);
    return referred.isEmpty() ? room : room - referred.get().dictionary().retainedBytes();
  }

  void unbind() {
    referred = Optional.empty();
  }

  boolean isByReference() {
    return referred.isPresent() || reader.isByReference();
  }

  boolean hasUnfitSlots() {
    return path.hasUnfitSlots() || reader.hasUnfitSlots();
  }

  /** Whether the values below the slots that a hop begins at need no more heap than given. */
  boolean fits(int hop, int fromSlot, int toSlot, int mostBytes) {
    return referred.isPresent() || sizes.readBytes(hop, fromSlot, toSlot) <= mostBytes;
  }

  /** The values of the live slots that the levels were built for. */
  LeafValues read(LevelBuilder levels, ShredScratch scratch) {
    if (levels.slots().liveCount() == 0) {
      return reader.none();
    }
    return referred.isPresent()
        ? referred.get().read(levels, scratch)
        : reader.read(levels, scratch);
  }
}
