package io.flinkarrow.read;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.flinkarrow.batch.RecordBatch;
import io.flinkarrow.batch.RecordBatchTypeInfo;
import io.flinkarrow.ipc.SchemaPolicy;
import io.flinkarrow.testing.DuckDbReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.apache.arrow.vector.types.FloatingPointPrecision;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.FieldType;
import org.apache.arrow.vector.types.pojo.Schema;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Columns are found by name, and become those of the schema by its policy. */
class FilesOfOtherSchemasBecomeBatchesTest {

  private static final ArrowType INT = new ArrowType.Int(32, true);
  private static final ArrowType LONG = new ArrowType.Int(64, true);
  private static final ArrowType TEXT = new ArrowType.Utf8();

  @TempDir Path directory;

  private Path file(String select) throws Exception {
    Path file = directory.resolve("file.parquet");
    DuckDbReader.execute("COPY (%s) TO '%s' (FORMAT parquet)".formatted(select, file));
    return file;
  }

  private static ParquetBatchFormat format(Field... fields) {
    return new ParquetBatchFormat(new Schema(List.of(fields)));
  }

  private static Field struct(String name, Field... children) {
    return new Field(name, FieldType.nullable(ArrowType.Struct.INSTANCE), Arrays.asList(children));
  }

  private static List<Object> read(Path file, ParquetBatchFormat format, String column)
      throws IOException {
    List<RecordBatch> batches = BatchSplits.read(file, format);
    batches.forEach(
        batch ->
            assertThat(batch.schema())
                .isEqualTo(
                    ((RecordBatchTypeInfo) format.getProducedType()).schema().orElseThrow()));
    return BatchSplits.values(batches, column);
  }

  @Test
  void inAnyOrderAndWithFurtherColumns() throws Exception {
    Path file =
        file("SELECT i::INT AS a, 'x' || i AS b, i * 2.5::DOUBLE AS more FROM range(3) r(i)");
    ParquetBatchFormat format = format(Field.nullable("b", TEXT), Field.nullable("a", INT));
    assertThat(read(file, format, "b")).containsExactly("x0", "x1", "x2");
    assertThat(read(file, format, "a")).containsExactly(0, 1, 2);
  }

  @Test
  void missingOnesAreNull() throws Exception {
    Path file = file("SELECT i::INT AS a, {'x': i} AS s FROM range(3) r(i)");
    ParquetBatchFormat format =
        format(
            Field.nullable("a", INT),
            Field.nullable("b", TEXT),
            struct("s", Field.nullable("x", LONG), Field.nullable("y", TEXT)));
    assertThat(read(file, format, "b")).containsExactly(null, null, null);
    assertThat(read(file, format, "s")).containsExactly("{\"x\":0}", "{\"x\":1}", "{\"x\":2}");
    assertThatThrownBy(
            () ->
                BatchSplits.read(
                    file, format(Field.nullable("a", INT), Field.notNullable("b", TEXT))))
        .isInstanceOf(UnreadableFileException.class)
        .hasMessageContaining("b")
        .hasMessageContaining("missing");
  }

  @Test
  void aFileThatHasNoneIsRefused() throws Exception {
    Path file = file("SELECT i::INT AS a FROM range(3) r(i)");
    assertThatThrownBy(() -> BatchSplits.read(file, format(Field.nullable("A", INT))))
        .isInstanceOf(UnreadableFileException.class)
        .hasMessageContaining("has none of the columns [A]; it has 1 others");
    ParquetBatchFormat chosen =
        format(Field.nullable("a", INT), Field.nullable("b", TEXT)).withColumns("b");
    assertThat(read(file, chosen, "b")).containsExactly(null, null, null);
  }

  @Test
  void narrowerTypesOnlyIfWidening() throws Exception {
    Path file = file("SELECT i::SMALLINT AS a, i::FLOAT AS f FROM range(3) r(i)");
    ParquetBatchFormat format =
        format(
            Field.nullable("a", LONG),
            Field.nullable("f", new ArrowType.FloatingPoint(FloatingPointPrecision.DOUBLE)));
    assertThat(read(file, format, "a")).containsExactly(0L, 1L, 2L);
    assertThat(read(file, format, "f")).containsExactly(0.0, 1.0, 2.0);
    for (SchemaPolicy policy : List.of(SchemaPolicy.COMPATIBLE, SchemaPolicy.EXACT)) {
      assertThatThrownBy(() -> BatchSplits.read(file, format.withSchemaPolicy(policy)))
          .isInstanceOf(UnreadableFileException.class)
          .hasMessageContaining("cannot become the wanted one by the policy " + policy)
          .hasMessageContaining("'a'");
    }
    assertThatThrownBy(() -> BatchSplits.read(file, format(Field.nullable("a", TEXT))))
        .isInstanceOf(UnreadableFileException.class)
        .hasMessageContaining("by the policy WIDENING");
  }

  @Test
  void aColumnThatMustHaveNoNullsHasNone() throws Exception {
    ParquetBatchFormat format = format(Field.notNullable("a", INT));
    assertThat(read(file("SELECT i::INT AS a FROM range(3) r(i)"), format, "a"))
        .containsExactly(0, 1, 2);
    Path withNull = file("SELECT CASE WHEN i <> 1 THEN i::INT END AS a FROM range(3) r(i)");
    assertThatThrownBy(() -> BatchSplits.read(withNull, format))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("Column 'a' is declared NOT NULL but holds a null in rows 0 to 2");
  }

  @Test
  void fieldsThatOnlyTheFileHasAreNotReadAtAnyLevel() throws Exception {
    Path file =
        file(
            "SELECT {'x': i, 'more': 'm', 'deep': {'y': i, 'more': 2}} AS s, [{'x': i, 'more': 'm'}] AS l FROM range(2) r(i)");
    Field element = struct("element", Field.nullable("x", LONG));
    ParquetBatchFormat format =
        format(
            struct("s", Field.nullable("x", LONG), struct("deep", Field.nullable("y", LONG))),
            new Field("l", FieldType.nullable(ArrowType.List.INSTANCE), List.of(element)));
    assertThat(read(file, format, "s"))
        .containsExactly("{\"x\":0,\"deep\":{\"y\":0}}", "{\"x\":1,\"deep\":{\"y\":1}}");
    assertThat(read(file, format, "l")).containsExactly("[{\"x\":0}]", "[{\"x\":1}]");
  }

  @Test
  void pathsChooseColumnsAndFields() throws Exception {
    Path file =
        file("SELECT i AS a, {'x': i, 'y': {'z': i, 'w': 1}} AS s, 7 AS b FROM range(2) r(i)");
    ParquetBatchFormat all =
        new ParquetBatchFormat(
            ParquetBatchFormat.schemaOf(new org.apache.flink.core.fs.Path(file.toUri())));
    ParquetBatchFormat chosen = all.withColumns("s.y.z", "a");
    assertThat(read(file, chosen, "s")).containsExactly("{\"y\":{\"z\":0}}", "{\"y\":{\"z\":1}}");
    assertThat(BatchSplits.read(file, chosen).get(0).schema().getFields())
        .extracting(Field::getName)
        .containsExactly("a", "s");
    assertThatThrownBy(() -> all.withColumns("s.q"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("There is no field 's.q'. At the top there are: [a, s, b]");
  }
}
