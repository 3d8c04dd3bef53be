package io.flinkarrow.parquet.page;

import io.flinkarrow.parquet.codec.CompressionVariant;
import io.flinkarrow.parquet.codec.PageCompressor;
import io.flinkarrow.parquet.column.ColumnSettings;
import io.flinkarrow.parquet.column.LeafColumn;
import io.flinkarrow.parquet.encryption.ColumnModules;
import io.flinkarrow.parquet.encryption.PageModules;
import io.flinkarrow.parquet.options.CompressionCodec;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Set;
import org.apache.parquet.format.PageHeader;
import org.apache.parquet.format.Util;

/**
 * Makes of a page's body what is in the file: compresses and, if the column is encrypted, encrypts
 * it, completes the header with lengths and checksum, and gives both to a {@link PageKeeper}. Keeps
 * nothing from page to page.
 */
final class PageSealer {

  private final LeafColumn column;
  private final ColumnModules modules;

  PageSealer(LeafColumn column, ColumnModules modules) {
    this.column = column;
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

  SealedPage sealDictionaryPage(byte[] body, int length, int entryCount, PageKeeper keeper) {
    return sealCompressed(
        PageHeaders.dictionaryPage(entryCount),
        body,
        length,
        CompressionVariant.BY_LEVEL,
        PageModules.dictionary(),
        keeper);
  }

  SealedPage sealDataPage(
      DataPageBody body,
      DataPageInfo info,
      CompressionVariant variant,
      PageModules page,
      PageKeeper keeper) {
    return switch (column.settings().pageVersion()) {
      case V1 ->
          sealCompressed(
              PageHeaders.dataPage(info), body.array(), body.length(), variant, page, keeper);
      case V2 -> sealVersion2(body, info, variant, page, keeper);
    };
  }

  private SealedPage sealCompressed(
      PageHeader header,
      byte[] body,
      int length,
      CompressionVariant variant,
      PageModules page,
      PageKeeper keeper) {
    PageCompressor compressor = compressor(variant);
    if (compressor.codec() == CompressionCodec.UNCOMPRESSED) {
      return keep(header, length, body, length, page, keeper);
    }
    byte[] compressed = CompressedPageScratch.atLeast(compressor.maximumCompressedLength(length));
    int compressedLength = compressor.compress(body, 0, length, compressed, 0);
    return keep(header, length, compressed, compressedLength, page, keeper);
  }

  /** Levels stay as they are, and values too if they would not become shorter. */
  private SealedPage sealVersion2(
      DataPageBody body,
      DataPageInfo info,
      CompressionVariant variant,
      PageModules page,
      PageKeeper keeper) {
    PageCompressor compressor = compressor(variant);
    int levels = body.repetitionBytes() + body.definitionBytes();
    int values = body.length() - levels;
    if (compressor.codec() != CompressionCodec.UNCOMPRESSED && values > 0) {
      int room = Math.addExact(levels, compressor.maximumCompressedLength(values));
      byte[] stored = CompressedPageScratch.atLeast(room);
      int compressed = compressor.compress(body.array(), levels, values, stored, levels);
      if (compressed < values) {
        System.arraycopy(body.array(), 0, stored, 0, levels);
        PageHeader header = PageHeaders.dataPageV2(info, body, true);
        return keep(header, body.length(), stored, levels + compressed, page, keeper);
      }
    }
    PageHeader header = PageHeaders.dataPageV2(info, body, false);
    return keep(header, body.length(), body.array(), body.length(), page, keeper);
  }

  private SealedPage keep(
      PageHeader header,
      int length,
      byte[] compressed,
      int compressedLength,
      PageModules page,
      PageKeeper keeper) {
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
    StoredPage kept = keeper.keep(out -> writeHeader(header, page, out), stored, storedLength);
    return new SealedPage(kept, kept.length() - storedLength + (long) length);
  }

  private void writeHeader(PageHeader header, PageModules page, OutputStream out) {
    try {
      modules.writePageHeader(page, to -> Util.writePageHeader(header, to), out);
    } catch (IOException e) {
      throw new UncheckedIOException(
          "Column %s: page header could not be serialized".formatted(column.path()), e);
    }
  }
}
