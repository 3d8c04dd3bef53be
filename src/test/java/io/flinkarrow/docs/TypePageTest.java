package io.flinkarrow.docs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.flinkarrow.parquet.schema.SchemaPlan;
import io.flinkarrow.row.RowSchema;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.apache.arrow.vector.types.DateUnit;
import org.apache.arrow.vector.types.FloatingPointPrecision;
import org.apache.arrow.vector.types.IntervalUnit;
import org.apache.arrow.vector.types.TimeUnit;
import org.apache.arrow.vector.types.UnionMode;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.ArrowType.ArrowTypeID;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.FieldType;
import org.apache.arrow.vector.types.pojo.Schema;
import org.apache.flink.table.types.logical.LogicalType;
import org.apache.flink.table.types.logical.LogicalTypeRoot;
import org.apache.flink.table.types.logical.RowType;
import org.apache.flink.table.types.logical.utils.LogicalTypeParser;
import org.junit.jupiter.api.Test;

/** Whether the type page says what the schema converter does, and names every Arrow type. */
class TypePageTest {

  private static final Path PAGE = Path.of("docs/reference/type-mapping.md");

  private static final Set<ArrowTypeID> NESTED =
      EnumSet.of(
          ArrowTypeID.Struct,
          ArrowTypeID.RunEndEncoded,
          ArrowTypeID.List,
          ArrowTypeID.LargeList,
          ArrowTypeID.ListView,
          ArrowTypeID.LargeListView,
          ArrowTypeID.FixedSizeList,
          ArrowTypeID.Map);

  private static final List<ArrowType> REFUSED =
      List.of(new ArrowType.Union(UnionMode.Sparse, new int[0]));

  @Test
  void everyWrittenTypeIsWrittenAsThePageSays() {
    Map<String, String> converted = new TreeMap<>();
    for (ArrowType type : written()) {
      converted.put(label(type), parquetType(type));
    }
    Map<String, String> documented = new TreeMap<>();
    for (List<String> row : Documents.table(PAGE, "## Written")) {
      documented.put(row.get(0), row.get(1));
    }
    assertThat(documented).isEqualTo(converted);
  }

  @Test
  void everyRefusedTypeIsRefusedWithThePagesAdvice() {
    List<List<String>> rows = Documents.table(PAGE, "## Refused");
    assertThat(rows)
        .extracting(row -> row.get(0))
        .containsExactlyElementsOf(REFUSED.stream().map(TypePageTest::name).toList());
    for (int i = 0; i < rows.size(); i++) {
      Schema schema = schemaOf(REFUSED.get(i));
      assertThatThrownBy(() -> SchemaPlan.of(schema))
          .isInstanceOf(UnsupportedOperationException.class)
          .hasMessageContaining("Field column")
          .hasMessageEndingWith(rows.get(i).get(1));
    }
  }

  @Test
  void everyFlinkTypeIsWrittenAsThePageSays() {
    List<List<String>> rows = Documents.table(PAGE, "## Flink's types");
    Set<LogicalTypeRoot> named = EnumSet.noneOf(LogicalTypeRoot.class);
    for (List<String> row : rows) {
      LogicalType type = LogicalTypeParser.parse(row.get(0), getClass().getClassLoader());
      named.add(type.getTypeRoot());
      RowType rowType = RowType.of(new LogicalType[] {type}, new String[] {"column"});
      assertThat(row.get(1)).as(row.get(0)).isEqualTo(parquetType(RowSchema.of(rowType)));
    }
    String page = Documents.text(PAGE);
    for (LogicalTypeRoot root : EnumSet.complementOf(EnumSet.copyOf(named))) {
      if (root != LogicalTypeRoot.UNRESOLVED) {
        String name = root.name().replace("_TYPE", "").replace('_', ' ');
        assertThat(page).containsIgnoringCase(name);
      }
    }
  }

  @Test
  void everyArrowTypeStandsOnThePage() {
    Set<ArrowTypeID> named = EnumSet.copyOf(NESTED);
    written().forEach(type -> named.add(type.getTypeID()));
    REFUSED.forEach(type -> named.add(type.getTypeID()));

    assertThat(named).isEqualTo(EnumSet.complementOf(EnumSet.of(ArrowTypeID.NONE)));
    String page = Documents.text(PAGE);
    assertThat(NESTED).allSatisfy(type -> assertThat(page).contains(type.name()));
  }

  /** Every type without children that can be written, by each of its parameters that matters. */
  private static List<ArrowType> written() {
    List<ArrowType> types = new ArrayList<>();
    types.add(new ArrowType.Null());
    types.add(new ArrowType.Bool());
    for (int bits : List.of(8, 16, 32, 64)) {
      types.add(new ArrowType.Int(bits, true));
      types.add(new ArrowType.Int(bits, false));
    }
    for (FloatingPointPrecision precision : FloatingPointPrecision.values()) {
      types.add(new ArrowType.FloatingPoint(precision));
    }
    types.add(new ArrowType.Utf8());
    types.add(new ArrowType.LargeUtf8());
    types.add(new ArrowType.Binary());
    types.add(new ArrowType.LargeBinary());
    types.add(new ArrowType.Utf8View());
    types.add(new ArrowType.BinaryView());
    types.add(new ArrowType.FixedSizeBinary(16));
    types.add(new ArrowType.Decimal(9, 2, 128));
    types.add(new ArrowType.Decimal(18, 2, 128));
    types.add(new ArrowType.Decimal(38, 2, 128));
    types.add(new ArrowType.Decimal(76, 2, 256));
    for (DateUnit unit : DateUnit.values()) {
      types.add(new ArrowType.Date(unit));
    }
    for (IntervalUnit unit : IntervalUnit.values()) {
      types.add(new ArrowType.Interval(unit));
    }
    for (TimeUnit unit : TimeUnit.values()) {
      types.add(new ArrowType.Duration(unit));
      boolean coarse = unit == TimeUnit.SECOND || unit == TimeUnit.MILLISECOND;
      types.add(new ArrowType.Time(unit, coarse ? 32 : 64));
      types.add(new ArrowType.Timestamp(unit, null));
      types.add(new ArrowType.Timestamp(unit, "UTC"));
    }
    return types;
  }

  /** Arrow's own text, but for integers, whose "true" says nothing to a reader. */
  private static String label(ArrowType type) {
    String text = type.toString();
    return type.getTypeID() == ArrowTypeID.Int
        ? text.replace("true", "signed").replace("false", "unsigned")
        : text;
  }

  private static String name(ArrowType type) {
    return type.getTypeID().name();
  }

  /** As parquet-java prints it, without repetition and name. */
  private static String parquetType(ArrowType type) {
    return parquetType(schemaOf(type));
  }

  private static String parquetType(Schema schema) {
    String text = SchemaPlan.of(schema).parquetSchema().getType("column").toString();
    String[] parts = text.replace("optional ", "").split(" column", 2);
    return parts[0].toUpperCase(Locale.ROOT) + parts[1];
  }

  private static Schema schemaOf(ArrowType type) {
    Field child = Field.nullable("element", new ArrowType.Int(32, true));
    boolean list = type.getTypeID().name().endsWith("ListView");
    List<Field> children = list ? List.of(child) : List.of();
    return new Schema(List.of(new Field("column", FieldType.nullable(type), children)));
  }
}
