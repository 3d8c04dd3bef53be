package io.flinkarrow.parquet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.flinkarrow.parquet.column.LeafColumn;
import io.flinkarrow.parquet.options.ValueEncoding;
import io.flinkarrow.parquet.options.WriterProfile;
import io.flinkarrow.parquet.schema.SchemaMetadata;
import io.flinkarrow.parquet.schema.SchemaPlan;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Base64;
import java.util.List;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.DictionaryEncoding;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.FieldType;
import org.apache.arrow.vector.types.pojo.Schema;
import org.apache.parquet.format.FileMetaData;
import org.apache.parquet.format.KeyValue;
import org.apache.parquet.format.Util;
import org.junit.jupiter.api.Test;

/** Encodings and profiles of the options, as they reach the columns. */
class ColumnEncodingsAreCheckedTest {

  private static final SchemaPlan PLAN =
      SchemaPlan.of(
          new Schema(
              List.of(
                  Field.nullable("name", ArrowType.Utf8.INSTANCE),
                  Field.nullable("id", new ArrowType.Int(64, true)),
                  Field.nullable("on", ArrowType.Bool.INSTANCE),
                  new Field(
                      "kind",
                      new FieldType(
                          true,
                          ArrowType.Utf8.INSTANCE,
                          new DictionaryEncoding(1, false, new ArrowType.Int(8, true))),
                      null))));

  @Test
  void anEncodingThatTheTypeDoesNotHaveIsRefusedWhenAWriterOpens() {
    Schema schema = new Schema(List.of(Field.nullable("name", ArrowType.Utf8.INSTANCE)));
    WriterOptions options =
        WriterOptions.builder().columnEncoding("name", ValueEncoding.BYTE_STREAM_SPLIT).build();
    assertThatThrownBy(
            () -> ArrowParquetWriter.open(OutputStream.nullOutputStream(), schema, options))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "Encoding BYTE_STREAM_SPLIT configured for column 'name', whose type BINARY does not"
                + " have it. Choose one of [PLAIN, DELTA_LENGTH_BYTE_ARRAY, DELTA_BYTE_ARRAY]");
  }

  @Test
  void booleansHaveNoEncodingButPlain() {
    WriterOptions options =
        WriterOptions.builder().columnEncoding("on", ValueEncoding.DELTA_BINARY_PACKED).build();
    assertThatThrownBy(() -> LeafColumns.of(PLAN, new Coverings(List.of()), options))
        .hasMessageContaining("column 'on', whose type BOOLEAN")
        .hasMessageContaining("Choose one of [PLAIN]");
  }

  @Test
  void aPathThatTheSchemaLacksIsRefused() {
    WriterOptions options =
        WriterOptions.builder().columnEncoding("other", ValueEncoding.PLAIN).build();
    assertThatThrownBy(() -> LeafColumns.of(PLAN, new Coverings(List.of()), options))
        .hasMessageStartingWith("Options are set for column 'other'")
        .hasMessageContaining("[id, kind, name, on]");
  }

  @Test
  void aColumnWithAnEncodingHasNoDictionaryUnlessItIsAskedFor() {
    WriterOptions.Builder options =
        WriterOptions.builder().columnEncoding("id", ValueEncoding.DELTA_BINARY_PACKED);
    assertThat(column(options, 1).settings().dictionaryEnabled()).isFalse();
    assertThat(column(options, 0).settings().dictionaryEnabled()).isTrue();
    options.columnDictionary("id", true);
    assertThat(column(options, 1).settings().dictionaryEnabled()).isTrue();
    assertThat(column(options, 1).settings().encoding())
        .isEqualTo(ValueEncoding.DELTA_BINARY_PACKED);
  }

  @Test
  void theCompactProfileTriesColumnsWithoutAnEncodingOfTheirOwn() {
    WriterOptions.Builder options =
        WriterOptions.builder()
            .profile(WriterProfile.COMPACT)
            .columnEncoding("id", ValueEncoding.PLAIN);
    assertThat(column(options, 0).settings().encodingByTrial()).isTrue();
    assertThat(column(options, 1).settings().encodingByTrial()).isFalse();
  }

  @Test
  void nothingIsTriedOnColumnsThatArrowHasDictionaryEncoded() {
    WriterOptions.Builder options = WriterOptions.builder().profile(WriterProfile.COMPACT);
    assertThat(column(options, 3).settings().encodingByTrial()).isFalse();
    assertThat(column(options, 3).settings().dictionaryEnabled()).isTrue();
    assertThat(column(options, 3).settings().encoding()).isEqualTo(ValueEncoding.PLAIN);
  }

  @Test
  void pagesOfManyColumnsAreNoLongerThanAQuarterOfTheRowGroupHolds() {
    WriterOptions.Builder compact = WriterOptions.builder().profile(WriterProfile.COMPACT);
    assertThat(column(compact, 0).settings().pageRows()).isEqualTo(65_536);
    assertThat(column(compact.pageRows(20_000), 0).settings().pageRows()).isEqualTo(20_000);
    long rowGroupBytes = WriterOptions.DEFAULT_ROW_GROUP_BYTES;
    assertThat(WriterProfile.COMPACT.pageRows(64, rowGroupBytes)).isEqualTo(65_536);
    assertThat(WriterProfile.COMPACT.pageRows(128, rowGroupBytes)).isEqualTo(32_768);
    assertThat(WriterProfile.COMPACT.pageRows(400, rowGroupBytes)).isEqualTo(20_000);
    assertThat(WriterProfile.COMPATIBLE.pageRows(1, rowGroupBytes))
        .isEqualTo(WriterOptions.DEFAULT_PAGE_ROWS);
  }

  /** Arrow C++ makes dictionaries of PLAIN pages and of those with a dictionary only. */
  @Test
  void aDictionaryEncodedColumnInADeltaEncodingIsStoredAsItsValues() throws Exception {
    assertThat(storedKind(ValueEncoding.DELTA_BYTE_ARRAY).getDictionary()).isNull();
    assertThat(storedKind(ValueEncoding.DELTA_LENGTH_BYTE_ARRAY).getDictionary()).isNull();
    assertThat(storedKind(ValueEncoding.PLAIN).getDictionary()).isNotNull();
  }

  private static Field storedKind(ValueEncoding encoding) throws Exception {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    WriterOptions options = WriterOptions.builder().columnEncoding("kind", encoding).build();
    try (ParquetWriter writer = ArrowParquetWriter.open(out, PLAN.arrowSchema(), options)) {
      writer.finish();
    }
    String stored =
        footer(out.toByteArray()).getKey_value_metadata().stream()
            .filter(entry -> entry.getKey().equals(SchemaMetadata.ARROW_SCHEMA_KEY))
            .map(KeyValue::getValue)
            .findFirst()
            .orElseThrow();
    byte[] message = Base64.getDecoder().decode(stored);
    return Schema.deserializeMessage(ByteBuffer.wrap(message)).findField("kind");
  }

  private static FileMetaData footer(byte[] file) throws IOException {
    int end = file.length - 2 * Integer.BYTES;
    int length = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN).getInt(end);
    return Util.readFileMetaData(new ByteArrayInputStream(file, end - length, length));
  }

  private static LeafColumn column(WriterOptions.Builder options, int ordinal) {
    return LeafColumns.of(PLAN, new Coverings(List.of()), options.build()).get(ordinal);
  }
}
