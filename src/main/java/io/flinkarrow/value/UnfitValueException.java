package io.flinkarrow.value;

import io.flinkarrow.refusal.RefusedInputException;

/**
 * A stored value that the asked type has no place for; whoever knows column and row says where. The
 * message never holds the value.
 */
public final class UnfitValueException extends RefusedInputException {

  private static final long serialVersionUID = 1L;

  UnfitValueException(String problem) {
    super(problem);
  }
}
