package io.flinkarrow.sink;

/** Why a part file was closed. */
enum FileEnd {
  BYTES,
  ROWS,
  AGE,
  INACTIVITY,
  CHECKPOINT,
  END_OF_INPUT,
  BUDGET
}
