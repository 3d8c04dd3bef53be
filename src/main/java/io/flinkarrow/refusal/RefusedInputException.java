package io.flinkarrow.refusal;

import org.apache.flink.runtime.throwable.ThrowableAnnotation;
import org.apache.flink.runtime.throwable.ThrowableType;

/**
 * An element that cannot be written, a payload that cannot be decoded or a file that cannot be read
 * as what was declared. Says where it lies, what was expected and what came, never a value.
 *
 * <p>Flink ends a job that fails with it, whatever its restart strategy: the same input would come
 * again, without end. Flink looks through all causes, so nothing that a restart can mend may have
 * it as its cause, and it never has one that a restart can mend: no failure of streams or memory,
 * and no fault of this library's.
 */
@ThrowableAnnotation(ThrowableType.NonRecoverableError)
public class RefusedInputException extends IllegalArgumentException {

  private static final long serialVersionUID = 1L;

  public RefusedInputException(String message) {
    super(message);
  }

  /**
   * @param cause who refused it
   */
  public RefusedInputException(String message, Throwable cause) {
    super(message, cause);
  }
}
