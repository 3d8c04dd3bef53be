package io.flinkarrow.parquet.encryption;

import java.util.Locale;

/** The kinds of modules, each with the number that stands in a module's AAD. */
public enum ModuleType {
  FOOTER(0),
  COLUMN_METADATA(1),
  DATA_PAGE(2),
  DICTIONARY_PAGE(3),
  DATA_PAGE_HEADER(4),
  DICTIONARY_PAGE_HEADER(5),
  COLUMN_INDEX(6),
  OFFSET_INDEX(7),
  BLOOM_FILTER_HEADER(8),
  BLOOM_FILTER_BITSET(9);

  private final byte number;

  ModuleType(int number) {
    this.number = (byte) number;
  }

  /** What messages call it. */
  String title() {
    return name().toLowerCase(Locale.ROOT).replace('_', ' ').replace("column metadata", "metadata");
  }

  byte number() {
    return number;
  }

  /** Whether it is compressed values, which are encrypted by CTR if the algorithm has it. */
  boolean isPage() {
    return this == DATA_PAGE || this == DICTIONARY_PAGE;
  }
}
