package io.flinkarrow.parquet.predicate.filter;

import io.flinkarrow.batch.body.BodyCursor;
import io.flinkarrow.layout.ColumnLayout;
import io.flinkarrow.layout.LayoutVisitor;
import io.flinkarrow.layout.SlotBytes;
import io.flinkarrow.parquet.predicate.values.ByteRanges;
import io.flinkarrow.parquet.predicate.values.KeyRanges;
import io.flinkarrow.parquet.predicate.values.ValueKeys;
import io.flinkarrow.parquet.predicate.values.ValueRanges;
import io.flinkarrow.parquet.predicate.values.ValueSet;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import org.apache.arrow.vector.types.pojo.ArrowType;

/**
 * Finds the slots of a column that are no nulls, and those of them whose values are in a set. Nulls
 * may have anything in their slots, and entries of dictionaries may be nulls too. For one column.
 */
final class SlotMatches implements LayoutVisitor<BodyCursor, RuntimeException> {

  private final BatchDictionaries dictionaries;
  private final ValueSet set;
  private final SlotBits visible;
  private SlotBits valid;
  private SlotBits inSet;

  private SlotMatches(BatchDictionaries dictionaries, ValueSet set, SlotBits visible) {
    this.dictionaries = dictionaries;
    this.set = set;
    this.visible = visible;
  }

  /**
   * Looks at a column.
   *
   * @param cursor before the column
   * @param visible the slots that are in no null struct: all others have anything in them
   */
  static SlotMatches of(
      ColumnLayout column,
      BodyCursor cursor,
      BatchDictionaries dictionaries,
      ValueSet set,
      SlotBits visible) {
    SlotMatches matches = new SlotMatches(dictionaries, set, visible);
    column.accept(matches, cursor);
    return matches;
  }

  /** The slots that are no nulls. */
  SlotBits valid() {
    return valid;
  }

  /** The slots whose values are in the set; none if it has no values but tells nulls apart. */
  SlotBits inSet() {
    return inSet;
  }

  @Override
  public void nothing(ColumnLayout.Nothing column, BodyCursor cursor) {
    valid = SlotBits.none(cursor.nextLength());
    inSet = valid;
  }

  @Override
  public void bits(ColumnLayout.Bits column, BodyCursor cursor) {
    int count = validity(cursor);
    ByteBuffer values = cursor.nextBuffer();
    inSet = SlotBits.none(count);
    ValueRanges.keys(set)
        .ifPresent(
            ranges -> {
              addBooleans(ranges, 1, SlotBits.ofBitmap(values, count));
              addBooleans(ranges, 0, SlotBits.ofBitmap(values, count).invert());
            });
    inSet.and(valid);
  }

  private void addBooleans(KeyRanges ranges, long key, SlotBits slots) {
    if (ranges.contains(key)) {
      inSet.or(slots);
    }
  }

  @Override
  public void fixed(ColumnLayout.Fixed column, BodyCursor cursor) {
    int count = validity(cursor);
    ByteBuffer values = cursor.nextBuffer();
    int width = column.width();
    inSet =
        ValueRanges.keys(set)
            .map(ranges -> SlotKeys.of(column.type(), width).in(ranges, values, count))
            .or(() -> ValueRanges.bytes(set).map(ranges -> inBytes(column, values, ranges)))
            .orElseGet(() -> SlotBits.none(count))
            .and(valid);
  }

  private SlotBits inBytes(ColumnLayout.Fixed column, ByteBuffer values, ByteRanges ranges) {
    int width = column.width();
    if (!(column.type() instanceof ArrowType.Decimal)) {
      return inBytes(new SlotBytes.Fixed(values, width), ranges);
    }
    byte[] bigEndian = new byte[width];
    byte[] key = new byte[ValueKeys.WIDE_BYTES];
    return SlotBits.of(
        valid.count(),
        slot -> {
          for (int i = 0; i < width; i++) {
            bigEndian[width - 1 - i] = values.get(slot * width + i);
          }
          ValueKeys.putWide(bigEndian, 0, width, key);
          return ranges.contains(key);
        });
  }

