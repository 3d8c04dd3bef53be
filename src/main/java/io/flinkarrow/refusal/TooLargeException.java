package io.flinkarrow.refusal;

import org.apache.flink.runtime.throwable.ThrowableAnnotation;
import org.apache.flink.runtime.throwable.ThrowableType;

/**
 * A file asks for more than a limit allows. The message says what, which limit, and how to raise
 * it; where it is in the file is added by who knows. Flink ends the job, whatever its restart
 * strategy, also where this is only the cause: the file would be the same.
 */
@ThrowableAnnotation(ThrowableType.NonRecoverableError)
public final class TooLargeException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  public TooLargeException(String message) {
    super(message);
  }
}
