package io.flinkarrow.parquet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.flinkarrow.parquet.column.ColumnSettings;
import io.flinkarrow.parquet.options.ColumnEncryption;
import io.flinkarrow.parquet.options.ColumnPath;
import io.flinkarrow.parquet.options.CompressionCodec;
import io.flinkarrow.parquet.options.PageVersion;
import io.flinkarrow.parquet.options.ValueEncoding;
import io.flinkarrow.parquet.schema.SchemaPlan;
import java.util.List;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.FieldType;
import org.apache.arrow.vector.types.pojo.Schema;
import org.junit.jupiter.api.Test;

/** Leaf columns "a.b", of which there are two, and "c.d", in this order. */
class OptionsOfColumnsTest {

  private static final Field INTEGER = Field.nullable("b", new ArrowType.Int(32, true));

  private static final SchemaPlan PLAN =
      SchemaPlan.of(
          new Schema(
              List.of(
                  new Field("a", FieldType.nullable(ArrowType.Struct.INSTANCE), List.of(INTEGER)),
                  Field.nullable("a.b", ArrowType.Utf8.INSTANCE),
                  Field.nullable("c.d", ArrowType.Utf8.INSTANCE))));

  @Test
  void theyReplaceThoseOfAllColumnsForThatColumnOnly() {
    WriterOptions.Builder options =
        WriterOptions.builder()
            .codec(CompressionCodec.GZIP, 3)
            .pageBytes(1000)
            .column(
                "c.d",
                column ->
                    column
                        .codec(CompressionCodec.ZSTD, 7)
                        .pageBytes(2000)
                        .dictionaryBytes(3000)
                        .encoding(ValueEncoding.DELTA_BYTE_ARRAY));
    ColumnSettings other = settings(options, 1);
    ColumnSettings own = settings(options, 2);

    assertThat(own)
        .isEqualTo(
            new ColumnSettings(
                CompressionCodec.ZSTD,
                7,
                false,
                3000,
                ValueEncoding.DELTA_BYTE_ARRAY,
                false,
                2000,
                other.pageRows(),
                other.statistics(),
                true,
                ColumnEncryption.NONE,
                PageVersion.V1,
                false,
                null));
    assertThat(other.codec()).isEqualTo(CompressionCodec.GZIP);
    assertThat(other.compressionLevel()).isEqualTo(3);
    assertThat(other.pageBytes()).isEqualTo(1000);
    assertThat(other.dictionaryBytes()).isEqualTo(WriterOptions.DEFAULT_DICTIONARY_BYTES);
  }

  @Test
  void aDottedPathOfTwoColumnsIsRefusedWithTheNamesOfBoth() {
    WriterOptions.Builder options =
        WriterOptions.builder().column("a.b", column -> column.dictionary(false));

    assertThatThrownBy(() -> settings(options, 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "Options are set for column 'a.b', which 2 columns of the schema are called. Name one by"
                + " [`a`.`b`, `a.b`]");
  }

  @Test
  void namesOneByOneSayWhichOfTheTwoIsMeant() {
    WriterOptions.Builder options =
        WriterOptions.builder()
            .column(ColumnPath.of("a", "b"), column -> column.pageBytes(10))
            .column("`a.b`", column -> column.pageBytes(20));

    assertThat(settings(options, 0).pageBytes()).isEqualTo(10);
    assertThat(settings(options, 1).pageBytes()).isEqualTo(20);
  }

  @Test
  void aColumnIsFoundByItsDottedNameAndByItsNameInBackquotes() {
    WriterOptions.Builder options =
        WriterOptions.builder()
            .column("c.d", column -> column.pageBytes(10).dictionary(false))
            .column(ColumnPath.of("c.d"), column -> column.pageBytes(20));

    assertThat(settings(options, 2).pageBytes()).isEqualTo(20);
    assertThat(settings(options, 2).dictionaryEnabled()).isFalse();
  }

  @Test
  void anEncodingForAllColumnsIsRefused() {
    WriterOptions.Builder options = WriterOptions.builder();

    assertThatThrownBy(() -> options.columns(all -> all.encoding(ValueEncoding.DELTA_BYTE_ARRAY)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("DELTA_BYTE_ARRAY");
    assertThat(options.build()).usingRecursiveComparison().isEqualTo(WriterOptions.defaults());
  }

  @Test
  void whatIsBuiltDoesNotChangeWithTheBuilder() {
    WriterOptions.Builder builder =
        WriterOptions.builder().column("c.d", column -> column.pageBytes(10));
    WriterOptions built = builder.build();
    builder.column("c.d", column -> column.pageBytes(20));

    assertThat(LeafColumns.of(PLAN, new Coverings(List.of()), built).get(2).settings().pageBytes())
        .isEqualTo(10);
  }

  private static ColumnSettings settings(WriterOptions.Builder options, int leaf) {
    return LeafColumns.of(PLAN, new Coverings(List.of()), options.build()).get(leaf).settings();
  }
}
