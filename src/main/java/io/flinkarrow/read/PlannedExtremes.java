package io.flinkarrow.read;

import io.flinkarrow.parquet.predicate.pruning.ColumnExtremes.Extremes;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.sql.Date;
import java.sql.Timestamp;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.function.Function;
import org.apache.flink.table.types.logical.LogicalType;
import org.apache.flink.table.types.logical.LogicalTypeFamily;
import org.apache.flink.table.types.logical.LogicalTypeRoot;
import org.apache.flink.table.types.logical.TimestampType;

/**
 * The least and the greatest value of a column as Flink's planner takes them: both of one class.
 */
record PlannedExtremes(Comparable<?> least, Comparable<?> greatest) {

  private static final BigDecimal NANOS = BigDecimal.valueOf(1_000_000_000);

  /** Years beyond are none of SQL's. */
  private static final BigDecimal MOST_DAYS =
      BigDecimal.valueOf(LocalDate.of(9999, 12, 31).toEpochDay());

  /** Empty if values of that type are no such values. */
  static Optional<PlannedExtremes> of(Extremes values, LogicalType type) {
    return switch (values.kind()) {
      case NUMBER ->
          type.is(LogicalTypeFamily.NUMERIC)
              ? Optional.of(new PlannedExtremes(values.least(), values.greatest()))
              : Optional.empty();
      case DATE ->
          type.is(LogicalTypeRoot.DATE)
              ? of(values, BigDecimal.ONE, PlannedExtremes::date)
              : Optional.empty();
      case TIMESTAMP ->
          type instanceof TimestampType timestamp
              ? of(
                  values,
                  NANOS.multiply(BigDecimal.valueOf(86_400)),
                  nanos -> timestamp(nanos, timestamp.getPrecision()))
              : Optional.empty();
    };
  }

  private static Optional<PlannedExtremes> of(
      Extremes values, BigDecimal day, Function<BigDecimal, Comparable<?>> conversion) {
    BigDecimal most = MOST_DAYS.multiply(day);
    return values.least().compareTo(most.negate()) < 0 || values.greatest().compareTo(most) > 0
        ? Optional.empty()
        : Optional.of(
            new PlannedExtremes(
                conversion.apply(values.least()), conversion.apply(values.greatest())));
  }

  private static Date date(BigDecimal days) {
    return Date.valueOf(LocalDate.ofEpochDay(days.longValueExact()));
  }

  /** Digits that the type does not have are cut off, as they are in rows. */
  private static Timestamp timestamp(BigDecimal nanos, int precision) {
    BigDecimal seconds = nanos.divide(NANOS).setScale(precision, RoundingMode.FLOOR);
    BigDecimal whole = seconds.setScale(0, RoundingMode.FLOOR);
    return Timestamp.valueOf(
        LocalDateTime.ofEpochSecond(
            whole.longValueExact(),
            seconds.subtract(whole).multiply(NANOS).intValueExact(),
            ZoneOffset.UTC));
  }
}
