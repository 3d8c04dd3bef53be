package io.flinkarrow.cleanup;

/** How far left-over files got, which decides who may still want them. */
enum LeftoverKind {
  /**
   * A hidden Parquet file without a footer, or an empty one: no checkpoint names it but those of
   * jobs whose files stay open.
   */
  INCOMPLETE("incomplete"),
  /** A whole Parquet file with a hidden name: a checkpoint or savepoint may name it. */
  COMPLETE("complete"),
  /** What an upload to S3 lacked at a checkpoint that left it open, which may name it. */
  TAIL("tail of an upload"),
  /** What a batch INSERT has not moved to its table: its job is the only one that could. */
  STAGED("staged"),
  /** A name that Flink gives to hidden files, but no Parquet: of another format's sink. */
  FOREIGN("not Parquet");

  private final String label;

  LeftoverKind(String label) {
    this.label = label;
  }

  String label() {
    return label;
  }
}
