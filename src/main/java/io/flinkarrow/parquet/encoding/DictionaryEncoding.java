package io.flinkarrow.parquet.encoding;

import io.flinkarrow.parquet.codec.CompressionVariant;
import io.flinkarrow.parquet.encoding.bytes.ByteArrayBuilder;
import io.flinkarrow.parquet.encoding.dictionary.Dictionary;
import io.flinkarrow.parquet.encoding.dictionary.DictionaryIndexPage;
import io.flinkarrow.parquet.encoding.values.PageEncoder;
import java.util.List;
import org.apache.parquet.format.Encoding;

/** The chunk's pages refer to its dictionary, which may still grow. */
final class DictionaryEncoding implements ChunkEncoding {

  private final Dictionary dictionary;
  private final boolean idsWithinBytes;
  private final CompressionVariant compression;
  private final ChunkEncoding withoutDictionary;

  /**
   * @param idsWithinBytes whether no id may lie in two bytes
   * @param compression of pages of ids
   * @param withoutDictionary how the chunk goes on if the dictionary is full
   */
  DictionaryEncoding(
      Dictionary dictionary,
      boolean idsWithinBytes,
      CompressionVariant compression,
      ChunkEncoding withoutDictionary) {
    this.dictionary = dictionary;
    this.idsWithinBytes = idsWithinBytes;
    this.compression = compression;
    this.withoutDictionary = withoutDictionary;
  }

  @Override
  public boolean isDecided() {
    return true;
  }

  @Override
  public boolean mayHoldIds() {
    return true;
  }

  @Override
  public boolean holdsIds(boolean byReference) {
    return true;
  }

  @Override
  public Sealing seal(OpenPage page, ByteArrayBuilder out) {
    new DictionaryIndexPage(page.ids(), dictionary.size()).putTo(out, idsWithinBytes);
    return new Sealing(Encoding.RLE_DICTIONARY, compression, this);
  }

  @Override
  public ChunkEncoding withoutDictionary() {
    return withoutDictionary;
  }

  @Override
  public FoundEncoding asFound(List<PageEncoder> candidates) {
    return new FoundEncoding(
        new FoundEncoding.Ids(idsWithinBytes, compression),
        withoutDictionary.asFound(candidates).values());
  }

  @Override
  public long openBytes(OpenPage page) {
    return DictionaryIndexPage.bytes(page.valueCount(), dictionary.size(), idsWithinBytes);
  }
}
