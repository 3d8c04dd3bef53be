package io.flinkarrow.read;

/**
 * A file asks for more than a limit allows. The message says what, which limit, and how to raise
 * it; where it is in the file is added by who knows.
 */
final class TooLargeException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  TooLargeException(String message) {
    super(message);
  }
}
