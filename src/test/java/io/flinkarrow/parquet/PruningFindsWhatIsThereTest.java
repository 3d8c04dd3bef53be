package io.flinkarrow.parquet;

import static org.assertj.core.api.Assertions.assertThat;

import io.flinkarrow.parquet.options.FloatingPointOrder;
import io.flinkarrow.parquet.options.StatisticsLevel;
import io.flinkarrow.testing.DuckDbReader;
import io.flinkarrow.testing.PageWalk;
import io.flinkarrow.testing.ParquetJavaReader;
import java.io.OutputStream;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.DecimalVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.Float4Vector;
import org.apache.arrow.vector.Float8Vector;
import org.apache.arrow.vector.IntVector;
import org.apache.arrow.vector.UInt4Vector;
import org.apache.arrow.vector.UInt8Vector;
import org.apache.arrow.vector.VarBinaryVector;
import org.apache.arrow.vector.VarCharVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.types.FloatingPointPrecision;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.FieldType;
import org.apache.arrow.vector.types.pojo.Schema;
import org.apache.parquet.filter2.predicate.FilterApi;
import org.apache.parquet.filter2.predicate.FilterPredicate;
import org.apache.parquet.filter2.predicate.Operators.Column;
import org.apache.parquet.filter2.predicate.Operators.SupportsEqNotEq;
import org.apache.parquet.filter2.predicate.Operators.SupportsLtGt;
import org.apache.parquet.io.api.Binary;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A reader that skips what statistics, dictionaries and indexes rule out finds the rows that one
 * which looks at every row finds.
 */
class PruningFindsWhatIsThereTest {

  private static final boolean EXTENDED = Boolean.getBoolean("flinkarrow.extended");
  private static final Set<String> ASKED_OF_DUCKDB = Set.of("=", "<", ">=");
  private static final int ROWS = 2000;
  private static final String LONG_PREFIX = "p".repeat(70);

  @TempDir static Path directory;

  /** With default options, and with others for each column. */
  private static final Map<String, UnaryOperator<WriterOptions.Builder>> VARIANTS =
      Map.of(
          "usual",
          options -> options,
          "total order",
          options ->
              options.columns(
                  all -> all.floatingPointOrder(FloatingPointOrder.IEEE_754_TOTAL_ORDER)),
          "other",
          options ->
              options
                  .columns(all -> all.boundsLength(5))
                  .column("signed", column -> column.statistics(StatisticsLevel.CHUNK))
                  .column("text", column -> column.statistics(StatisticsLevel.CHUNK))
                  .column("unsigned64", column -> column.statistics(StatisticsLevel.OFF))
                  .column("decimal9", column -> column.statistics(StatisticsLevel.OFF)));

  private static final Schema SCHEMA =
      new Schema(
          List.of(
              field("id", new ArrowType.Int(64, true)),
              field("signed", new ArrowType.Int(32, true)),
              field("unsigned32", new ArrowType.Int(32, false)),
              field("unsigned64", new ArrowType.Int(64, false)),
              field("single", new ArrowType.FloatingPoint(FloatingPointPrecision.SINGLE)),
              field("real", new ArrowType.FloatingPoint(FloatingPointPrecision.DOUBLE)),
              field("text", new ArrowType.Utf8()),
              field("bytes", new ArrowType.Binary()),
              field("decimal9", new ArrowType.Decimal(9, 2, 128)),
              field("decimal18", new ArrowType.Decimal(18, 2, 128)),
              field("decimal38", new ArrowType.Decimal(38, 2, 128))));

  @BeforeAll
  static void writeFiles() throws Exception {
    for (String variant : VARIANTS.keySet()) {
      writeFile(variant);
    }
  }

  private static Path file(String variant) {
    return directory.resolve(variant + ".parquet");
  }

  private static void writeFile(String variant) throws Exception {
    Path file = file(variant);
    WriterOptions options =
        VARIANTS
            .get(variant)
            .apply(
                WriterOptions.builder()
                    .pageRows(50)
                    .rowGroupRows(700)
                    .columnDictionary("id", false)
                    .columnDictionary("real", false))
            .build();
    try (BufferAllocator allocator = new RootAllocator();
        VectorSchemaRoot batch = VectorSchemaRoot.create(SCHEMA, allocator);
        OutputStream out = Files.newOutputStream(file);
        ArrowParquetWriter writer = ArrowParquetWriter.open(out, SCHEMA, options)) {
      Random random = new Random(42);
      for (int row = 0; row < ROWS; row++) {
        for (FieldVector vector : batch.getFieldVectors()) {
          if (random.nextInt(20) != 0) {
            set(vector, row, random);
          }
        }
      }
      batch.setRowCount(ROWS);
      writer.write(batch);
      writer.finish();
    }
    PageWalk.walk(Files.readAllBytes(file), RandomOptions.rules(SCHEMA, options));
  }

