package io.flinkarrow.read;

import static org.assertj.core.api.Assertions.assertThat;

import io.flinkarrow.batch.body.BatchSchema;
import io.flinkarrow.docs.Documents;
import io.flinkarrow.read.field.LeafTypes;
import io.flinkarrow.row.BatchRows;
import io.flinkarrow.testing.RandomSchemas;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.arrow.vector.types.IntervalUnit;
import org.apache.arrow.vector.types.TimeUnit;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.ArrowType.ArrowTypeID;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;
import org.apache.flink.table.types.logical.LogicalType;
import org.apache.flink.table.types.logical.RowType;
import org.apache.flink.table.types.logical.utils.LogicalTypeParser;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.MessageTypeParser;
import org.apache.parquet.schema.PrimitiveType;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.junit.jupiter.api.Test;

/** Whether the page on reading names, for each of Flink's types, all that it is read from. */
class TableOfTypesTest {

  private static final Path PAGE = Path.of("docs/reference/reading.md");

  /** Names of the page that stand for types with parameters. */
  private static final Map<String, List<String>> SAMPLES =
      Map.of(
          "DECIMAL",
          List.of("DECIMAL(9, 2)", "DECIMAL(20, 0)", "DECIMAL(38, 0)", "DECIMAL(38, 10)"),
          "TIMESTAMP",
          List.of("TIMESTAMP(3)", "TIMESTAMP(9)"),
          "TIMESTAMP_LTZ",
          List.of("TIMESTAMP_LTZ(3)", "TIMESTAMP_LTZ(9)"));

  private static final List<String> COLUMNS =
      List.of(
          "boolean column",
          "int32 column",
          "int64 column",
          "int96 column",
          "float column",
          "double column",
          "binary column",
          "fixed_len_byte_array(5) column",
          "int32 column (INTEGER(8,true))",
          "int32 column (INTEGER(16,false))",
          "int32 column (INTEGER(32,true))",
          "int32 column (INTEGER(32,false))",
          "int64 column (INTEGER(64,true))",
          "int64 column (INTEGER(64,false))",
          "int32 column (DECIMAL(9,0))",
          "int64 column (DECIMAL(18,2))",
          "binary column (DECIMAL(9,2))",
          "fixed_len_byte_array(16) column (DECIMAL(38,10))",
          "fixed_len_byte_array(2) column (FLOAT16)",
          "fixed_len_byte_array(16) column (UUID)",
          "fixed_len_byte_array(12) column (INTERVAL)",
          "binary column (STRING)",
          "binary column (ENUM)",
          "binary column (JSON)",
          "binary column (BSON)",
          "binary column (GEOMETRY)",
          "binary column (GEOGRAPHY)",
          "int32 column (DATE)",
          "int32 column (TIME(MILLIS,false))",
          "int64 column (TIME(NANOS,true))",
          "int64 column (TIMESTAMP(MILLIS,true))",
          "int64 column (TIMESTAMP(NANOS,false))");

  @Test
  void everyColumnOfAFileThatIsReadSo() {
    Pattern name = Pattern.compile("\\b([A-Z][A-Z0-9_]{3,})\\b");
    for (List<String> row : Documents.table(PAGE, "## Types")) {
      Set<String> documented = words(name, row.get(1));
      Set<String> read = new TreeSet<>();
      for (LogicalType asked : types(row.get(0))) {
        COLUMNS.stream()
            .map(TableOfTypesTest::column)
            .filter(type -> LeafTypes.isReadAs(type, asked))
            .forEach(type -> read.add(name(type)));
      }
      assertThat(documented).as(row.get(0)).isEqualTo(read);
    }
  }

  @Test
  void everyColumnOfAPayloadThatIsReadSo() {
    Pattern name =
        Pattern.compile(
            Arrays.stream(ArrowTypeID.values())
                .map(ArrowTypeID::name)
                .collect(Collectors.joining("|", "\\b(", ")\\b")));
    for (List<String> row : Documents.table(PAGE, "## Types")) {
      Set<String> read = new TreeSet<>();
      for (LogicalType asked : types(row.get(0))) {
        arrowTypes()
            .filter(type -> isReadAs(type, asked))
            .forEach(type -> read.add(type.getTypeID().name()));
      }
      assertThat(words(name, row.get(2))).as(row.get(0)).isEqualTo(read);
    }
  }

  private static Set<String> words(Pattern pattern, String cell) {
    return pattern
        .matcher(cell)
        .results()
        .map((MatchResult match) -> match.group(1))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static List<LogicalType> types(String cell) {
    List<LogicalType> types = new ArrayList<>();
    for (String name : cell.split(", ")) {
      for (String sample : SAMPLES.getOrDefault(name, List.of(name))) {
        types.add(LogicalTypeParser.parse(sample, TableOfTypesTest.class.getClassLoader()));
      }
    }
    return types;
  }

  private static PrimitiveType column(String field) {
    return MessageTypeParser.parseMessageType("message m { optional " + field + "; }")
        .getType(0)
        .asPrimitiveType();
  }

  /** As the page names it: by the annotation, if it has one. */
  private static String name(PrimitiveType type) {
    LogicalTypeAnnotation annotation = type.getLogicalTypeAnnotation();
    if (annotation != null) {
      return annotation.toString().replaceAll("\\(.*", "");
    }
    return type.getPrimitiveTypeName() == PrimitiveTypeName.BINARY
        ? "BYTE_ARRAY"
        : type.getPrimitiveTypeName().name();
  }

  private static Stream<ArrowType> arrowTypes() {
    return Stream.concat(
        RandomSchemas.leafTypes().stream(),
        Stream.of(
            new ArrowType.Duration(TimeUnit.SECOND),
            new ArrowType.Interval(IntervalUnit.YEAR_MONTH),
            new ArrowType.Interval(IntervalUnit.DAY_TIME),
            new ArrowType.Interval(IntervalUnit.MONTH_DAY_NANO)));
  }

  private static boolean isReadAs(ArrowType type, LogicalType asked) {
    BatchSchema schema = BatchSchema.of(new Schema(List.of(Field.nullable("column", type))));
    try {
      BatchRows.of(schema, RowType.of(new LogicalType[] {asked}, new String[] {"column"}));
      return true;
    } catch (IllegalArgumentException e) {
      return false;
    }
  }
}
