package io.flinkarrow.parquet.page;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.flinkarrow.parquet.column.ColumnSettings;
import io.flinkarrow.parquet.column.LeafColumn;
import io.flinkarrow.parquet.options.ColumnEncryption;
import io.flinkarrow.parquet.options.CompressionCodec;
import io.flinkarrow.parquet.options.PageVersion;
import io.flinkarrow.parquet.options.ValueEncoding;
import io.flinkarrow.parquet.statistics.ChunkStatistics;
import io.flinkarrow.parquet.statistics.PageStatistics;
import io.flinkarrow.parquet.statistics.StatisticsSettings;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.Random;
import java.util.zip.CRC32;
import org.apache.parquet.format.BoundaryOrder;
import org.apache.parquet.format.Encoding;
import org.apache.parquet.format.PageHeader;
import org.apache.parquet.format.PageType;
import org.apache.parquet.format.Util;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.MessageTypeParser;
import org.junit.jupiter.api.Test;
import org.xerial.snappy.Snappy;

class ColumnChunkPagesTest {

  private static final MessageType SCHEMA =
      MessageTypeParser.parseMessageType("message m { required int64 x; }");

  private final PageStore store = new PageStore();

  @Test
  void aDataPageIsItsHeaderAndItsCompressedBody() throws IOException {
    ColumnChunkPages pages = pages(CompressionCodec.SNAPPY, true);
    byte[] body = body(800);
    pages.addDataPage(Arrays.copyOf(body, 1_000), 800, info(100));
    byte[] stored = stored(pages);
    ByteArrayInputStream in = new ByteArrayInputStream(stored);
    PageHeader header = Util.readPageHeader(in);
    byte[] compressed = in.readAllBytes();
    assertThat(Snappy.uncompress(compressed)).isEqualTo(body);
    assertThat(header.getType()).isEqualTo(PageType.DATA_PAGE);
    assertThat(header.getUncompressed_page_size()).isEqualTo(800);
    assertThat(header.getCompressed_page_size()).isEqualTo(compressed.length);
    CRC32 checksum = new CRC32();
    checksum.update(compressed);
    assertThat(header.getCrc()).isEqualTo((int) checksum.getValue());
    assertThat(header.getData_page_header().getNum_values()).isEqualTo(100);
    assertThat(header.getData_page_header().getEncoding())
        .isEqualTo(org.apache.parquet.format.Encoding.PLAIN);
    assertThat(header.getData_page_header().isSetStatistics()).isFalse();
    assertThat(pages.storedBytes()).isEqualTo(stored.length);
    assertThat(pages.uncompressedBytes()).isEqualTo(stored.length - compressed.length + 800L);
  }

  @Test
  void aBodyIsLentForTheCallOnly() throws IOException {
    for (CompressionCodec codec : CompressionCodec.values()) {
      ColumnChunkPages pages = pages(codec, true);
      byte[] body = body(800);
      pages.addDataPage(body, 800, info(100));
      byte[] before = stored(pages);
      Arrays.fill(body, (byte) 0);
      pages.addDataPage(body, 800, info(100));
      assertThat(stored(pages)).startsWith(before);
    }
  }

  @Test
  void withoutChecksumsHeadersHaveNone() throws IOException {
    ColumnChunkPages pages = pages(CompressionCodec.ZSTD, false);
    pages.setDictionaryPage(body(80), 80, 10);
    pages.addDataPage(body(800), 800, info(100));
    ByteArrayInputStream in = new ByteArrayInputStream(stored(pages));
    PageHeader dictionary = Util.readPageHeader(in);
    assertThat(in.skip(dictionary.getCompressed_page_size()))
        .isEqualTo(dictionary.getCompressed_page_size());
    assertThat(dictionary.isSetCrc()).isFalse();
    assertThat(Util.readPageHeader(in).isSetCrc()).isFalse();
  }

  @Test
  void aLateDictionaryPageComesFirst() throws IOException {
    ColumnChunkPages pages = pages(CompressionCodec.UNCOMPRESSED, true);
    pages.addDataPage(body(10), 10, info(100));
    pages.setDictionaryPage(body(80), 80, 10);
    ByteArrayInputStream in = new ByteArrayInputStream(stored(pages));
    PageHeader header = Util.readPageHeader(in);
    assertThat(header.getType()).isEqualTo(PageType.DICTIONARY_PAGE);
    assertThat(header.getDictionary_page_header().getNum_values()).isEqualTo(10);
    assertThat(header.getDictionary_page_header().getEncoding())
        .isEqualTo(org.apache.parquet.format.Encoding.PLAIN);
    assertThat(header.getDictionary_page_header().isSetIs_sorted()).isFalse();
    assertThat(in.readNBytes(80)).isEqualTo(body(80));
    assertThat(Util.readPageHeader(in).getType()).isEqualTo(PageType.DATA_PAGE);
  }

