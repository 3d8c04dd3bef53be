package io.flinkarrow.batch.body;

import io.flinkarrow.layout.ColumnShape;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;

/**
 * The values of one dictionary: a body of a single column. Immutable and shared between batches;
 * the content hash is computed once.
 */
public final class DictionaryBatch {

  private final long id;
  private final BatchBody body;
  private final long contentHash;

  private DictionaryBatch(long id, BatchBody body) {
    this.id = id;
    this.body = body;
    this.contentHash = body.contentHash();
  }

  /**
   * A dictionary of parts, for readers of IPC messages; nothing is copied.
   *
   * @param id the id that fields' dictionary encodings name
   * @throws IllegalArgumentException if {@code body} has no column
   */
  public static DictionaryBatch of(long id, BatchBody body) {
    if (body.nodes() == 0) {
      throw new IllegalArgumentException("Dictionary " + id + " has no column");
    }
    return new DictionaryBatch(id, body);
  }

  /** The id that fields' dictionary encodings name. */
  public long id() {
    return id;
  }

  /** Values in the dictionary. */
  public int size() {
    return body.layout().nodeLengths()[0];
  }

  /** Nulls among the values. */
  public int nullCount() {
    return body.layout().nullCounts()[0];
  }

  /** The values, one column. */
  public BatchBody body() {
    return body;
  }

  /** A 64-bit hash of the values, not of the id: equal content gives an equal hash. */
  public long contentHash() {
    return contentHash;
  }

  /** Heap bytes of the values and their description. */
  public long sizeInBytes() {
    return body.sizeInBytes();
  }

  /**
   * The dictionaries of a batch in the order of their ids.
   *
   * @param dictionaries one for each dictionary id of the schema, in any order
   * @throws IllegalArgumentException if these are not the schema's ids, or a dictionary has another
   *     number of nodes or buffers than its values need
   */
  public static List<DictionaryBatch> allOf(
      BatchSchema schema, List<DictionaryBatch> dictionaries) {
    if (dictionaries.isEmpty() && schema.dictionaries().isEmpty()) {
      return List.of();
    }
    List<DictionaryBatch> sorted =
        dictionaries.stream().sorted(Comparator.comparingLong(DictionaryBatch::id)).toList();
    List<Long> ids = sorted.stream().map(DictionaryBatch::id).toList();
    List<Long> expected = schema.dictionaries().keySet().stream().sorted().toList();
    if (!ids.equals(expected)) {
      throw new IllegalArgumentException(
          "The batch has dictionaries with the ids %s, its schema asks for %s"
              .formatted(ids, expected));
    }
    for (DictionaryBatch dictionary : sorted) {
      ColumnShape shape = schema.dictionaries().get(dictionary.id).layout().shape();
      dictionary.body().layout().requireShape(shape, "dictionary " + dictionary.id);
    }
    return sorted;
  }

  @Override
  public boolean equals(Object other) {
    if (this == other) {
      return true;
    }
    return other instanceof DictionaryBatch dictionary
        && id == dictionary.id
        && contentHash == dictionary.contentHash
        && body.equals(dictionary.body);
  }

  @Override
  public int hashCode() {
    return Objects.hash(id, contentHash);
  }

  @Override
  public String toString() {
    return "DictionaryBatch[id=%d, size=%d, hash=%016x]".formatted(id, size(), contentHash);
  }
}
