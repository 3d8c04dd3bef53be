package io.flinkarrow.sink.file;

import io.flinkarrow.parquet.FilePlan;
import io.flinkarrow.parquet.ParquetWriter;
import io.flinkarrow.parquet.UnfinishedFile;
import io.flinkarrow.refusal.RefusedInputException;
import io.flinkarrow.sink.registry.EndMetadata;
import io.flinkarrow.sink.registry.SinkMetrics;
import java.io.IOException;
import javax.annotation.Nullable;
import org.apache.flink.core.fs.FSDataOutputStream;

/**
 * What a part file does differently for each kind of element. Called by {@link PartFileBulkWriter}.
 *
 * @param <T> the stream's elements
 * @param <W> what writes them
 */
interface ElementWriting<T, W extends ParquetWriter> {

  /**
   * @throws RefusedInputException if the element has no place in this file
   */
  void check(T element);

  /** Whether the schema is known, so that a file can be opened. */
  boolean hasSchema();

  /** Of the file; the schema must be known. */
  FilePlan plan();

  /**
   * Called once, when the schema is known; must write nothing.
   *
   * @throws RefusedInputException if no file can have the schema that an element brought
   */
  W open(FSDataOutputStream stream) throws IOException;

  /** Called once, instead of {@link #open}, for a file that the {@link #plan} can go on with. */
  W resume(FSDataOutputStream stream, UnfinishedFile left) throws IOException;

  /**
   * Writes an element and counts it.
   *
   * @return whether what the writer holds or has sent may have changed by more than the element
   */
  boolean write(W file, T element, SinkMetrics metrics) throws IOException;

  /** Has metadata added to a file that has all of its rows. */
  void add(EndMetadata metadata, W file, @Nullable String bucketId) throws IOException;
}
