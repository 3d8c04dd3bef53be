package io.flinkarrow.sink;

import java.io.Serializable;

/**
 * Is told of every part file that a sink has finished. It is sent with the job to every subtask,
 * and each subtask has its own.
 *
 * <pre>{@code
 * ArrowParquetSink.forBatches(directory, schema)
 *     .fileListener(file -> LOG.info("{} has {} rows", file.path(), file.summary().rows()))
 *     .build();
 * }</pre>
 *
 * <p>It is told at the checkpoint, of all files since the last one, before they are committed: if
 * the checkpoint fails, they never become visible, and their rows are written again to files of
 * other names, of which it is told, too. Only a file that a checkpoint before had left open, with
 * {@code keepFilesOpen}, goes on under its name; it is told of again, and what is told last holds.
 */
@FunctionalInterface
public interface FinishedFileListener extends Serializable {

  /**
   * A file is finished. Called by the task's thread, which writes nothing meanwhile.
   *
   * @throws Exception fails the job, and no file of this checkpoint becomes visible
   */
  void fileFinished(FinishedFile file) throws Exception;
}
