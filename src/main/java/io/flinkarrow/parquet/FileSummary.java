package io.flinkarrow.parquet;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * What a finished file holds, as its footer says it: what a table format wants to know of a file,
 * so that nobody has to read it for that.
 *
 * <pre>{@code
 * FileSummary file = writer.finish();
 * for (FileSummary.ColumnSummary column : file.columns()) {
 *   column.min().ifPresent(min -> lowerBounds.put(column.path(), min.bytes()));
 * }
 * String sha256 = file.checksums().orElseThrow().sha256(); // with fileChecksums(true)
 * }</pre>
 *
 * @param rows rows in the file
 * @param rowGroups row groups in the file
 * @param bytes bytes this writer sent to the stream, magic numbers and footer included
 * @param columns one entry per leaf column, in schema order
 * @param checksums of these bytes, if {@link WriterOptions.Builder#fileChecksums} asks for them
 */
public record FileSummary(
    long rows,
    int rowGroups,
    long bytes,
    List<ColumnSummary> columns,
    Optional<FileChecksums> checksums) {

  public FileSummary {
    columns = List.copyOf(columns);
  }

  /** A summary without checksums. */
  public FileSummary(long rows, int rowGroups, long bytes, List<ColumnSummary> columns) {
    this(rows, rowGroups, bytes, columns, Optional.empty());
  }

  /**
   * Checksums of a file's bytes, computed as the bytes left for the stream.
   *
   * @param crc32c CRC-32C (Castagnoli), 32 bits without a sign
   * @param sha256 SHA-256 in hexadecimal digits, lower case, as {@code sha256sum} prints it
   */
  public record FileChecksums(long crc32c, String sha256) {}

  /**
   * One leaf column over all row groups.
   *
   * @param path dotted path in the Parquet schema
   * @param fieldId of the column in the Parquet schema, if it has one
   * @param values level entries, nulls included: in a list, an empty list is an entry, too
   * @param nulls entries without a value, because the value or a parent is null or a list is empty;
   *     a writer always knows, but the footer of a file whose statistics are off does not say it
   * @param nans values that are NaN, where statistics are in {@link
   *     io.flinkarrow.parquet.options.FloatingPointOrder#IEEE_754_TOTAL_ORDER}; empty otherwise
   * @param min a lower bound of all values, except for counted NaNs; empty if there are none, their
   *     type has no order, or the footer leaves out the bounds of a row group, as it does for a NaN
   * @param max an upper bound of all values; empty for the same reasons
   * @param distinctValues how many values differ, where the footer says so exactly; empty otherwise
   * @param invalidGeometries how many values are no geometries, in a column of {@linkplain
   *     WriterOptions.Builder#geometry geometries}; empty for other columns
   * @param encodings of values, dictionaries and levels, by the names that Parquet gives them
   * @param uncompressedBytes pages with their headers, before compression
   * @param compressedBytes pages with their headers, as they lie in the file
   */
  public record ColumnSummary(
      String path,
      OptionalInt fieldId,
      long values,
      OptionalLong nulls,
      OptionalLong nans,
      Optional<Bound> min,
      Optional<Bound> max,
      OptionalLong distinctValues,
      OptionalLong invalidGeometries,
      List<String> encodings,
      long uncompressedBytes,
      long compressedBytes) {

    public ColumnSummary {
      encodings = List.copyOf(encodings);
    }

    /** A summary without a number of NaNs. */
    public ColumnSummary(
        String path,
        OptionalInt fieldId,
        long values,
        OptionalLong nulls,
        Optional<Bound> min,
        Optional<Bound> max,
        OptionalLong distinctValues,
        OptionalLong invalidGeometries,
        List<String> encodings,
        long uncompressedBytes,
        long compressedBytes) {
      this(
          path,
          fieldId,
          values,
          nulls,
          OptionalLong.empty(),
          min,
          max,
          distinctValues,
          invalidGeometries,
          encodings,
          uncompressedBytes,
          compressedBytes);
    }

    /** A summary of sizes only. */
    public ColumnSummary(String path, long values, long uncompressedBytes, long compressedBytes) {
      this(
          path,
          OptionalInt.empty(),
          values,
          OptionalLong.of(0),
          Optional.empty(),
          Optional.empty(),
          OptionalLong.empty(),
          OptionalLong.empty(),
          List.of(),
          uncompressedBytes,
          compressedBytes);
    }
  }

  /**
   * A minimum or maximum.
   *
   * @param bytes PLAIN-encoded and without a length: numbers little-endian, strings as UTF-8,
   *     decimals in bytes and UUIDs big-endian. Read-only; a new view with each call.
   * @param exact whether it is one of the values; otherwise it was cut off, and a minimum may be
   *     less than all of them, a maximum greater
   * @param text the same for people: dates, timestamps and decimals as such, other bytes as
   *     hexadecimal digits
   */
  public record Bound(ByteBuffer bytes, boolean exact, String text) {

    public Bound {
      bytes = bytes.asReadOnlyBuffer();
    }

    @Override
    public ByteBuffer bytes() {
      return bytes.duplicate().order(ByteOrder.LITTLE_ENDIAN);
    }
  }
}