  @Test
  void ofSignedIntegers() throws Exception {
    for (int probe : new int[] {0, -1, 1, 20, -20, Integer.MIN_VALUE, Integer.MAX_VALUE, 39, -40}) {
      compare(FilterApi.intColumn("signed"), probe, "signed", Integer.toString(probe));
    }
    for (long probe : new long[] {0, 5, 699, 700, ROWS - 1, ROWS, -1}) {
      compare(FilterApi.longColumn("id"), probe, "id", Long.toString(probe));
    }
  }

  @Test
  void ofUnsignedIntegers() throws Exception {
    for (int probe : new int[] {0, 1, -1, -2, 7, Integer.MIN_VALUE, Integer.MAX_VALUE}) {
      compare(
          FilterApi.intColumn("unsigned32"), probe, "unsigned32", Integer.toUnsignedString(probe));
    }
    for (long probe : new long[] {0, 1, -1, -2, 7, Long.MIN_VALUE, Long.MAX_VALUE}) {
      compare(
          FilterApi.longColumn("unsigned64"), probe, "unsigned64", Long.toUnsignedString(probe));
    }
  }

  @Test
  void ofFloatingPointNumbers() throws Exception {
    for (double probe : new double[] {0.0, -0.0, 1.5, -1.5, 1e300, -1e300, 39.25, -7}) {
      String literal = "%s::DOUBLE".formatted(probe);
      compare(FilterApi.doubleColumn("real"), probe, "real", literal);
      compare(
          FilterApi.floatColumn("single"),
          (float) probe,
          "single",
          "(%s)::FLOAT"
              .formatted(
                  Float.isInfinite((float) probe) ? (probe > 0 ? "'inf'" : "'-inf'") : probe));
    }
  }

  @Test
  void ofNaNs() throws Exception {
    for (String variant : VARIANTS.keySet()) {
      ofNaNs(file(variant));
    }
  }

  private static void ofNaNs(Path file) throws Exception {
    long nans = DuckDbReader.count(file, "isnan(real)");
    assertThat(nans).isPositive();
    assertThat(DuckDbReader.count(file, "real = 'NaN'::DOUBLE")).isEqualTo(nans);
    assertThat(DuckDbReader.count(file, "real > 1e308")).isGreaterThanOrEqualTo(nans);
    long rows = ParquetJavaReader.read(file).stream().filter(row -> isNan(row.get("real"))).count();
    assertThat(rows).isEqualTo(nans);
  }

  @Test
  void ofTexts() throws Exception {
    List<String> probes =
        List.of(
            "", "a", "ü", "z", "word 7", LONG_PREFIX, LONG_PREFIX + "5", LONG_PREFIX + "😀7", "q");
    for (String probe : probes) {
      compare(FilterApi.binaryColumn("text"), Binary.fromString(probe), "text", "'" + probe + "'");
    }
  }

  @Test
  void ofBinaries() throws Exception {
    List<byte[]> probes =
        List.of(
            new byte[] {},
            new byte[] {0},
            new byte[] {-1},
            new byte[] {-1, -1, -1},
            new byte[] {127, -128},
            bytes(70, -1, 3),
            bytes(70, 5, 4));
    for (byte[] probe : probes) {
      StringBuilder literal = new StringBuilder("'");
      for (byte b : probe) {
        literal.append("\\x%02X".formatted(b));
      }
      compare(
          FilterApi.binaryColumn("bytes"),
          Binary.fromConstantByteArray(probe),
          "bytes",
          literal.append("'::BLOB").toString());
    }
  }

  @Test
  void ofDecimals() throws Exception {
    for (long probe : new long[] {0, 1, -1, 700, -700, 39_00, -40_00, 999_999_999}) {
      String literal = BigDecimal.valueOf(probe, 2).toPlainString();
      compare(FilterApi.intColumn("decimal9"), (int) probe, "decimal9", literal + "::DECIMAL(9,2)");
      compare(FilterApi.longColumn("decimal18"), probe, "decimal18", literal + "::DECIMAL(18,2)");
      compare(
          FilterApi.binaryColumn("decimal38"),
          Binary.fromConstantByteArray(fixed(probe)),
          "decimal38",
          literal + "::DECIMAL(38,2)");
    }
  }

  @Test
  void andSkippingDoesHappen() throws Exception {
    Path file = file("usual");
    FilterPredicate point = FilterApi.eq(FilterApi.longColumn("id"), 250L);
    assertThat(ParquetJavaReader.rowsLeftByPruning(file, point)).isLessThanOrEqualTo(50);
    FilterPredicate nothing = FilterApi.gt(FilterApi.longColumn("id"), (long) ROWS);
    assertThat(ParquetJavaReader.rowsLeftByPruning(file, nothing)).isZero();
    FilterPredicate unknown =
        FilterApi.eq(FilterApi.binaryColumn("text"), Binary.fromString("word x"));
    assertThat(ParquetJavaReader.rowsLeftByPruning(file, unknown)).isLessThan(ROWS);
  }

