package io.flinkarrow.parquet.predicate.pruning;

import io.flinkarrow.parquet.file.CreatedBy;
import io.flinkarrow.parquet.file.FileFooter;
import io.flinkarrow.parquet.file.RowGroupChunks;
import io.flinkarrow.parquet.predicate.condition.ConditionColumn;
import io.flinkarrow.parquet.predicate.values.ValueKeys;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.List;
import java.util.Optional;
import javax.annotation.Nullable;
import org.apache.parquet.format.ColumnMetaData;
import org.apache.parquet.format.Statistics;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.DateLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.DecimalLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.IntLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.TimeUnit;
import org.apache.parquet.schema.LogicalTypeAnnotation.TimestampLogicalTypeAnnotation;
import org.apache.parquet.schema.PrimitiveType;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;

/**
 * The least and the greatest value of a column in row groups of any files, as their footers say. It
 * is known only if each of them says it, exactly, and can be trusted; otherwise nothing is.
 */
public final class ColumnExtremes {

  /** What values are, and so in which unit. */
  public enum Kind {
    NUMBER,
    /** Days since 1970. */
    DATE,
    /** Nanoseconds since 1970. */
    TIMESTAMP
  }

  /** Both are values of the column. */
  public record Extremes(Kind kind, BigDecimal least, BigDecimal greatest) {

    private Optional<Extremes> with(Extremes other) {
      return kind == other.kind
          ? Optional.of(new Extremes(kind, least.min(other.least), greatest.max(other.greatest)))
          : Optional.empty();
    }
  }

  private boolean isUnknown;

  /** Null until there are values. */
  @Nullable private Extremes extremes;

  /** Empty if they are not known, or there are no values. */
  public Optional<Extremes> extremes() {
    return isUnknown ? Optional.empty() : Optional.ofNullable(extremes);
  }

  /** Adds values of which nothing is known. */
  public void addUnknown() {
    isUnknown = true;
  }

  /**
   * Adds the values that a file has. If it lacks the column, it has none.
   *
   * @param name the column's, at the top of the schema
   */
  public void add(FileFooter footer, String name) {
    Optional<ConditionColumn<FileColumn>> found;
    try {
      found = new FileColumns(footer.schema()).find(List.of(name));
    } catch (IllegalArgumentException e) {
      // There are several of that name; whoever reads them is told so.
      addUnknown();
      return;
    }
    found.ifPresent(column -> add(footer, column.column()));
  }

  private void add(FileFooter footer, FileColumn column) {
    Optional<Unit> unit =
        column.isLeaf() ? Unit.of(column.descriptor().getPrimitiveType()) : Optional.empty();
    if (unit.isEmpty()) {
      addUnknown();
      return;
    }
    ColumnStatistics statistics = new ColumnStatistics(column, footer);
    for (RowGroupChunks group : footer.rowGroups()) {
      if (!group.isHere(column.leaf())) {
        addUnknown();
        return;
      }
      ColumnMetaData chunk = group.chunks().get(column.leaf()).getMeta_data();
      KnownValues known = statistics.ofChunk(chunk, group.rows());
      if (known.mayBeValues()) {
        add(
            saysBothExactly(chunk) && !mayBeNaN(known, chunk, footer)
                ? known.bounds().flatMap(unit.get()::extremes)
                : Optional.empty());
      }
    }
  }

  private void add(Optional<Extremes> more) {
    Optional<Extremes> both = extremes == null ? more : more.flatMap(extremes::with);
    isUnknown |= both.isEmpty();
    extremes = both.orElse(extremes);
  }

  private static boolean saysBothExactly(ColumnMetaData chunk) {
    Statistics statistics = chunk.getStatistics();
    if (statistics == null) {
      return false;
    }
    boolean isOld = !statistics.isSetMin_value() && !statistics.isSetMax_value();
    return (isOld || (statistics.isSetMin_value() && statistics.isSetMax_value()))
        && (!statistics.isSetIs_min_value_exact() || statistics.isIs_min_value_exact())
        && (!statistics.isSetIs_max_value_exact() || statistics.isIs_max_value_exact());
  }

  /** Bounds leave NaN out, unless it is counted. Of ours there are none beside one. */
  private static boolean mayBeNaN(KnownValues known, ColumnMetaData chunk, FileFooter footer) {
    return known.mayBeNaN()
        && (chunk.getStatistics().isSetNan_count() || !CreatedBy.isOurs(footer.writer()));
  }

  /** How the keys of a column become values. */
  private record Unit(Kind kind, boolean isFloatingPoint, boolean isUnsigned, int scale) {

    /** Empty if its values are none of the kinds. */
    static Optional<Unit> of(PrimitiveType type) {
      LogicalTypeAnnotation annotation = type.getLogicalTypeAnnotation();
      PrimitiveTypeName stored = type.getPrimitiveTypeName();
      if (stored == PrimitiveTypeName.FLOAT || stored == PrimitiveTypeName.DOUBLE) {
        return Optional.of(new Unit(Kind.NUMBER, true, false, 0));
      }
      if (annotation instanceof DecimalLogicalTypeAnnotation decimal) {
        return Optional.of(new Unit(Kind.NUMBER, false, false, decimal.getScale()));
      }
      if (stored != PrimitiveTypeName.INT32 && stored != PrimitiveTypeName.INT64) {
        return Optional.empty();
      }
      if (annotation == null) {
        return Optional.of(new Unit(Kind.NUMBER, false, false, 0));
      }
      if (annotation instanceof IntLogicalTypeAnnotation integer) {
        boolean isUnsignedLong = !integer.isSigned() && stored == PrimitiveTypeName.INT64;
        return Optional.of(new Unit(Kind.NUMBER, false, isUnsignedLong, 0));
      }
      if (annotation instanceof DateLogicalTypeAnnotation) {
        return Optional.of(new Unit(Kind.DATE, false, false, 0));
      }
      return annotation instanceof TimestampLogicalTypeAnnotation timestamp
          ? Optional.of(new Unit(Kind.TIMESTAMP, false, false, scale(timestamp.getUnit())))
          : Optional.empty();
    }

    /** In nanoseconds. */
    private static int scale(TimeUnit unit) {
      return switch (unit) {
        case MILLIS -> -6;
        case MICROS -> -3;
        case NANOS -> 0;
      };
    }

    /** Empty if there are no such numbers. */
    Optional<Extremes> extremes(Bounds bounds) {
      if (bounds instanceof Bounds.OfBytes bytes) {
        return Optional.of(new Extremes(kind, wide(bytes.least()), wide(bytes.greatest())));
      }
      Bounds.OfKeys keys = (Bounds.OfKeys) bounds;
      return value(keys.least())
          .flatMap(least -> value(keys.greatest()).map(most -> new Extremes(kind, least, most)));
    }

    private BigDecimal wide(byte[] key) {
      return new BigDecimal(new BigInteger(ValueKeys.wide(key, ValueKeys.WIDE_BYTES)), scale);
    }

    private Optional<BigDecimal> value(long key) {
      if (isFloatingPoint) {
        double value = Double.longBitsToDouble(ValueKeys.doubleBits(key));
        return Double.isFinite(value) ? Optional.of(new BigDecimal(value)) : Optional.empty();
      }
      return Optional.of(
          isUnsigned
              ? new BigDecimal(Long.toUnsignedString(ValueKeys.ofUnsigned(key)))
              : BigDecimal.valueOf(key, scale));
    }
  }
}
