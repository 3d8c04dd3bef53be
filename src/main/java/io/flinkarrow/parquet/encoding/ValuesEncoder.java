package io.flinkarrow.parquet.encoding;

import io.flinkarrow.parquet.column.LeafColumn;
import io.flinkarrow.parquet.column.LeafValues;
import io.flinkarrow.parquet.encoding.bytes.ByteArrayBuilder;
import io.flinkarrow.parquet.refusal.RefusedRowsException;
import io.flinkarrow.parquet.statistics.ChunkStatistics;
import io.flinkarrow.parquet.statistics.PageStatistics;
import java.util.List;
import java.util.Optional;
import org.apache.parquet.format.Encoding;

/**
 * The values of one leaf column, from slices to value sections of data pages and a dictionary page.
 * Owns the open page's values and the chunk's dictionary; sealed pages belong to the caller. The
 * result does not depend on how the values of a page are split into slices.
 *
 * <p>Order of calls: {@link #append} and {@link #sealPage} for each page, {@link #sealDictionary}
 * and {@link #sealChunk} at the end of the row group, {@link #reset()} before the next one. The
 * arrays of a slice are only read during the call.
 */
public abstract sealed class ValuesEncoder permits BooleanValuesEncoder, ChunkValuesEncoder {

  /** A page body is one array, with the levels before the values and room behind them. */
  private static final long LARGEST_PAGE_BYTES = Integer.MAX_VALUE - (64L << 20);

  private final LeafColumn column;
  private final ChunkBloomFilter bloomFilter;

  ValuesEncoder(LeafColumn column) {
    this.column = column;
    this.bloomFilter = ChunkBloomFilter.of(column);
  }

  /**
   * An encoder for the column's physical type.
   *
   * @param codec what encodings are tried with, if the column's settings ask for trials
   */
  public static ValuesEncoder of(LeafColumn column, TrialCodec codec) {
    return switch (column.type().getPrimitiveTypeName()) {
      case BOOLEAN -> new BooleanValuesEncoder(column);
      case INT32, FLOAT -> new ChunkValuesEncoder(column, codec, new IntValues(column));
      case INT64, DOUBLE -> new ChunkValuesEncoder(column, codec, new LongValues(column));
      case BINARY -> new ChunkValuesEncoder(column, codec, new ByteArrayValues(column));
      case FIXED_LEN_BYTE_ARRAY, INT96 ->
          new ChunkValuesEncoder(column, codec, new FixedByteArrayValues(column));
    };
  }

  /** Whether a page that begins with values of this kind, or the open page, holds ids. */
  public abstract boolean holdsIds(boolean byReference);

  /**
   * Adds values to the open page.
   *
   * @return empty if they were added. Otherwise none was, and the page must end as {@link
   *     FullDictionary} says
   */
  public abstract Optional<FullDictionary> append(LeafValues values);

  /** Remembers the open page as it is, for {@link FullDictionary#rewind}. */
  public abstract void mark();

  /**
   * Appends the value section of the open page to {@code out} and begins the next page.
   *
   * @param nullCount the nulls among the page's entries, for its statistics
   */
  public abstract SealedValues sealPage(int nullCount, ByteArrayBuilder out);

  /**
   * Whether pages of values in an encoding may come behind those that are sealed, because values
   * would be encoded so from here on, whatever they are.
   */
  public abstract boolean takesPages(Encoding encoding);

  /**
   * Pages were put behind those that are sealed, and the open one is empty.
   *
   * @param ofAll what is known of all of them
   */
  public abstract void addPages(List<PageStatistics> pages, PageStatistics ofAll);

  /**
   * Whether the pages sealed since the last {@link #reset()} have no values and the first page with
   * values may be one of dictionary ids.
   */
  public abstract boolean mayBeginWithDictionary();

  /**
   * Appends the body of the dictionary page to {@code out}, if a page that was sealed refers to it.
   */
  public abstract Optional<EncodedDictionary> sealDictionary(ByteArrayBuilder out);

  /** The open page and the dictionary as they are, until the next call here. */
  public abstract OpenValues openValues();

  /** Lets the dictionary take no more entries than the pages so far refer to. */
  public abstract void endDictionary();

  /** What another encoder must know that is given the same values page by page. */
  public abstract ValuesState state();

  /** Begins a chunk as the encoder did that had a state at its end. */
  public abstract void begin(ValuesState state);

  /** Becomes the encoder that had a state; it has been given the values of that one's pages. */
  public abstract void restore(ValuesState state);

  /** The statistics of the pages sealed since the last {@link #reset()}. */
  public abstract ChunkStatistics sealChunk();

  /** About how many bytes the open page's values and the dictionary would take if sealed now. */
  public abstract long openBytes();

  /** How many bytes the open page's values take PLAIN-encoded. */
  abstract long rawBytes();

  /**
   * Heap bytes of the arrays that grow with the values. Dictionaries that came with slices are not
   * among them: they belong to whoever shreds, and none is kept. {@link #lookUpBytes()} come on
   * top.
   */
  public abstract long retainedBytes();

  /**
   * Heap bytes of what is remembered of dictionaries that came with slices. They depend on these
   * dictionaries, and not on the values alone.
   */
  public abstract long lookUpBytes();

  /** Forgets all values and gives up what has grown. */
  public abstract void reset();

  /**
   * The filter of the chunk, which takes the values of sealed pages. The caller adds the
   * dictionary, counts its bytes and resets it.
   */
  public final ChunkBloomFilter bloomFilter() {
    return bloomFilter;
  }

  final LeafColumn column() {
    return column;
  }

  /** Refuses values that a page cannot hold. */
  final void checkRoom(long plainBytes) {
    if (rawBytes() + plainBytes > LARGEST_PAGE_BYTES) {
      throw new RefusedRowsException(
          "Column %s: a page cannot take %d bytes of values after %d, the limit is %d: a single"
                  .formatted(column.path(), plainBytes, rawBytes(), LARGEST_PAGE_BYTES)
              + " row must be smaller");
    }
  }

  final IllegalArgumentException unexpected(LeafValues values) {
    return unexpected(column, values);
  }

  static IllegalArgumentException unexpected(LeafColumn column, LeafValues values) {
    return new IllegalArgumentException(
        "Column %s: values of %s were expected but %s came"
            .formatted(column.path(), column.type(), values.getClass().getSimpleName()));
  }
}