  private static <T extends Comparable<T>, C extends Column<T> & SupportsEqNotEq & SupportsLtGt>
      void compare(C column, T probe, String name, String literal) throws Exception {
    for (String variant : VARIANTS.keySet()) {
      compare(file(variant), column, probe, name, literal);
    }
  }

  private static <T extends Comparable<T>, C extends Column<T> & SupportsEqNotEq & SupportsLtGt>
      void compare(Path file, C column, T probe, String name, String literal) throws Exception {
    Map<String, Function<T, FilterPredicate>> predicates =
        Map.of(
            "=", value -> FilterApi.eq(column, value),
            "<>", value -> FilterApi.notEq(column, value),
            "<", value -> FilterApi.lt(column, value),
            "<=", value -> FilterApi.ltEq(column, value),
            ">", value -> FilterApi.gt(column, value),
            ">=", value -> FilterApi.gtEq(column, value));
    for (Map.Entry<String, Function<T, FilterPredicate>> entry : predicates.entrySet()) {
      FilterPredicate predicate = entry.getValue().apply(probe);
      Set<String> columns = new HashSet<>(List.of("id", name));
      List<Object> unpruned = ids(ParquetJavaReader.readUnpruned(file, predicate, columns));
      assertThat(ids(ParquetJavaReader.readPruned(file, predicate, columns)))
          .as("parquet-java: %s", predicate)
          .isEqualTo(unpruned);
      if (!EXTENDED && !ASKED_OF_DUCKDB.contains(entry.getKey())) {
        continue;
      }
      String condition = "%s %s %s".formatted(name, entry.getKey(), literal);
      // An expression over the column hides it from statistics.
      String hidden = "coalesce(%s, NULL) %s %s".formatted(name, entry.getKey(), literal);
      assertThat(DuckDbReader.count(file, condition))
          .as("DuckDB: %s", condition)
          .isEqualTo(DuckDbReader.count(file, hidden));
    }
  }

  private static List<Object> ids(List<Map<String, Object>> rows) {
    List<Object> ids = new ArrayList<>();
    rows.forEach(row -> ids.add(List.copyOf(row.values().stream().map(String::valueOf).toList())));
    return ids;
  }

  private static boolean isNan(Object value) {
    return value != null && value.toString().contains("NaN");
  }

  private static void set(FieldVector vector, int row, Random random) {
    // Neighbouring rows are alike, so that pages differ and skipping pays.
    int near = row / 50 - 20 + random.nextInt(3);
    switch (vector.getName()) {
      case "id" -> ((BigIntVector) vector).setSafe(row, row);
      case "signed" -> ((IntVector) vector).setSafe(row, row == 77 ? Integer.MIN_VALUE : near);
      case "unsigned32" -> ((UInt4Vector) vector).setSafe(row, near);
      case "unsigned64" -> ((UInt8Vector) vector).setSafe(row, near);
      case "single" -> ((Float4Vector) vector).setSafe(row, row / 50 % 5 == 2 ? 0.0f : near / 4f);
      case "real" ->
          ((Float8Vector) vector)
              .setSafe(row, row > 1400 && row % 100 == 7 ? Double.NaN : near * 0.25);
      case "text" ->
          ((VarCharVector) vector)
              .setSafe(
                  row,
                  (near % 2 == 0 ? LONG_PREFIX + (near < 0 ? "😀" : "") : "word ")
                      .concat(Integer.toString(Math.abs(near)))
                      .getBytes(StandardCharsets.UTF_8));
      case "bytes" ->
          ((VarBinaryVector) vector)
              .setSafe(row, bytes(near % 3 == 0 ? 70 : 1 + random.nextInt(3), near, row % 5));
      default ->
          ((DecimalVector) vector).setSafe(row, BigDecimal.valueOf(near * 100L + row % 2, 2));
    }
  }

  private static byte[] bytes(int length, int fill, int last) {
    byte[] bytes = new byte[length];
    Arrays.fill(bytes, (byte) fill);
    bytes[length - 1] = (byte) last;
    return bytes;
  }

  private static byte[] fixed(long unscaled) {
    byte[] shortest = BigInteger.valueOf(unscaled).toByteArray();
    ByteBuffer fixed = ByteBuffer.allocate(16);
    while (fixed.remaining() > shortest.length) {
      fixed.put((byte) (unscaled < 0 ? -1 : 0));
    }
    return fixed.put(shortest).array();
  }

  private static Field field(String name, ArrowType type) {
    return new Field(name, FieldType.nullable(type), null);
  }
}
