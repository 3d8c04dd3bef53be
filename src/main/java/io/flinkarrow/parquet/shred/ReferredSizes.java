package io.flinkarrow.parquet.shred;

import io.flinkarrow.parquet.shred.levels.LeafPath;
import io.flinkarrow.parquet.shred.levels.LeafPath.Hop;
import io.flinkarrow.parquet.shred.nodes.ListNode;
import io.flinkarrow.parquet.shred.nodes.ListViewNode;
import io.flinkarrow.parquet.shred.nodes.RunEndNode;
import io.flinkarrow.parquet.shred.values.ValueReader;

/**
 * Sizes where slots refer to others, or list views to their elements. What they refer to is added
 * up once for each batch, from the leaf upwards, however often it is referred to.
 */
final class ReferredSizes implements PathSizes {

  private final boolean repeats;
  private final Sizes leafSlots;
  private final Sizes listSlots;
  private final Sizes plainBytes;
  private final Sizes inputBytes;
  private final Sizes readBytes;

  ReferredSizes(LeafPath path, ValueReader reader) {
    repeats = path.repetitionAt(path.hops().length - 1) > 0;
    leafSlots = new Sizes(path, (from, to) -> (long) to - from, true, false);
    listSlots = new Sizes(path, (from, to) -> 0, true, true);
    plainBytes = new Sizes(path, reader::plainBytes, reader.isOfOneSize(), false);
    inputBytes = new Sizes(path, reader::inputBytes, reader.isOfOneSize(), false);
    readBytes = new Sizes(path, reader::readBytes, reader.isOfOneSize(), false);
  }

  /** One kind of size, at each hop. */
  private static final class Sizes {

    private final SlotSizes[] hops;

    /**
     * @param ofOneSize whether each slot of the leaf has the same size: then it does not matter to
     *     which ones slots refer
     */
    private Sizes(LeafPath path, SlotSizes leaf, boolean ofOneSize, boolean listsCount) {
      hops = new SlotSizes[path.hops().length];
      SlotSizes below = leaf;
      boolean alike = ofOneSize;
      for (int i = hops.length - 1; i >= 0; i--) {
        Hop hop = path.hops()[i];
        if (hop.list() instanceof ListViewNode list) {
          below = new ListViewSizes(list, below, listsCount, path.isReferredTo(i));
          alike = false;
        } else if (hop.list() != null) {
          below = new ListSizes(hop.list(), below, listsCount);
          alike = false;
        } else if (hop.reference() != null && !alike) {
          below =
              hop.reference() instanceof RunEndNode runs
                  ? new RunSizes(runs, below)
                  : new ReferenceSizes(
                      hop.reference(), below, listsCount ? 1 : 0, path.isReferredTo(i));
        }
        hops[i] = below;
      }
    }

    private long of(int hop, int from, int to) {
      return hops[hop].of(from, to);
    }

    private void bind(int columns) {
      for (int i = hops.length - 1; i >= 0; i--) {
        if (i == hops.length - 1 || hops[i] != hops[i + 1]) {
          hops[i].bind(columns);
        }
      }
    }
  }

  private record ListSizes(ListNode list, SlotSizes elements, boolean counts) implements SlotSizes {

    @Override
    public long of(int from, int to) {
      return (counts ? (long) to - from : 0) + elements.of(list.offset(from), list.offset(to));
    }
  }

  @Override
  public void bind(int columns) {
    leafSlots.bind(columns);
    listSlots.bind(columns);
    plainBytes.bind(columns);
    inputBytes.bind(columns);
    readBytes.bind(columns);
  }

  @Override
  public long leafSlots(int fromRow, int toRow) {
    return leafSlots.of(0, fromRow, toRow);
  }

  @Override
  public long levelBytes(int fromRow, int toRow) {
    return repeats ? entries(0, fromRow, toRow) : 0;
  }

  @Override
  public long plainBytes(int fromRow, int toRow) {
    return plainBytes.of(0, fromRow, toRow);
  }

  @Override
  public long inputBytes(int fromRow, int toRow) {
    return inputBytes.of(0, fromRow, toRow);
  }

  @Override
  public long entries(int hop, int fromSlot, int toSlot) {
    return leafSlots.of(hop, fromSlot, toSlot) + listSlots.of(hop, fromSlot, toSlot);
  }

  @Override
  public long readBytes(int hop, int fromSlot, int toSlot) {
    return readBytes.of(hop, fromSlot, toSlot);
  }
}
