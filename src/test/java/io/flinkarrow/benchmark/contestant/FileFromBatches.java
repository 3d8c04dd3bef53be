package io.flinkarrow.benchmark.contestant;

import io.flinkarrow.parquet.options.CompressionCodec;
import java.nio.file.Path;

/**
 * Writes the batches it was made with to a file, again and again. What is done once per process (a
 * database connection, class loading) belongs into the constructor, what is done per file into
 * {@link #write}.
 */
interface FileFromBatches {

  /** The level of ZSTD that all contestants use. */
  int ZSTD_LEVEL = 3;

  /** Writes one file; it does not exist yet. */
  void write(Path file, CompressionCodec codec) throws Exception;

  /** Prepares what a codec needs, outside of what is measured. */
  default void prepare(Path folder, CompressionCodec codec) throws Exception {}

  /**
   * Writes one file with row groups of {@code rowGroupBytes} and returns the most bytes that the
   * writer held after a batch; -1 if this contestant cannot tell.
   */
  default long retainedBytes(Path file, CompressionCodec codec, long rowGroupBytes)
      throws Exception {
    return -1;
  }

  /** Gives back what the constructor has taken. */
  default void close() throws Exception {}
}
