package io.flinkarrow.parquet;

import static org.assertj.core.api.Assertions.assertThat;

import io.flinkarrow.parquet.options.ListNames;
import io.flinkarrow.row.RowParquetWriter;
import io.flinkarrow.testing.DuckDbReader;
import io.flinkarrow.testing.PageWalk;
import io.flinkarrow.testing.ParquetJavaReader;
import java.io.OutputStream;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.DecimalVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.FieldType;
import org.apache.arrow.vector.types.pojo.Schema;
import org.apache.flink.table.data.DecimalData;
import org.apache.flink.table.data.GenericRowData;
import org.apache.flink.table.types.logical.DecimalType;
import org.apache.flink.table.types.logical.RowType;
import org.apache.parquet.format.KeyValue;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What options of the schema change in a file, and that readers find the same values in it. */
class SchemaOptionsShapeTheFileTest {

  private static final List<Integer> PRECISIONS = List.of(1, 2, 3, 9, 10, 18, 19, 38);
  private static final WriterOptions FIXED_LENGTH =
      WriterOptions.builder().schema(schema -> schema.fixedLengthDecimals(true)).build();

  @TempDir private Path directory;

  @Test
  void decimalsOfAnyPrecisionHaveTheFewestBytesOfAFixedLength() throws Exception {
    Path file = directory.resolve("batch.parquet");
    Schema schema =
        new Schema(
            PRECISIONS.stream()
                .map(
                    precision ->
                        Field.nullable("p" + precision, new ArrowType.Decimal(precision, 1, 128)))
                .toList());
    try (BufferAllocator allocator = new RootAllocator();
        VectorSchemaRoot batch = VectorSchemaRoot.create(schema, allocator);
        OutputStream out = Files.newOutputStream(file);
        ArrowParquetWriter writer = ArrowParquetWriter.open(out, schema, FIXED_LENGTH)) {
      for (int precision : PRECISIONS) {
        DecimalVector vector = (DecimalVector) batch.getVector("p" + precision);
        for (int row = 0; row < values(precision).size(); row++) {
          vector.setSafe(row, values(precision).get(row));
        }
      }
      batch.setRowCount(values(1).size());
      writer.write(batch);
      writer.finish();
    }
    assertHoldsValues(file);
  }

  @Test
  void decimalsOfRowsToo() throws Exception {
    Path file = directory.resolve("rows.parquet");
    RowType type =
        new RowType(
            PRECISIONS.stream()
                .map(
                    precision ->
                        new RowType.RowField("p" + precision, new DecimalType(precision, 1)))
                .toList());
    try (OutputStream out = Files.newOutputStream(file);
        RowParquetWriter writer = RowParquetWriter.open(out, "t", type, FIXED_LENGTH)) {
      for (int row = 0; row < values(1).size(); row++) {
        int at = row;
        writer.write(
            GenericRowData.of(
                PRECISIONS.stream()
                    .map(
                        precision ->
                            DecimalData.fromBigDecimal(values(precision).get(at), precision, 1))
                    .toArray()));
      }
      writer.finish();
    }
    assertHoldsValues(file);
  }

  private static void assertHoldsValues(Path file) throws Exception {
    PageWalk.WalkedFile walked = PageWalk.walk(file);
    for (Map<String, Object> row :
        Stream.of(ParquetJavaReader.read(file), DuckDbReader.read(file))
            .map(rows -> columns(rows))
            .toList()) {
      for (int precision : PRECISIONS) {
        assertThat(row.get("p" + precision)).isEqualTo(values(precision));
      }
    }
    assertThat(walked.schema().getColumns())
        .allSatisfy(
            column ->
                assertThat(column.getPrimitiveType().getPrimitiveTypeName())
                    .isEqualTo(PrimitiveTypeName.FIXED_LEN_BYTE_ARRAY));
    assertThat(walked.schema().getColumns().stream().map(c -> c.getPrimitiveType().getTypeLength()))
        .containsExactly(1, 1, 2, 4, 5, 8, 9, 16);
  }

  private static Map<String, Object> columns(List<Map<String, Object>> rows) {
    Map<String, Object> columns = new HashMap<>();
    for (int precision : PRECISIONS) {
      columns.put("p" + precision, rows.stream().map(row -> row.get("p" + precision)).toList());
    }
    return columns;
  }

  private static List<BigDecimal> values(int precision) {
    BigDecimal most = BigDecimal.TEN.pow(precision).subtract(BigDecimal.ONE).movePointLeft(1);
    return List.of(
        most.setScale(1), most.negate().setScale(1), new BigDecimal("0.0"), new BigDecimal("-0.1"));
  }

  @ParameterizedTest
  @CsvSource({"STANDARD, list.element", "ARROW, list.item", "HIVE, bag.array_element"})
  void listsHaveTheNamesAndReadersTheElements(ListNames names, String below) throws Exception {
    Path file = directory.resolve("lists.parquet");
    Field item = Field.nullable("item", new ArrowType.Int(32, true));
    Field inner = new Field("item", FieldType.nullable(ArrowType.List.INSTANCE), List.of(item));
    Schema schema =
        new Schema(
            List.of(new Field("a", FieldType.nullable(ArrowType.List.INSTANCE), List.of(inner))));
    WriterOptions options =
        WriterOptions.builder()
            .schema(all -> all.listNames(names))
            .columnDictionary("a.%s.%s".formatted(below, below), false)
            .build();
    RandomFile written = RandomFile.write(file, 1, schemas -> schema, options, 200);

    assertThat(PageWalk.walk(file).schema().getColumns())
        .singleElement()
        .satisfies(
            column ->
                assertThat(String.join(".", column.getPath()))
                    .isEqualTo("a.%s.%s".formatted(below, below)));
    written.assertHolds("parquet-java", ParquetJavaReader.read(file));
    written.assertHolds("DuckDB", DuckDbReader.read(file));
  }

  @Test
  void anElementWithoutANameHasTheStandardOne() {
    assertThat(ListNames.ARROW.element("")).isEqualTo("element");
    assertThat(ListNames.ARROW.element(null)).isEqualTo("element");
  }

  @Test
  void withoutTheArrowSchemaAllOtherMetadataStays() throws Exception {
    Schema schema =
        new Schema(
            List.of(Field.nullable("a", new ArrowType.LargeUtf8())),
            Map.of("owner", "billing", "ARROW:schema", "of another file"));
    Path file = directory.resolve("plain.parquet");
    WriterOptions.Builder options = WriterOptions.builder().keyValueMetadata("b", "c");
    List<List<String>> keys = new ArrayList<>();
    for (boolean stored : new boolean[] {true, false}) {
      options.schema(all -> all.arrowSchema(stored));
      RandomFile written = RandomFile.write(file, 1, schemas -> schema, options.build(), 50);
      written.assertHolds("DuckDB", DuckDbReader.read(file));
      keys.add(
          PageWalk.walk(file).footer().getKey_value_metadata().stream()
              .map(KeyValue::getKey)
              .sorted()
              .toList());
    }

    assertThat(keys).containsExactly(List.of("ARROW:schema", "b", "owner"), List.of("b", "owner"));
  }
}
