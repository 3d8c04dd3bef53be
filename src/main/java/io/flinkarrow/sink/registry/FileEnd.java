package io.flinkarrow.sink.registry;

/** Why a part file was closed. */
public enum FileEnd {
  BYTES,
  ROWS,
  AGE,
  INACTIVITY,
  CHECKPOINT,
  END_OF_INPUT,
  BUDGET
}
