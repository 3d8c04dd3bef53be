package io.flinkarrow.read;

import org.apache.flink.runtime.throwable.ThrowableAnnotation;
import org.apache.flink.runtime.throwable.ThrowableType;

/**
 * A file that is sound but can't be read as declared: its types are others, or it is encrypted, or
 * its codec is not supported. Flink ends the job, whatever its restart strategy: the file would be
 * the same.
 */
@ThrowableAnnotation(ThrowableType.NonRecoverableError)
public final class UnreadableFileException extends UnsupportedOperationException {

  private static final long serialVersionUID = 1L;

  UnreadableFileException(RuntimeException cause) {
    super(cause.getMessage(), cause);
  }
}
