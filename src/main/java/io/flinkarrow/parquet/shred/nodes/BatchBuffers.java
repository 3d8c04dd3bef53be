package io.flinkarrow.parquet.shred.nodes;

import java.nio.ByteBuffer;
import java.util.Map;
import javax.annotation.Nullable;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.dictionary.DictionaryProvider;

/**
 * A record batch as Arrow's IPC format lays it out: field nodes and buffers of all fields, depth
 * first, each buffer a little-endian view. Owns nothing; valid as long as the memory it views.
 *
 * @param rowCount rows of the batch
 * @param nodeLengths slots of each field node
 * @param nullCounts nulls each field node claims to have, or {@link #UNCOUNTED}
 * @param buffers the buffers, in the order and number that each field's type has; position 0 is the
 *     buffer's first byte and the limit its length
 * @param dataBuffers how many data buffers the first columns of views have, from the first none to
 *     all of them
 * @param dictionaries by dictionary id
 */
public record BatchBuffers(
    int rowCount,
    int[] nodeLengths,
    int[] nullCounts,
    ByteBuffer[] buffers,
    int[] dataBuffers,
    Map<Long, DictionaryBuffers> dictionaries) {

  /** Instead of a null count: the validity bitmap tells, and without one there are no nulls. */
  public static final int UNCOUNTED = -1;

  private static final int[] NO_VIEWS = {0};

  /** Without columns of views. */
  public BatchBuffers(
      int rowCount,
      int[] nodeLengths,
      int[] nullCounts,
      ByteBuffer[] buffers,
      Map<Long, DictionaryBuffers> dictionaries) {
    this(rowCount, nodeLengths, nullCounts, buffers, NO_VIEWS, dictionaries);
  }

  /**
   * {@link #dataBuffers()}.
   *
   * @param variadicCounts data buffers of each column of views
   */
  public static int[] dataBuffers(int[] variadicCounts) {
    int[] sums = new int[variadicCounts.length + 1];
    for (int i = 0; i < variadicCounts.length; i++) {
      sums[i + 1] = sums[i] + variadicCounts[i];
    }
    return sums;
  }

  /**
   * One dictionary: a batch of a single column, its values.
   *
   * @param nodeLengths slots of each field node
   * @param nullCounts nulls each field node claims to have, or {@link #UNCOUNTED}
   * @param dataBuffers as {@link BatchBuffers#dataBuffers()}
   * @param contentHash a hint: only with a dictionary of the same hash is this one compared
   * @param source an object that this dictionary's content belongs to for ever, so that it needs no
   *     comparison when it comes again; null if the memory may change
   */
  public record DictionaryBuffers(
      int size,
      int[] nodeLengths,
      int[] nullCounts,
      ByteBuffer[] buffers,
      int[] dataBuffers,
      long contentHash,
      @Nullable Object source) {

    /** Of values without children, not views. */
    public DictionaryBuffers(
        int size, int nullCount, ByteBuffer[] buffers, long contentHash, @Nullable Object source) {
      this(size, new int[] {size}, new int[] {nullCount}, buffers, NO_VIEWS, contentHash, source);
    }

    /** Nulls that the values claim to have, or {@link #UNCOUNTED}. */
    public int nullCount() {
      return nullCounts[0];
    }

    /**
     * The entries as rows.
     *
     * @param dictionaries that entries refer to
     */
    BatchBuffers batch(Map<Long, DictionaryBuffers> dictionaries) {
      return new BatchBuffers(size, nodeLengths, nullCounts, buffers, dataBuffers, dictionaries);
    }
  }

  /** Whether it has so many field nodes and buffers, and any number of data buffers of views. */
  public boolean hasShape(int nodes, int ownBuffers, int viewColumns) {
    return nodeLengths.length == nodes
        && nullCounts.length == nodes
        && dataBuffers.length == viewColumns + 1
        && ownBuffers() == ownBuffers;
  }

  /** The buffers without the data buffers of views. */
  public int ownBuffers() {
    return buffers.length - dataBuffers[dataBuffers.length - 1];
  }

  /**
   * Views vectors, without changing them: not even the reader and writer indexes of their buffers.
   *
   * @param dictionaries of the dictionary-encoded fields; may be {@code null} if there are none
   * @throws IllegalArgumentException if a dictionary is missing or a buffer is larger than 2 GiB
   * @throws UnsupportedOperationException if a vector has a layout that cannot be written
   */
  public static BatchBuffers of(VectorSchemaRoot root, DictionaryProvider dictionaries) {
    return new VectorViews(dictionaries).view(root);
  }
}
