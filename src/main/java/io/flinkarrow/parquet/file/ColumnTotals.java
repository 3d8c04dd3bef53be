package io.flinkarrow.parquet.file;

import io.flinkarrow.parquet.footer.FooterBounds;
import io.flinkarrow.parquet.footer.FormatEnums;
import java.util.List;
import java.util.OptionalLong;
import javax.annotation.Nullable;
import org.apache.parquet.format.ColumnMetaData;
import org.apache.parquet.format.Encoding;
import org.apache.parquet.format.Statistics;
import org.apache.parquet.schema.PrimitiveType;

/**
 * What the footer says of one leaf column, added up over the row groups of a file, so that what a
 * finished file tells about itself is what readers find.
 */
public final class ColumnTotals {

  private final PrimitiveType type;
  private final boolean countsNaNs;
  private final OptionalLong nulls;
  private long nans;
  private long values;
  private long uncompressedBytes;
  private long compressedBytes;

  /** A bit for each, by its number in the format. */
  private int encodings;

  @Nullable private byte[] min;
  @Nullable private byte[] max;
  private boolean minExact;
  private boolean maxExact;

  /** A chunk has values, but no bounds of them. */
  private boolean boundsUnknown;

  private boolean hasValues;

  /** Of the only chunk with values. */
  private OptionalLong distinctValues = OptionalLong.of(0);

  /**
   * @param countsNaNs whether statistics are in IEEE 754's total order
   * @param nulls entries without a value in all chunks, which a footer without statistics doesn't
   *     have
   */
  ColumnTotals(PrimitiveType type, boolean countsNaNs, OptionalLong nulls) {
    this.type = type;
    this.countsNaNs = countsNaNs;
    this.nulls = nulls;
  }

  /** Adds a chunk. */
  void add(ColumnMetaData chunk) {
    values += chunk.getNum_values();
    uncompressedBytes += chunk.getTotal_uncompressed_size();
    compressedBytes += chunk.getTotal_compressed_size();
    for (Encoding encoding : chunk.getEncodings()) {
      encodings |= 1 << encoding.getValue();
    }
    Statistics statistics = chunk.isSetStatistics() ? chunk.getStatistics() : new Statistics();
    nans += statistics.getNan_count(); // 0 if it isn't known, and so is the number of nulls
    long valuesAndNaNs = chunk.getNum_values() - statistics.getNull_count();
    if (valuesAndNaNs > statistics.getNan_count()) {
      addBounds(statistics);
    }
    if (valuesAndNaNs > 0) {
      distinctValues =
          !hasValues && statistics.isSetDistinct_count()
              ? OptionalLong.of(statistics.getDistinct_count())
              : OptionalLong.empty();
      hasValues = true;
    }
  }

  private void addBounds(Statistics chunk) {
    if (!chunk.isSetMin_value() || !chunk.isSetMax_value()) {
      boundsUnknown = true;
      return;
    }
    int order = min == null ? -1 : FooterBounds.compare(type, chunk.getMin_value(), min);
    if (order <= 0) {
      minExact = chunk.isIs_min_value_exact() || (order == 0 && minExact);
      min = chunk.getMin_value();
    }
    order = max == null ? 1 : FooterBounds.compare(type, chunk.getMax_value(), max);
    if (order >= 0) {
      maxExact = chunk.isIs_max_value_exact() || (order == 0 && maxExact);
      max = chunk.getMax_value();
    }
  }

  /** Level entries, nulls included. */
  public long values() {
    return values;
  }

  /** Entries without a value, if that is known. */
  public OptionalLong nulls() {
    return nulls;
  }

  /** Values that are NaN, if the column's statistics count them. */
  public OptionalLong nans() {
    return countsNaNs ? OptionalLong.of(nans) : OptionalLong.empty();
  }

  /** Pages with their headers, before compression. */
  public long uncompressedBytes() {
    return uncompressedBytes;
  }

  /** Pages with their headers, as they lie in the file. */
  public long compressedBytes() {
    return compressedBytes;
  }

  /** The names that the format gives them, in the order of their numbers there. */
  public List<String> encodings() {
    return FormatEnums.encodings(encodings);
  }

  /**
   * Whether every value of the file lies between a minimum and a maximum, except for counted NaNs.
   */
  public boolean hasBounds() {
    return min != null && !boundsUnknown;
  }

  /** The least bound, PLAIN-encoded and without a length; only to be asked if there are bounds. */
  public byte[] min() {
    return min.clone();
  }

  /** The greatest bound, likewise. */
  public byte[] max() {
    return max.clone();
  }

  /** The minimum for people. */
  public String minText() {
    return FooterBounds.text(type, min);
  }

  /** The maximum for people. */
  public String maxText() {
    return FooterBounds.text(type, max);
  }

  /** Whether the minimum is a value of the file, and not a truncated one. */
  public boolean minExact() {
    return minExact;
  }

  /** Whether the maximum is a value of the file, and not a truncated one. */
  public boolean maxExact() {
    return maxExact;
  }

  /** How many values differ, if the footer says so of a chunk that has all of them. */
  public OptionalLong distinctValues() {
    return distinctValues;
  }
}
