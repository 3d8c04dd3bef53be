package io.flinkarrow.read;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.flinkarrow.batch.RecordBatch;
import io.flinkarrow.batch.body.BatchSchema;
import io.flinkarrow.ipc.ArrowIpc;
import io.flinkarrow.ipc.DecodeLimits;
import io.flinkarrow.parquet.WriterOptions;
import io.flinkarrow.row.BatchRows;
import io.flinkarrow.sink.ArrowParquetWriterFactory;
import io.flinkarrow.testing.InMemoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.arrow.vector.types.TimeUnit;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.FieldType;
import org.apache.arrow.vector.types.pojo.Schema;
import org.apache.flink.api.common.serialization.BulkWriter;
import org.apache.flink.table.api.DataTypes;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.types.logical.LogicalType;
import org.apache.flink.table.types.logical.RowType;
import org.apache.flink.table.types.logical.VarCharType;
import org.apache.flink.types.variant.BinaryVariantInternalBuilder;
import org.apache.flink.types.variant.Variant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Shredded variants of payloads are whole ones as rows, for each type that a variant can be
 * shredded to: the same ones that the file has, to which the batches are written.
 */
class ShreddedVariantsInPayloadsTest {

  private static final LogicalType VARIANT = DataTypes.VARIANT().getLogicalType();

  @TempDir Path directory;

  private static List<RecordBatch> batches() throws Exception {
    try (var in =
        ShreddedVariantsInPayloadsTest.class.getResourceAsStream("shredded-variants.arrows")) {
      return ArrowIpc.readStream(in.readAllBytes(), DecodeLimits.defaults());
    }
  }

  private static RowType asked(Schema schema) {
    List<RowType.RowField> fields = new ArrayList<>();
    for (Field field : schema.getFields()) {
      boolean json = field.getName().equals("json");
      fields.add(
          new RowType.RowField(
              field.getName(), json ? new VarCharType(VarCharType.MAX_LENGTH) : VARIANT));
    }
    return new RowType(fields);
  }

  private static List<RowData> rows(List<RecordBatch> batches) throws Exception {
    List<RowData> rows = new ArrayList<>();
    for (RecordBatch batch : batches) {
      BatchRows.of(batch.batchSchema(), asked(batch.schema()))
          .read(batch)
          .forEachRemaining(rows::add);
    }
    return rows;
  }

  @Test
  void whatDuckDbShredsIsWhatItSaysOfIt() throws Exception {
    List<RowData> rows = rows(batches());

    assertThat(rows).hasSize(15);
    for (RowData row : rows) {
      String json = row.getString(1).toString();
      assertThat(row.getVariant(0).toJson())
          .isEqualTo(BinaryVariantInternalBuilder.parseJson(json, false).toJson());
    }
  }

  @Test
  void eachTypeIsWhatTheFileHas() throws Exception {
    List<RecordBatch> batches = batches();
    Schema schema = batches.get(0).schema();
    InMemoryStream stream = new InMemoryStream();
    BulkWriter<RecordBatch> writer =
        ArrowParquetWriterFactory.forBatches(schema, WriterOptions.defaults()).create(stream);
    for (RecordBatch batch : batches) {
      writer.addElement(batch);
    }
    writer.finish();
    Path file = Files.write(directory.resolve("shredded.parquet"), stream.toByteArray());
    List<RowData> ofFile = Splits.read(file, asked(schema));
    List<RowData> rows = rows(batches);

    assertThat(ofFile).hasSameSizeAs(rows);
    for (int column = 2; column < schema.getFields().size(); column++) {
      List<Variant> expected = new ArrayList<>();
      List<Variant> actual = new ArrayList<>();
      for (int row = 0; row < rows.size(); row++) {
        expected.add(ofFile.get(row).getVariant(column));
        actual.add(rows.get(row).getVariant(column));
      }
      assertThat(actual).as("%s", schema.getFields().get(column)).isEqualTo(expected);
      assertThat(actual.get(2).isNull()).isTrue();
    }
  }

  @Test
  void typesThatVariantsLackAreRefused() {
    for (ArrowType type :
        List.of(
            new ArrowType.Int(32, false),
            new ArrowType.FixedSizeBinary(4),
            new ArrowType.Duration(TimeUnit.MICROSECOND))) {
      Field variant =
          new Field(
              "v",
              FieldType.nullable(new ArrowType.Struct()),
              List.of(
                  Field.notNullable("metadata", new ArrowType.Binary()),
                  Field.nullable("typed_value", type)));
      Schema schema = new Schema(List.of(variant));
      assertThatThrownBy(() -> BatchRows.of(BatchSchema.of(schema), asked(schema)))
          .hasMessageContaining(
              "column 'v.typed_value': expected a type that can be read as VARIANT");
    }
  }
}
