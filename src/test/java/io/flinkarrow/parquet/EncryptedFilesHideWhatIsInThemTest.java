package io.flinkarrow.parquet;

import static org.assertj.core.api.Assertions.assertThat;

import io.flinkarrow.parquet.options.ColumnEncryption;
import io.flinkarrow.parquet.options.CompressionCodec;
import io.flinkarrow.parquet.options.PageVersion;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.VarBinaryVector;
import org.apache.arrow.vector.VarCharVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.FieldType;
import org.apache.arrow.vector.types.pojo.Schema;
import org.apache.parquet.column.values.bloomfilter.BlockSplitBloomFilter;
import org.apache.parquet.format.ColumnChunk;
import org.apache.parquet.format.ColumnMetaData;
import org.apache.parquet.format.FileMetaData;
import org.apache.parquet.format.Util;
import org.apache.parquet.io.api.Binary;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Values, bounds and extents of encrypted columns are nowhere in a file in clear. */
class EncryptedFilesHideWhatIsInThemTest {

  private static final String SECRET = "a secret value";
  private static final String OPEN = "an open value";

  /** A point, whose coordinates a reader of the file's bytes would recognize. */
  private static final byte[] POINT =
      ByteBuffer.allocate(21)
          .order(ByteOrder.LITTLE_ENDIAN)
          .put((byte) 1)
          .putInt(1)
          .putDouble(12.345678)
          .putDouble(48.765432)
          .array();

  private static final Schema SCHEMA =
      new Schema(
          List.of(
              Field.nullable("secret", ArrowType.Utf8.INSTANCE),
              Field.nullable("open", ArrowType.Utf8.INSTANCE),
              new Field(
                  "place",
                  new FieldType(
                      true,
                      ArrowType.Binary.INSTANCE,
                      null,
                      Map.of(
                          "ARROW:extension:name",
                          "geoarrow.wkb",
                          "ARROW:extension:metadata",
                          "{\"crs\": \"OGC:CRS84\"}")),
                  null)));

  @ParameterizedTest
  @CsvSource({"FOOTER_KEY,V1", "COLUMN_KEY,V1", "FOOTER_KEY,V2", "COLUMN_KEY,V2"})
  void inAPlaintextFooter(ColumnEncryption encryption, PageVersion version) throws Exception {
    byte[] file = write(true, encryption, version);

    FileMetaData footer = footer(file);
    List<ColumnChunk> chunks = footer.getRow_groups().get(0).getColumns();
    for (int secret : new int[] {0, 2}) {
      ColumnChunk chunk = chunks.get(secret);
      ColumnMetaData shown = chunk.getMeta_data();
      assertThat(chunk.isSetEncrypted_column_metadata()).isTrue();
      assertThat(shown.isSetStatistics()).isFalse();
      assertThat(shown.isSetSize_statistics()).isFalse();
      assertThat(shown.isSetEncoding_stats()).isFalse();
      assertThat(shown.isSetGeospatial_statistics()).isFalse();
      assertThat(shown.isSetBloom_filter_offset()).isFalse();
      assertThat(shown.isSetBloom_filter_length()).isFalse();
    }
    assertThat(chunks.get(1).getMeta_data().isSetStatistics()).isTrue();
    assertThat(chunks.get(1).getMeta_data().isSetBloom_filter_offset()).isTrue();
    String geo =
        footer.getKey_value_metadata().stream()
            .filter(entry -> entry.getKey().equals("geo"))
            .findFirst()
            .orElseThrow()
            .getValue();
    assertThat(geo).contains("\"geometry_types\":[]").doesNotContain("bbox", "12.34", "Point");
    assertHidden(file);
    assertThat(text(file)).contains(OPEN, text(filterOf(OPEN)));
  }

  @ParameterizedTest
  @EnumSource
  void inAnEncryptedFooter(PageVersion version) throws Exception {
    byte[] file = write(false, ColumnEncryption.FOOTER_KEY, version);
    assertHidden(file);
    assertThat(text(file)).doesNotContain("ARROW:schema", "parquet-arrow", "secret", "geo");
  }

  private static void assertHidden(byte[] file) {
    assertThat(text(file))
        .doesNotContain(
            SECRET,
            text(filterOf(SECRET)),
            new String(POINT, StandardCharsets.ISO_8859_1).substring(5, 13));
  }

  private static String text(byte[] file) {
    return new String(file, StandardCharsets.ISO_8859_1);
  }

  private static FileMetaData footer(byte[] file) throws Exception {
    int end = file.length - 2 * Integer.BYTES;
    int length = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN).getInt(end);
    return Util.readFileMetaData(new ByteArrayInputStream(file, end - length, length));
  }

  /** Also not by what a Bloom filter has of them. */
  private static byte[] filterOf(String value) {
    BlockSplitBloomFilter filter = new BlockSplitBloomFilter(32);
    filter.insertHash(filter.hash(Binary.fromString(value)));
    ByteArrayOutputStream bits = new ByteArrayOutputStream();
    try {
      filter.writeTo(bits);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bits.toByteArray();
  }

  private static byte[] write(
      boolean plaintextFooter, ColumnEncryption encryption, PageVersion version) throws Exception {
    WriterOptions options =
        WriterOptions.builder()
            .encryption(files -> files.keyProvider(new TestKeys()).plaintextFooter(plaintextFooter))
            .codec(CompressionCodec.UNCOMPRESSED)
            .columns(all -> all.bloomFilter(true).pageVersion(version))
            .column("secret", column -> column.encryption(encryption))
            .column("place", column -> column.encryption(encryption))
            .column("open", column -> column.encryption(ColumnEncryption.NONE))
            .build();
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (BufferAllocator allocator = new RootAllocator();
        VectorSchemaRoot batch = VectorSchemaRoot.create(SCHEMA, allocator);
        ArrowParquetWriter writer = ArrowParquetWriter.open(out, SCHEMA, options)) {
      byte[] secret = SECRET.getBytes(StandardCharsets.UTF_8);
      ((VarCharVector) batch.getVector("secret")).setSafe(0, secret);
      byte[] open = OPEN.getBytes(StandardCharsets.UTF_8);
      ((VarCharVector) batch.getVector("open")).setSafe(0, open);
      ((VarBinaryVector) batch.getVector("place")).setSafe(0, POINT);
      batch.setRowCount(1);
      writer.write(batch);
      writer.finish();
    }
    return out.toByteArray();
  }
}
