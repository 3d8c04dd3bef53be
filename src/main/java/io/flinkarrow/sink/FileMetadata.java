package io.flinkarrow.sink;

import java.io.Serializable;
import java.util.Map;

/**
 * Says what a part file's key-value metadata has about the file, once it has all of its rows. It is
 * sent with the job to every subtask, and each subtask has its own.
 *
 * <pre>{@code
 * ArrowParquetSink.forBatches(directory, schema)
 *     .fileMetadata(file -> Map.of("rows", String.valueOf(file.summary().rows())))
 *     .build();
 * }</pre>
 */
@FunctionalInterface
public interface FileMetadata extends Serializable {

  /**
   * The entries of one file. Each file is asked for once, when it ends, which may be in the middle
   * of a checkpoint and in any thread of the subtask; calls of one subtask never overlap.
   *
   * @return entries that the file gets besides those of the schema and {@code
   *     WriterOptions.keyValueMetadata}, and in place of those with the same key
   * @throws Exception fails the job, and the file does not become visible
   */
  Map<String, String> of(EndingFile file) throws Exception;
}
