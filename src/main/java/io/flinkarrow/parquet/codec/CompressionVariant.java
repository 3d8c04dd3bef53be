package io.flinkarrow.parquet.codec;

/** The ways in which a codec may compress a page. All make what the same readers read. */
public enum CompressionVariant {
  /** As the codec and its level say; every codec has it. */
  BY_LEVEL,

  /** Bytes are coded by how frequent they are, and hardly any repetition is looked for. */
  ENTROPY_ONLY,

  /** Repetitions are found at any distance within the page. */
  LONG_DISTANCE
}
