package io.flinkarrow.parquet;

import io.flinkarrow.parquet.options.CompressionCodec;
import io.flinkarrow.parquet.options.ValueEncoding;
import io.flinkarrow.testing.PlainValue;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.arrow.vector.types.DateUnit;
import org.apache.arrow.vector.types.FloatingPointPrecision;
import org.apache.arrow.vector.types.TimeUnit;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;

/**
 * What foreign readers read otherwise than it was written, or refuse, by the labels of the rows of
 * {@code docs/reference/compatibility.md}.
 */
final class ReaderDeviations {

  /** The cell of a reader that refuses a file. */
  static final String REFUSES = "refuses the file";

  private static final int JULIAN_DAY_OF_EPOCH = 2_440_588;

  private ReaderDeviations() {}

  /** The first that is for a row. */
  static Optional<Deviation> of(ForeignReader reader, String row) {
    return ALL.stream()
        .filter(deviation -> deviation.reader() == reader && deviation.rows().test(row))
        .findFirst();
  }

  /** The label of a codec's row. */
  static String codec(CompressionCodec codec) {
    return "codec %s of %s".formatted(codec, representative(PrimitiveTypeName.BINARY));
  }

  /** The label of an encoding's row. */
  static String encoding(ValueEncoding encoding, PrimitiveTypeName type) {
    return "encoding %s of %s".formatted(encoding, representative(type));
  }

  /** The type of a physical type that has rows. */
  static ArrowType representative(PrimitiveTypeName type) {
    return switch (type) {
      case BOOLEAN -> new ArrowType.Bool();
      case INT32 -> new ArrowType.Int(32, true);
      case INT64, INT96 -> new ArrowType.Int(64, true);
      case FLOAT -> new ArrowType.FloatingPoint(FloatingPointPrecision.SINGLE);
      case DOUBLE -> new ArrowType.FloatingPoint(FloatingPointPrecision.DOUBLE);
      case BINARY -> new ArrowType.Utf8();
      case FIXED_LEN_BYTE_ARRAY -> new ArrowType.FixedSizeBinary(16);
    };
  }

  private static int precision(String row) {
    Matcher decimal = Pattern.compile("Decimal\\((\\d+),").matcher(row);
    return decimal.find() ? Integer.parseInt(decimal.group(1)) : 0;
  }

  private static boolean is(String row, ArrowType type) {
    return row.equals(type.toString());
  }

  /** For values that are numbers. */
  static UnaryOperator<Object> times(long factor) {
    return value -> value instanceof Long number ? (Object) (number * factor) : value;
  }

  /**
   * What a reader makes of a row's values instead.
   *
   * @param shown in the table
   * @param instead what it reads for a value; none if it refuses the file
   * @param reason a part of the message by which it refuses the file
   */
  record Deviation(
      ForeignReader reader,
      Predicate<String> rows,
      String shown,
      Optional<UnaryOperator<Object>> instead,
      String reason) {

    static Deviation reads(
        ForeignReader reader, Predicate<String> rows, String shown, UnaryOperator<Object> instead) {
      return new Deviation(reader, rows, shown, Optional.of(instead), "");
    }

    static Deviation refuses(ForeignReader reader, String reason, Predicate<String> rows) {
      return new Deviation(reader, rows, REFUSES, Optional.empty(), reason);
    }
  }

