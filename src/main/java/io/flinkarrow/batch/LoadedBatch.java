package io.flinkarrow.batch;

import io.flinkarrow.batch.vectors.VectorLoading.LoadedVectors;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.dictionary.DictionaryProvider;

/**
 * A batch as Arrow vectors. Owns root and dictionaries until {@link #close()}, after which the
 * allocator has back what they took.
 */
public final class LoadedBatch implements AutoCloseable {

  private final LoadedVectors vectors;

  LoadedBatch(LoadedVectors vectors) {
    this.vectors = vectors;
  }

  /** The columns; closed together with this batch. */
  public VectorSchemaRoot root() {
    return vectors.root();
  }

  /** The dictionaries of the root's dictionary-encoded columns. */
  public DictionaryProvider dictionaries() {
    return vectors.dictionaries();
  }

  @Override
  public void close() {
    vectors.root().close();
    vectors.dictionaries().close();
  }
}