  @Test
  void aSecondDictionaryPageIsRefused() {
    ColumnChunkPages pages = pages(CompressionCodec.ZSTD, true);
    pages.setDictionaryPage(body(80), 80, 10);
    assertThatThrownBy(() -> pages.setDictionaryPage(body(80), 80, 10))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("Column x: the chunk has a dictionary page already");
  }

  @Test
  void theCompressionRatioOutlivesAReset() {
    ColumnChunkPages pages = pages(CompressionCodec.ZSTD, true);
    assertThat(pages.compressionRatio()).isEqualTo(1);
    pages.addDataPage(new byte[80_000], 80_000, info(10_000));
    double ratio = pages.compressionRatio();
    assertThat(ratio).isEqualTo((double) pages.storedBytes() / pages.uncompressedBytes());
    assertThat(ratio).isLessThan(0.1);
    pages.reset();
    store.reset();
    assertThat(pages.compressionRatio()).isEqualTo(ratio);
    assertThat(pages.storedBytes()).isZero();
    assertThat(pages.uncompressedBytes()).isZero();
    assertThat(pages.retainedBytes()).isZero();
  }

  @Test
  void pagesAfterAResetKnowNothingOfThoseBefore() throws IOException {
    ColumnChunkPages pages = pages(CompressionCodec.ZSTD, true);
    pages.addDataPage(body(800), 800, info(100));
    byte[] first = stored(pages);
    pages.setDictionaryPage(body(80), 80, 10);
    pages.reset();
    store.reset();
    assertThat(seal(pages).hasDictionaryPage()).isFalse();
    assertThat(seal(pages).dataPages()).isEmpty();
    pages.addDataPage(body(800), 800, info(100));
    assertThat(stored(pages)).isEqualTo(first);
  }

  @Test
  void aSealedChunkSaysWhatItsPagesHold() throws IOException {
    ColumnChunkPages pages = pages(CompressionCodec.ZSTD, true);
    pages.setDictionaryPage(body(80), 80, 10);
    pages.addDataPage(body(800), 800, info(100));
    pages.addDataPage(body(400), 400, info(50));
    SealedChunk chunk = seal(pages);
    assertThat(chunk.rowCount()).isEqualTo(150);
    assertThat(chunk.levelCount()).isEqualTo(150);
    assertThat(chunk.storedBytes()).isEqualTo(pages.storedBytes()).isEqualTo(stored(pages).length);
    assertThat(chunk.uncompressedBytes()).isEqualTo(pages.uncompressedBytes());
    assertThat(chunk.compressionRatio()).isEqualTo(pages.compressionRatio());
    byte[] before = stored(pages);
    pages.reset();
    assertThat(stored(chunk)).isEqualTo(before);
  }

  private ColumnChunkPages pages(CompressionCodec codec, boolean checksums) {
    ColumnSettings settings =
        new ColumnSettings(
            codec,
            codec.defaultLevel(),
            true,
            1 << 20,
            ValueEncoding.PLAIN,
            false,
            1 << 20,
            20_000,
            StatisticsSettings.DEFAULT,
            checksums,
            ColumnEncryption.NONE,
            PageVersion.V1,
            false,
            null);
    LeafColumn column = new LeafColumn(0, SCHEMA.getColumns().get(0), settings);
    return new ColumnChunkPages(column, store);
  }

  private static SealedChunk seal(ColumnChunkPages pages) {
    return pages.seal(
        new ChunkStatistics(null, null, false, false, 0, BoundaryOrder.UNORDERED, false));
  }

  private static byte[] stored(ColumnChunkPages pages) throws IOException {
    return stored(seal(pages));
  }

  private static byte[] stored(SealedChunk chunk) throws IOException {
    CopyingOutput out = new CopyingOutput();
    if (chunk.hasDictionaryPage()) {
      chunk.writeDictionaryPage(out);
    }
    for (SealedDataPage page : chunk.dataPages()) {
      chunk.writeDataPage(page, out);
    }
    return out.toByteArray();
  }

  private static byte[] body(int length) {
    byte[] body = new byte[length];
    new Random(length).nextBytes(body);
    return body;
  }

  static DataPageInfo info(int rows) {
    PageStatistics statistics = new PageStatistics(new byte[8], new byte[8], true, true, 0);
    return new DataPageInfo(rows, rows, Encoding.PLAIN, statistics, 0, null, null);
  }
}
