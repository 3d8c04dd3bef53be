package io.flinkarrow.parquet.predicate.values;

import java.math.BigInteger;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.Optional;

/**
 * Dates, times of day and timestamps, as numbers of a unit since 1970 or midnight.
 *
 * @param nanosPerUnit the length of the unit
 * @param kind what the numbers are
 */
record TimeDomain(long nanosPerUnit, Kind kind) implements ValueDomain<KeyRanges> {

  private static final BigInteger NANOS_PER_SECOND = BigInteger.valueOf(1_000_000_000);

  enum Kind {
    DATE,
    TIME,
    LOCAL,
    INSTANT,
    /** Timestamps that do not say which. */
    LOCAL_OR_INSTANT
  }

  @Override
  public KeyRanges none() {
    return KeyRanges.NONE;
  }

  @Override
  public Optional<LiteralPlace<KeyRanges>> place(Object literal) {
    return nanos(literal).map(nanos -> Floor.of(nanos, BigInteger.valueOf(nanosPerUnit)).place());
  }

  private Optional<BigInteger> nanos(Object literal) {
    if (literal instanceof LocalTime time) {
      return Optional.of(BigInteger.valueOf(time.toNanoOfDay())).filter(nanos -> kind == Kind.TIME);
    }
    if (literal instanceof LocalDate date) {
      return Optional.of(nanos(date.atStartOfDay())).filter(nanos -> isLocal());
    }
    if (literal instanceof LocalDateTime timestamp) {
      return Optional.of(nanos(timestamp)).filter(nanos -> isLocal());
    }
    if (literal instanceof Instant instant) {
      return Optional.of(nanos(instant))
          .filter(nanos -> kind == Kind.INSTANT || kind == Kind.LOCAL_OR_INSTANT);
    }
    return Optional.empty();
  }

  private boolean isLocal() {
    return kind == Kind.DATE || kind == Kind.LOCAL || kind == Kind.LOCAL_OR_INSTANT;
  }

  private static BigInteger nanos(LocalDateTime timestamp) {
    return nanos(timestamp.toInstant(ZoneOffset.UTC));
  }

  private static BigInteger nanos(Instant instant) {
    return BigInteger.valueOf(instant.getEpochSecond())
        .multiply(NANOS_PER_SECOND)
        .add(BigInteger.valueOf(instant.getNano()));
  }
}
