package io.flinkarrow.parquet.options;

/** By which key a leaf column of an encrypted file is encrypted. */
public enum ColumnEncryption {
  /** By the footer's: whoever can read the footer can read the column. */
  FOOTER_KEY,

  /** By a key of its own, which {@link EncryptionKeyProvider#columnKey} gives. */
  COLUMN_KEY,

  /** By none: whoever has the file can read the column's pages. */
  NONE
}
