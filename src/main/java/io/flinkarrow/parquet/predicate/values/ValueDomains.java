package io.flinkarrow.parquet.predicate.values;

import io.flinkarrow.parquet.predicate.values.TimeDomain.Kind;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.apache.arrow.vector.types.pojo.ArrowType;

/** The values of columns by their types. */
public final class ValueDomains {

  private ValueDomains() {}

  /**
   * The values of columns of a type; of decimals those with {@link #decimals}.
   *
   * @return empty if values of the type are not compared
   */
  public static Optional<ValueDomain<?>> of(ArrowType type) {
    return Optional.ofNullable(
        switch (type.getTypeID()) {
          case Null -> new NothingDomain();
          case Bool -> new BooleanDomain();
          case Int -> integers((ArrowType.Int) type);
          case FloatingPoint -> new FloatingPointDomain();
          case Decimal -> decimals(((ArrowType.Decimal) type).getScale(), true);
          case Utf8, LargeUtf8, Utf8View, Binary, LargeBinary, BinaryView, FixedSizeBinary ->
              new BytesDomain();
          // Whatever the unit, they are days.
          case Date -> new TimeDomain(TimeUnit.DAYS.toNanos(1), Kind.DATE);
          case Time -> new TimeDomain(nanos(((ArrowType.Time) type).getUnit()), Kind.TIME);
          case Timestamp -> timestamps((ArrowType.Timestamp) type);
          case Struct,
              List,
              LargeList,
              FixedSizeList,
              ListView,
              LargeListView,
              Union,
              Map,
              Interval,
              Duration,
              RunEndEncoded,
              NONE ->
              null;
        });
  }

  /**
   * Decimals.
   *
   * @param wide whether their keys are those of {@link ValueKeys#putWide}, or else their unscaled
   *     values
   */
  public static ValueDomain<?> decimals(int scale, boolean wide) {
    return wide ? new WideDecimalDomain(scale) : new DecimalDomain(scale);
  }

  /** Timestamps in nanoseconds that may be local ones or instants. */
  public static ValueDomain<?> undeterminedTimestamps() {
    return new TimeDomain(1, Kind.LOCAL_OR_INSTANT);
  }

  private static ValueDomain<?> integers(ArrowType.Int type) {
    return IntegerDomain.of(!type.getIsSigned() && type.getBitWidth() == Long.SIZE);
  }

  private static ValueDomain<?> timestamps(ArrowType.Timestamp type) {
    return new TimeDomain(
        nanos(type.getUnit()), type.getTimezone() == null ? Kind.LOCAL : Kind.INSTANT);
  }

  private static long nanos(org.apache.arrow.vector.types.TimeUnit unit) {
    return switch (unit) {
      case SECOND -> TimeUnit.SECONDS.toNanos(1);
      case MILLISECOND -> TimeUnit.MILLISECONDS.toNanos(1);
      case MICROSECOND -> TimeUnit.MICROSECONDS.toNanos(1);
      case NANOSECOND -> 1;
    };
  }
}
