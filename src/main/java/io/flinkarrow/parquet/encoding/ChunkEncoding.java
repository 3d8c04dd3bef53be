package io.flinkarrow.parquet.encoding;

import io.flinkarrow.parquet.codec.CompressionVariant;
import io.flinkarrow.parquet.encoding.bytes.ByteArrayBuilder;
import io.flinkarrow.parquet.encoding.values.PageEncoder;
import java.util.List;
import org.apache.parquet.format.Encoding;

/**
 * How the pages of a column chunk are encoded from the open one on. A chunk is undecided until its
 * first page with values; then its pages refer to a dictionary or do without. A chunk with a
 * dictionary goes on without one as soon as that is full, never the other way round; if nothing has
 * been tried without one, it is undecided again.
 */
sealed interface ChunkEncoding
    permits UndecidedEncoding, UndecidedWithoutDictionary, DictionaryEncoding, PlainEncoding {

  /**
   * A page's encoding, and what comes after it.
   *
   * @param compression how the page is to be compressed
   * @param next the encoding of the chunk from the next page on
   */
  record Sealing(Encoding encoding, CompressionVariant compression, ChunkEncoding next) {}

  /** Whether a page has shown how values are encoded from the open page on. */
  boolean isDecided();

  /** Whether a page from the open one on may refer to a dictionary. */
  boolean mayHoldIds();

  /**
   * Whether a page is held as ids of the dictionary.
   *
   * @param byReference whether its first values come as ids of a dictionary
   */
  boolean holdsIds(boolean byReference);

  /** Appends the value section of a page, which has values, behind the page's levels. */
  Sealing seal(OpenPage page, ByteArrayBuilder out);

  /** The encoding from the next page on if the dictionary takes no more entries. */
  ChunkEncoding withoutDictionary();

  /**
   * What a trial has found if it has found this.
   *
   * @param candidates what is tried
   */
  FoundEncoding asFound(List<PageEncoder> candidates);

  /** About how many bytes {@link #seal} would append now, the dictionary not included. */
  long openBytes(OpenPage page);
}
