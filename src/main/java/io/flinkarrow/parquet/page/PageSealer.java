package io.flinkarrow.parquet.page;

import io.flinkarrow.parquet.codec.CompressionVariant;
import io.flinkarrow.parquet.codec.PageCompressor;
import io.flinkarrow.parquet.column.ColumnSettings;
import io.flinkarrow.parquet.column.LeafColumn;
import io.flinkarrow.parquet.encryption.ColumnModules;
import io.flinkarrow.parquet.encryption.PageModules;
import io.flinkarrow.parquet.options.CompressionCodec;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Set;
import org.apache.parquet.format.PageHeader;
import org.apache.parquet.format.Util;

/**
 * Makes of a page's body what is in the file: compresses and, if the column is encrypted, encrypts
 * it, completes the header with lengths and checksum, and puts both into the {@link PageStore}.
 * Keeps nothing from page to page.
 */
final class PageSealer {

  private final LeafColumn column;
  private final PageStore store;
  private final ColumnModules modules;

  PageSealer(LeafColumn column, PageStore store, ColumnModules modules) {
    this.column = column;
    this.store = store;
    this.modules = modules;
  }

  /** The ways there are to compress a page. */
  Set<CompressionVariant> variants() {
    return compressors().keySet();
  }

  /** For columns that try encodings. */
  private Map<CompressionVariant, PageCompressor> compressors() {
    return PageCompressor.variants(column.settings().codec(), column.settings().compressionLevel());
  }

  private PageCompressor compressor(CompressionVariant variant) {
    ColumnSettings settings = column.settings();
    return settings.encodingByTrial()
        ? compressors().get(variant)
        : PageCompressor.of(settings.codec(), settings.compressionLevel());
  }

  /** The bytes that a page's body would take if compressed that way. */
  int compressedLength(CompressionVariant variant, byte[] body, int length) {
    PageCompressor compressor = compressor(variant);
    if (compressor.codec() == CompressionCodec.UNCOMPRESSED) {
      return length;
    }
    byte[] target = CompressedPageScratch.atLeast(compressor.maximumCompressedLength(length));
    return compressor.compress(body, 0, length, target, 0);
  }

  SealedPage sealDictionaryPage(byte[] body, int length, int entryCount) {
    return sealCompressed(
        PageHeaders.dictionaryPage(entryCount),
        body,
        length,
        CompressionVariant.BY_LEVEL,
        PageModules.dictionary());
  }

  SealedPage sealDataPage(
      DataPageBody body, DataPageInfo info, CompressionVariant variant, PageModules page) {
    return switch (column.settings().pageVersion()) {
      case V1 ->
          sealCompressed(PageHeaders.dataPage(info), body.array(), body.length(), variant, page);
      case V2 -> sealVersion2(body, info, variant, page);
    };
  }

  private SealedPage sealCompressed(
      PageHeader header, byte[] body, int length, CompressionVariant variant, PageModules page) {
    PageCompressor compressor = compressor(variant);
    if (compressor.codec() == CompressionCodec.UNCOMPRESSED) {
      return store(header, length, body, length, page);
    }
    byte[] stored = CompressedPageScratch.atLeast(compressor.maximumCompressedLength(length));
    return store(header, length, stored, compressor.compress(body, 0, length, stored, 0), page);
  }

  /** Levels stay as they are, and values too if they would not become shorter. */
  private SealedPage sealVersion2(
      DataPageBody body, DataPageInfo info, CompressionVariant variant, PageModules page) {
    PageCompressor compressor = compressor(variant);
    int levels = body.repetitionBytes() + body.definitionBytes();
    int values = body.length() - levels;
    if (compressor.codec() != CompressionCodec.UNCOMPRESSED && values > 0) {
      int room = Math.addExact(levels, compressor.maximumCompressedLength(values));
      byte[] stored = CompressedPageScratch.atLeast(room);
      int compressed = compressor.compress(body.array(), levels, values, stored, levels);
      if (compressed < values) {
        System.arraycopy(body.array(), 0, stored, 0, levels);
        return store(
            PageHeaders.dataPageV2(info, body, true),
            body.length(),
            stored,
            levels + compressed,
            page);
      }
    }
    return store(
        PageHeaders.dataPageV2(info, body, false),
        body.length(),
        body.array(),
        body.length(),
        page);
  }

  private SealedPage store(
      PageHeader header, int length, byte[] compressed, int compressedLength, PageModules page) {
    byte[] stored = compressed;
    int storedLength = compressedLength;
    if (modules.isEncrypted()) {
      byte[] encrypted =
          CompressedPageScratch.atLeastForEncrypted(modules.encryptedLength(storedLength));
      storedLength = modules.encryptPage(page, stored, storedLength, encrypted);
      stored = encrypted;
    }
    header.setUncompressed_page_size(length);
    header.setCompressed_page_size(storedLength);
    if (column.settings().checksums()) {
      header.setCrc(PageHeaders.checksum(stored, storedLength));
    }
    PageStore.Location mark = store.mark();
    writeHeader(header, page);
    store.write(stored, 0, storedLength);
    PageStore.Location location = store.since(mark);
    return new SealedPage(location, location.length() - storedLength + (long) length);
  }

  private void writeHeader(PageHeader header, PageModules page) {
    try {
      modules.writePageHeader(page, out -> Util.writePageHeader(header, out), store);
    } catch (IOException e) {
      throw new UncheckedIOException(
          "Column %s: page header could not be serialized".formatted(column.path()), e);
    }
  }
}
