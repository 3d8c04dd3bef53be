package io.flinkarrow.read;

import java.io.IOException;
import org.apache.flink.connector.file.src.FileSourceSplit;
import org.apache.flink.connector.file.src.reader.BulkFormat;

/** A format whose readers count what they do. Flink gives a format no place to show it. */
interface SplitFormat<T> extends BulkFormat<T, FileSourceSplit> {

  /** Opens a split at its position, or at its start if it has none. */
  BulkFormat.Reader<T> open(FileSourceSplit split, ReadMetrics metrics) throws IOException;
}
