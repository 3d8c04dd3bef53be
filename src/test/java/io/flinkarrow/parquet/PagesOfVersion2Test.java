package io.flinkarrow.parquet;

import static org.assertj.core.api.Assertions.assertThat;

import io.flinkarrow.parquet.options.CompressionCodec;
import io.flinkarrow.parquet.options.PageVersion;
import io.flinkarrow.testing.DuckDbReader;
import io.flinkarrow.testing.PageFacts;
import io.flinkarrow.testing.PageWalk;
import io.flinkarrow.testing.PageWalk.WalkedFile;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.BitVector;
import org.apache.arrow.vector.IntVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;
import org.apache.parquet.format.DataPageHeaderV2;
import org.apache.parquet.format.Encoding;
import org.apache.parquet.format.PageHeader;
import org.apache.parquet.format.PageType;
import org.apache.parquet.format.Util;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Pages of 1,000 rows: numbers that no codec makes shorter, equal ones, flags that change rarely, a
 * column whose first page has no value, and one without any.
 */
class PagesOfVersion2Test {

  private static final int ROWS = 5000;
  private static final int PAGE_ROWS = 1000;
  private static final ArrowType LONG = new ArrowType.Int(64, true);

  private static final Schema SCHEMA =
      new Schema(
          List.of(
              Field.nullable("noise", LONG),
              Field.nullable("equal", LONG),
              Field.nullable("flag", ArrowType.Bool.INSTANCE),
              Field.nullable("late", new ArrowType.Int(32, true)),
              Field.nullable("never", LONG)));

  @TempDir Path directory;

  private Path write(CompressionCodec codec, PageVersion version) throws IOException {
    Path file = directory.resolve(codec + "-" + version + ".parquet");
    WriterOptions options =
        WriterOptions.builder()
            .codec(codec)
            .pageRows(PAGE_ROWS)
            .columns(all -> all.pageVersion(version))
            .columnDictionary("equal", false)
            .build();
    try (BufferAllocator allocator = new RootAllocator();
        VectorSchemaRoot batch = VectorSchemaRoot.create(SCHEMA, allocator);
        OutputStream out = Files.newOutputStream(file);
        ArrowParquetWriter writer = ArrowParquetWriter.open(out, SCHEMA, options)) {
      for (int row = 0; row < ROWS; row++) {
        if (row % 5 != 2) {
          ((BigIntVector) batch.getVector("noise")).setSafe(row, mixed(row));
          ((BitVector) batch.getVector("flag")).setSafe(row, row / 700 % 2);
        }
        ((BigIntVector) batch.getVector("equal")).setSafe(row, 7);
        if (row >= 2 * PAGE_ROWS) {
          ((IntVector) batch.getVector("late")).setSafe(row, row % 3);
        }
      }
      batch.setRowCount(ROWS);
      writer.write(batch);
      writer.finish();
    }
    return file;
  }

  private static long mixed(long row) {
    long bits = (row + 1) * 0x9E3779B97F4A7C15L;
    bits = (bits ^ bits >>> 32) * 0xC2B2AE3D27D4EB4FL;
    return bits ^ bits >>> 29;
  }

  @Test
  void valuesAreCompressedOnlyIfTheyShrink() throws IOException {
    Path file = write(CompressionCodec.ZSTD, PageVersion.V2);
    WalkedFile walked = PageWalk.walk(file);

    assertThat(headers(file, walked, "noise"))
        .hasSize(ROWS / PAGE_ROWS)
        .allSatisfy(
            header -> {
              assertThat(details(header).isIs_compressed()).isFalse();
              assertThat(header.getCompressed_page_size())
                  .isEqualTo(header.getUncompressed_page_size());
            });
    assertThat(headers(file, walked, "equal"))
        .allSatisfy(
            header -> {
              assertThat(details(header).isIs_compressed()).isTrue();
              assertThat(header.getCompressed_page_size())
                  .isLessThan(header.getUncompressed_page_size());
            });
  }

  @Test
  void headersSayHowManyNullsAndRowsThereAreAndHowLongLevelsAre() throws IOException {
    Path file = write(CompressionCodec.ZSTD, PageVersion.V2);
    WalkedFile walked = PageWalk.walk(file);

    assertThat(headers(file, walked, "noise"))
        .allSatisfy(
            header -> {
              assertThat(header.getType()).isEqualTo(PageType.DATA_PAGE_V2);
              assertThat(details(header).getNum_rows()).isEqualTo(PAGE_ROWS);
              assertThat(details(header).getNum_values()).isEqualTo(PAGE_ROWS);
              assertThat(details(header).getNum_nulls()).isEqualTo(PAGE_ROWS / 5);
              assertThat(details(header).getRepetition_levels_byte_length()).isZero();
              assertThat(details(header).getDefinition_levels_byte_length()).isBetween(125, 140);
            });
    assertThat(headers(file, walked, "never"))
        .allSatisfy(
            header -> {
              assertThat(details(header).getNum_nulls()).isEqualTo(PAGE_ROWS);
              assertThat(details(header).isIs_compressed()).isFalse();
              assertThat(header.getUncompressed_page_size())
                  .isEqualTo(details(header).getDefinition_levels_byte_length());
            });
  }

  @Test
  void booleansAreRunsAndLeadingNullsReferToTheDictionary() throws IOException {
    WalkedFile walked = PageWalk.walk(write(CompressionCodec.ZSTD, PageVersion.V2));

    assertThat(walked.column("flag").get(0).pages())
        .allSatisfy(page -> assertThat(page.encoding()).isEqualTo(Encoding.RLE));
    assertThat(walked.column("late").get(0).pages())
        .allSatisfy(page -> assertThat(page.encoding()).isEqualTo(Encoding.RLE_DICTIONARY));
  }

  @ParameterizedTest
  @EnumSource(CompressionCodec.class)
  void duckDbReadsWhatItReadsOfVersion1(CompressionCodec codec) throws Exception {
    Path file = write(codec, PageVersion.V2);
    PageWalk.walk(file);

    assertThat(DuckDbReader.read(file))
        .hasSize(ROWS)
        .isEqualTo(DuckDbReader.read(write(codec, PageVersion.V1)));
  }

  private static DataPageHeaderV2 details(PageHeader header) {
    return header.getData_page_header_v2();
  }

  private static List<PageHeader> headers(Path file, WalkedFile walked, String column)
      throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    return walked.column(column).get(0).pages().stream().map(page -> header(bytes, page)).toList();
  }

  private static PageHeader header(byte[] file, PageFacts page) {
    int offset = Math.toIntExact(page.offset());
    try {
      return Util.readPageHeader(new ByteArrayInputStream(file, offset, file.length - offset));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }
}