  private SlotBits inBytes(SlotBytes bytes, ByteRanges ranges) {
    return SlotBits.of(valid.count(), slot -> valid.isSet(slot) && isIn(bytes, slot, ranges));
  }

  private static boolean isIn(SlotBytes bytes, int slot, ByteRanges ranges) {
    ByteBuffer buffer = bytes.buffer(slot);
    int from = buffer.arrayOffset() + bytes.start(slot);
    return ranges.contains(buffer.array(), from, from + bytes.length(slot));
  }

  @Override
  public void indices(ColumnLayout.Indices column, BodyCursor cursor) {
    int count = validity(cursor);
    ByteBuffer indices = cursor.nextBuffer();
    SlotMatches entries = dictionaries.matches(column.dictionaryId(), set);
    long[] numbers = new long[count];
    SlotKeys.of(column.type(), column.width()).fill(indices, 0, count, numbers);
    SlotBits slots = valid;
    inSet =
        SlotBits.of(count, slot -> slots.isSet(slot) && entries.inSet.isSet((int) numbers[slot]));
    valid =
        SlotBits.of(count, slot -> slots.isSet(slot) && entries.valid.isSet((int) numbers[slot]));
  }

  @Override
  public void bytes(ColumnLayout.Bytes column, BodyCursor cursor) {
    validity(cursor);
    variable(column, List.of(ByteBuffer.allocate(0), cursor.nextBuffer(), cursor.nextBuffer()));
  }

  @Override
  public void views(ColumnLayout.Views column, BodyCursor cursor) {
    validity(cursor);
    ByteBuffer views = cursor.nextBuffer();
    ByteBuffer[] data = cursor.nextDataBuffers();
    ByteBuffer[] buffers = new ByteBuffer[data.length + 2];
    buffers[0] = ByteBuffer.allocate(0);
    buffers[1] = views;
    System.arraycopy(data, 0, buffers, 2, data.length);
    variable(column, Arrays.asList(buffers));
  }

  private void variable(ColumnLayout column, List<ByteBuffer> buffers) {
    inSet =
        ValueRanges.bytes(set)
            .flatMap(ranges -> SlotBytes.of(column, buffers).map(bytes -> inBytes(bytes, ranges)))
            .orElseGet(() -> SlotBits.none(valid.count()));
  }

  @Override
  public void struct(ColumnLayout.Struct column, BodyCursor cursor) {
    onlyValidity(cursor);
  }

  @Override
  public void list(ColumnLayout.OffsetList column, BodyCursor cursor) {
    onlyValidity(cursor);
  }

  @Override
  public void listViews(ColumnLayout.ListViews column, BodyCursor cursor) {
    onlyValidity(cursor);
  }

  @Override
  public void fixedSizeList(ColumnLayout.FixedSizeList column, BodyCursor cursor) {
    onlyValidity(cursor);
  }

  @Override
  public void union(ColumnLayout.Union column, BodyCursor cursor) {
    throw new IllegalStateException("Unions have no conditions");
  }

  @Override
  public void runEnds(ColumnLayout.RunEnds column, BodyCursor cursor) {
    int count = cursor.nextLength();
    int runs = cursor.nextLength();
    cursor.nextBuffer();
    ByteBuffer ends = cursor.nextBuffer();
    long[] endOfRun = new long[runs];
    SlotKeys.of(column.ends().type(), column.ends().width()).fill(ends, 0, runs, endOfRun);
    SlotMatches values = of(column.values(), cursor, dictionaries, set, SlotBits.all(runs));
    valid = SlotBits.none(count);
    inSet = SlotBits.none(count);
    int start = 0;
    for (int run = 0; run < runs && start < count; run++) {
      int end = (int) Math.min(endOfRun[run], count);
      if (values.valid.isSet(run)) {
        valid.set(start, end);
      }
      if (values.inSet.isSet(run)) {
        inSet.set(start, end);
      }
      start = end;
    }
    valid.and(visible);
    inSet.and(visible);
  }

  private int validity(BodyCursor cursor) {
    int count = cursor.nextLength();
    valid = SlotBits.ofValidity(cursor.nextBuffer(), count).and(visible);
    return count;
  }

  private void onlyValidity(BodyCursor cursor) {
    inSet = SlotBits.none(validity(cursor));
  }
}
