package io.flinkarrow.parquet.assemble;

import io.flinkarrow.layout.StorageType;
import io.flinkarrow.parquet.schema.StoredType;
import io.flinkarrow.parquet.schema.TimestampZone;
import java.util.Map;
import java.util.Optional;
import javax.annotation.Nullable;
import org.apache.arrow.vector.types.DateUnit;
import org.apache.arrow.vector.types.TimeUnit;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.ArrowType.ArrowTypeID;
import org.apache.arrow.vector.types.pojo.DictionaryEncoding;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.parquet.schema.PrimitiveType;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;

/**
 * The Arrow type of a leaf column: that of the stored Arrow schema if its values are written as the
 * column has them, so that they come back as they were; or else what holds exactly what the column
 * stores.
 *
 * @param type of the values, if there is a dictionary
 * @param metadata that stands for the column's own type
 */
record RestoredLeaf(
    ArrowType type,
    @Nullable DictionaryEncoding dictionary,
    Map<String, String> metadata,
    SlotForm form) {

  private static final long MILLISECONDS_PER_DAY = 86_400_000;
  private static final int MILLISECONDS_PER_SECOND = 1_000;
  private static final int SMALLEST_DECIMAL_BITS = 128;

  /** A type of Arrow, and how its slots are made of the column's values. */
  private record Restored(ArrowType type, SlotForm form) {}

  /**
   * @param exact what holds exactly what the column stores
   * @param stored the field of the stored Arrow schema; null if there is none
   * @param numbers of the schema's dictionaries
   */
  static RestoredLeaf of(
      PrimitiveType column, StoredType exact, @Nullable Field stored, DictionaryNumbers numbers) {
    Restored own = new Restored(exact.type(), SlotForms.of(column, exact.type()));
    if (stored == null) {
      return new RestoredLeaf(own.type, null, exact.metadata(), own.form);
    }
    Restored restored = restored(column, exact.type(), StorageType.of(stored)).orElse(own);
    if (stored.getDictionary() == null || !isOfBytes(restored.type)) {
      return new RestoredLeaf(restored.type, null, exact.metadata(), restored.form);
    }
    DictionaryEncoding encoding = encoding(stored.getDictionary(), numbers);
    DictionarySlots form =
        new DictionarySlots(
            encoding.getIndexType().getBitWidth() / Byte.SIZE, encoding.getId(), restored.form);
    return new RestoredLeaf(restored.type, encoding, exact.metadata(), form);
  }

  /** The order of entries is that in which values come, and there may be any number of them. */
  private static DictionaryEncoding encoding(DictionaryEncoding stored, DictionaryNumbers numbers) {
    ArrowType.Int index = stored.getIndexType();
    return new DictionaryEncoding(
        numbers.next(stored.getId()),
        false,
        index.getBitWidth() < Integer.SIZE ? new ArrowType.Int(Integer.SIZE, true) : index);
  }

  private static boolean isOfBytes(ArrowType type) {
    return switch (type.getTypeID()) {
      case Utf8, LargeUtf8, Utf8View, Binary, LargeBinary, BinaryView -> true;
      default -> false;
    };
  }

  /** Empty if the column is not what the wanted type is written as. */
  private static Optional<Restored> restored(
      PrimitiveType column, ArrowType exact, ArrowType wanted) {
    return switch (wanted.getTypeID()) {
      case LargeUtf8 -> bytes(exact, ArrowTypeID.Utf8, wanted, new VariableSlots(true));
      case Utf8View -> bytes(exact, ArrowTypeID.Utf8, wanted, new ViewSlots());
      case LargeBinary -> bytes(exact, ArrowTypeID.Binary, wanted, new VariableSlots(true));
      case BinaryView -> bytes(exact, ArrowTypeID.Binary, wanted, new ViewSlots());
      case Duration -> number(exact, Long.SIZE, wanted);
      case Date -> date(exact, (ArrowType.Date) wanted);
      case Time -> time(exact, (ArrowType.Time) wanted);
      case Timestamp ->
          column.getPrimitiveTypeName() == PrimitiveTypeName.INT96
              ? Optional.of(int96((ArrowType.Timestamp) wanted))
              : timestamp(exact, (ArrowType.Timestamp) wanted);
      case Decimal -> decimal(column, exact, (ArrowType.Decimal) wanted);
      case Interval ->
          exact instanceof ArrowType.Interval
              ? Optional.of(
                  new Restored(wanted, new IntervalSlots(((ArrowType.Interval) wanted).getUnit())))
              : Optional.empty();
      default -> Optional.empty();
    };
  }

  private static Optional<Restored> bytes(
      ArrowType exact, ArrowTypeID needed, ArrowType wanted, SlotForm form) {
    return exact.getTypeID() == needed ? Optional.of(new Restored(wanted, form)) : Optional.empty();
  }

  /** Types that Parquet does not have may be written as plain numbers. */
  private static Optional<Restored> number(ArrowType exact, int bits, ArrowType wanted) {
    return exact.equals(new ArrowType.Int(bits, true))
        ? Optional.of(new Restored(wanted, new NumberSlots(bits / Byte.SIZE)))
        : Optional.empty();
  }

  private static Optional<Restored> date(ArrowType exact, ArrowType.Date wanted) {
    if (wanted.getUnit() == DateUnit.DAY) {
      return Optional.empty();
    }
    return exact instanceof ArrowType.Date
        ? Optional.of(new Restored(wanted, new ScaledSlots(Long.BYTES, MILLISECONDS_PER_DAY, 1)))
        : number(exact, Long.SIZE, wanted);
  }

  private static Optional<Restored> time(ArrowType exact, ArrowType.Time wanted) {
    if (wanted.getUnit() != TimeUnit.SECOND) {
      return Optional.empty();
    }
    return exact instanceof ArrowType.Time time && time.getUnit() == TimeUnit.MILLISECOND
        ? Optional.of(
            new Restored(wanted, new ScaledSlots(Integer.BYTES, 1, MILLISECONDS_PER_SECOND)))
        : number(exact, Integer.SIZE, wanted);
  }

  /** A unit that is not the file's has lost its meaning, but not the zone. */
  private static Optional<Restored> timestamp(ArrowType exact, ArrowType.Timestamp wanted) {
    if (!(exact instanceof ArrowType.Timestamp own)) {
      return wanted.getUnit() == TimeUnit.SECOND
          ? number(exact, Long.SIZE, wanted)
          : Optional.empty();
    }
    if (TimestampZone.isInstant(own) != TimestampZone.isInstant(wanted)) {
      return Optional.empty();
    }
    return Optional.of(
        own.getUnit() == TimeUnit.MILLISECOND && wanted.getUnit() == TimeUnit.SECOND
            ? new Restored(wanted, new ScaledSlots(Long.BYTES, 1, MILLISECONDS_PER_SECOND))
            : new Restored(
                new ArrowType.Timestamp(own.getUnit(), wanted.getTimezone()),
                new NumberSlots(Long.BYTES)));
  }

  private static Restored int96(ArrowType.Timestamp wanted) {
    return new Restored(wanted, new Int96Slots(wanted.getUnit(), false));
  }

  private static Optional<Restored> decimal(
      PrimitiveType column, ArrowType exact, ArrowType.Decimal wanted) {
    return exact instanceof ArrowType.Decimal own
            && own.getPrecision() == wanted.getPrecision()
            && own.getScale() == wanted.getScale()
            && wanted.getBitWidth() >= SMALLEST_DECIMAL_BITS
            && wanted.getBitWidth() >= own.getBitWidth()
        ? Optional.of(new Restored(wanted, SlotForms.of(column, wanted)))
        : Optional.empty();
  }
}
