package io.flinkarrow.benchmark.comparison;

/** The questions that are asked. */
public enum Experiment {
  /** What a file costs, in rounds of all contestants. */
  WRITERS,
  /** Resident memory that the first file of a new process adds. */
  MEMORY,
  /** What the writer holds with row groups of 16 MiB. Taken along with {@link #WRITERS}. */
  RETAINED,
  /** What a file costs that has the same number of cells in few or many columns. */
  COLUMNS
}
