package io.flinkarrow.parquet.assemble;

import io.flinkarrow.parquet.schema.LeafLayout;
import io.flinkarrow.parquet.schema.LeafLayoutVisitor;
import io.flinkarrow.parquet.schema.StoredType;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.parquet.schema.PrimitiveType;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;

/**
 * The form of a leaf's slots by the layout that it is written from: what shredding did is undone.
 * Layouts whose values are not as they were, once they are written, have none.
 */
public final class SlotForms implements LeafLayoutVisitor<SlotForm> {

  /**
   * The form of a file's column in the slots of a type that holds exactly what it stores.
   *
   * @param type see {@link StoredType}
   */
  static SlotForm of(PrimitiveType column, ArrowType type) {
    boolean isInt96 = column.getPrimitiveTypeName() == PrimitiveTypeName.INT96;
    return switch (type.getTypeID()) {
      case Null -> new NoSlots();
      case Bool -> new BitSlots();
      case Int -> integers((ArrowType.Int) type);
      case FloatingPoint -> floats((ArrowType.FloatingPoint) type);
      case Utf8, Binary -> new VariableSlots(false);
      case FixedSizeBinary -> new ByteSlots(((ArrowType.FixedSizeBinary) type).getByteWidth());
      case Decimal -> decimals(column, ((ArrowType.Decimal) type).getBitWidth() / Byte.SIZE);
      case Date -> new NumberSlots(Integer.BYTES);
      case Time -> new NumberSlots(((ArrowType.Time) type).getBitWidth() / Byte.SIZE);
      case Timestamp -> isInt96 ? int96((ArrowType.Timestamp) type) : new NumberSlots(Long.BYTES);
      case Interval -> new IntervalSlots(((ArrowType.Interval) type).getUnit());
      default -> throw new IllegalArgumentException("%s is not stored so".formatted(type));
    };
  }

  private static SlotForm integers(ArrowType.Int type) {
    int width = type.getBitWidth() / Byte.SIZE;
    return width < Integer.BYTES
        ? new SmallIntegerSlots(width, type.getIsSigned())
        : new NumberSlots(width);
  }

  private static SlotForm floats(ArrowType.FloatingPoint type) {
    return switch (type.getPrecision()) {
      case HALF -> new ByteSlots(Short.BYTES);
      case SINGLE -> new NumberSlots(Integer.BYTES);
      case DOUBLE -> new NumberSlots(Long.BYTES);
    };
  }

  private static SlotForm decimals(PrimitiveType column, int width) {
    return switch (column.getPrimitiveTypeName()) {
      case INT32, INT64 -> new NumberSlots(width);
      case BINARY, FIXED_LEN_BYTE_ARRAY, INT96, BOOLEAN, FLOAT, DOUBLE -> new BigEndianSlots(width);
    };
  }

  /** Who asks for a coarser unit than what is stored wants no finer part. */
  private static SlotForm int96(ArrowType.Timestamp type) {
    return new Int96Slots(type.getUnit(), true);
  }

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
    return switch (layout.target()) {
      case INT32, INT64 -> new NumberSlots(layout.byteWidth());
      case FIXED -> new BigEndianSlots(layout.byteWidth());
    };
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
