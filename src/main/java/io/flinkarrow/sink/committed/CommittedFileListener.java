package io.flinkarrow.sink.committed;

import java.io.Serializable;

/**
 * Is told of every part file that a sink has committed. It is sent with the job to every subtask,
 * and each subtask has its own.
 *
 * <p>It is told after the commit, when readers see the file. A failure between the commit and the
 * next checkpoint has it told again, of the same path: at least once per file.
 */
@FunctionalInterface
public interface CommittedFileListener extends Serializable {

  /**
   * A file is committed. Called by the task's thread, which commits nothing meanwhile.
   *
   * @throws Exception fails the task. The files stay visible, and after the restart the listener is
   *     told again of all files of that checkpoint and subtask
   */
  void fileCommitted(CommittedFile file) throws Exception;
}