  static final List<Deviation> ALL =
      List.of(
          Deviation.reads(
              ForeignReader.PARQUET_JAVA,
              row -> row.startsWith("INT96"),
              "as 12 bytes",
              value -> value instanceof Long number ? int96(number) : value),
          Deviation.reads(
              ForeignReader.DUCKDB,
              row -> precision(row) > 38,
              "as doubles",
              value ->
                  value instanceof BigDecimal decimal
                      ? PlainValue.of(decimal.floatValue())
                      : value),
          Deviation.refuses(
              ForeignReader.DUCKDB,
              "BYTE_STREAM_SPLIT encoding is only supported for FLOAT, DOUBLE, INT32 or INT64",
              row -> row.equals("encoding BYTE_STREAM_SPLIT of FixedSizeBinary(16)")),
          Deviation.reads(
              ForeignReader.DUCKDB,
              row -> row.equals("INT96 of Timestamp(NANOSECOND, null)"),
              "in whole microseconds",
              value ->
                  value instanceof Long number
                      ? (Object) (Math.floorDiv(number, 1_000L) * 1_000)
                      : value),
          Deviation.refuses(
              ForeignReader.ARROW_CPP,
              "Logical type Variant cannot be applied to group node",
              row -> row.equals("arrow.parquet.variant")),
          Deviation.refuses(
              ForeignReader.ARROW_CPP,
              "Support for codec 'brotli' not built",
              row -> row.startsWith("codec BROTLI")),
          Deviation.reads(
              ForeignReader.PARQUET_WASM,
              row -> row.matches("Interval\\((YEAR_MONTH|MONTH_DAY_NANO)\\)"),
              "without the months",
              value ->
                  value instanceof PlainValue.Bytes bytes
                      ? new PlainValue.Bytes("00000000" + bytes.hex().substring(8))
                      : value),
          ofInt96InItsUnit(ForeignReader.PARQUET_WASM, TimeUnit.SECOND, 1_000_000),
          ofInt96InItsUnit(ForeignReader.PARQUET_WASM, TimeUnit.MILLISECOND, 1_000_000),
          ofInt96InItsUnit(ForeignReader.PARQUET_WASM, TimeUnit.MICROSECOND, 1_000),
          Deviation.refuses(
              ForeignReader.POLARS,
              "precision must be between 1 and 38",
              row -> precision(row) > 38),
          Deviation.reads(
              ForeignReader.POLARS,
              row -> is(row, new ArrowType.Date(DateUnit.MILLISECOND)),
              "as timestamps in milliseconds",
              times(86_400_000)),
          Deviation.reads(
              ForeignReader.POLARS,
              row ->
                  is(row, new ArrowType.Time(TimeUnit.SECOND, 32))
                      || is(row, new ArrowType.Time(TimeUnit.MILLISECOND, 32)),
              "in nanoseconds",
              times(1_000_000)),
          Deviation.reads(
              ForeignReader.POLARS,
              row -> is(row, new ArrowType.Time(TimeUnit.MICROSECOND, 64)),
              "in nanoseconds",
              times(1_000)),
          Deviation.reads(
              ForeignReader.POLARS,
              row -> is(row, new ArrowType.Duration(TimeUnit.SECOND)),
              "in milliseconds",
              times(1_000)),
          Deviation.refuses(
              ForeignReader.POLARS,
              "cannot create series from Extension",
              row ->
                  Set.of("arrow.uuid", "arrow.json", "arrow.bool8", "geoarrow.wkb").contains(row)
                      || row.equals("geometry GEOPARQUET_1_1")),
          Deviation.refuses(
              ForeignReader.POLARS,
              "LogicalType union has no variant set",
              row -> row.equals("arrow.parquet.variant") || row.startsWith("geometry ")),
          Deviation.refuses(
              ForeignReader.POLARS,
              "encoded optional parquet pages not yet supported",
              row -> row.matches("encoding (DELTA|BYTE)_.* of FixedSizeBinary\\(16\\)")),
          ofInt96InItsUnit(ForeignReader.POLARS, TimeUnit.SECOND, 1_000_000),
          ofInt96InItsUnit(ForeignReader.POLARS, TimeUnit.MILLISECOND, 1_000_000),
          ofInt96InItsUnit(ForeignReader.POLARS, TimeUnit.MICROSECOND, 1_000),
          Deviation.refuses(
              ForeignReader.HYPARQUET,
              "parquet interval not supported",
              row -> row.startsWith("Interval")),
          Deviation.reads(
              ForeignReader.HYPARQUET,
              row -> precision(row) > 15,
              "as doubles",
              value -> value instanceof BigDecimal decimal ? decimal.doubleValue() : value),
          Deviation.reads(
              ForeignReader.HARDWOOD,
              row -> is(row, new ArrowType.Int(32, false)),
              "as signed numbers",
              value -> value instanceof Long number ? (Object) (long) number.intValue() : value),
          Deviation.reads(
              ForeignReader.HARDWOOD,
              row -> is(row, new ArrowType.Int(64, false)),
              "as signed numbers",
              value -> value instanceof BigInteger number ? (Object) number.longValue() : value));

  /** Of a reader that looks at the Arrow schema in the footer. */
  private static Deviation ofInt96InItsUnit(ForeignReader reader, TimeUnit unit, long divisor) {
    String label = "INT96 of " + new ArrowType.Timestamp(unit, null);
    return Deviation.reads(
        reader,
        row -> row.equals(label),
        unit == TimeUnit.MICROSECOND ? "in microseconds" : "in milliseconds",
        value -> value instanceof Long number ? (Object) (number / divisor) : value);
  }

  /** Nanoseconds of the day, and the Julian day. */
  private static Object int96(long nanoseconds) {
    long day = Duration.ofDays(1).toNanos();
    return PlainValue.of(
        ByteBuffer.allocate(12)
            .order(ByteOrder.LITTLE_ENDIAN)
            .putLong(Math.floorMod(nanoseconds, day))
            .putInt((int) Math.floorDiv(nanoseconds, day) + JULIAN_DAY_OF_EPOCH)
            .array());
  }
}
