package io.flinkarrow.parquet.assemble;

import io.flinkarrow.parquet.schema.LeafLayout;
import io.flinkarrow.parquet.schema.LeafLayoutVisitor;

/**
 * The form of a leaf's slots by the layout that it is written from: what shredding did is undone.
 * Layouts whose values are not as they were, once they are written, have none.
 */
public final class SlotForms implements LeafLayoutVisitor<SlotForm> {

  @Override
  public SlotForm nothing(LeafLayout.Nothing layout) {
    return new NoSlots();
  }

  @Override
  public SlotForm bits(LeafLayout.Bits layout) {
    return new BitSlots();
  }

  @Override
  public SlotForm smallIntegers(LeafLayout.SmallIntegers layout) {
    return new NumberSlots(layout.byteWidth());
  }

  @Override
  public SlotForm words32(LeafLayout.Words32 layout) {
    return numbers(layout, layout.factor());
  }

  @Override
  public SlotForm words64(LeafLayout.Words64 layout) {
    return numbers(layout, layout.factor());
  }

  private static SlotForm numbers(LeafLayout layout, int factor) {
    return factor == 1 ? new NumberSlots(layout.slotBits() / Byte.SIZE) : none(layout);
  }

  @Override
  public SlotForm fixedBytes(LeafLayout.FixedBytes layout) {
    return new ByteSlots(layout.byteWidth());
  }

  @Override
  public SlotForm decimals(LeafLayout.Decimals layout) {
    return new NumberSlots(layout.byteWidth());
  }

  @Override
  public SlotForm variableBytes(LeafLayout.VariableBytes layout) {
    return new VariableSlots(layout.wideOffsets());
  }

  @Override
  public SlotForm finerTimestamps(LeafLayout.FinerTimestamps layout) {
    return none(layout);
  }

  @Override
  public SlotForm dateMilliseconds(LeafLayout.DateMilliseconds layout) {
    return none(layout);
  }

  @Override
  public SlotForm int96Timestamps(LeafLayout.Int96Timestamps layout) {
    return none(layout);
  }

  @Override
  public SlotForm intervals(LeafLayout.Intervals layout) {
    return none(layout);
  }

  @Override
  public SlotForm byteViews(LeafLayout.ByteViews layout) {
    return none(layout);
  }

  @Override
  public SlotForm dictionaryIndexes(LeafLayout.DictionaryIndexes layout) {
    return none(layout);
  }

  @Override
  public SlotForm geoArrow(LeafLayout.GeoArrow layout) {
    return none(layout);
  }

  private static SlotForm none(LeafLayout layout) {
    throw new IllegalArgumentException(layout + " is not put together from leaf columns");
  }
}
