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

  SealedPage seal(
      PageHeader header, byte[] body, int length, CompressionVariant variant, PageModules page) {
    PageCompressor compressor = compressor(variant);
    byte[] stored = body;
    int storedLength = length;
    if (compressor.codec() != CompressionCodec.UNCOMPRESSED) {
      stored = CompressedPageScratch.atLeast(compressor.maximumCompressedLength(length));
      storedLength = compressor.compress(body, 0, length, stored, 0);
    }
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
