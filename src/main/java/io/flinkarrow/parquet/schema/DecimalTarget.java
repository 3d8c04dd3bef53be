package io.flinkarrow.parquet.schema;

/** The Parquet form of a decimal, the smallest that holds its precision. */
public enum DecimalTarget {
  INT32,
  INT64,
  /** Big-endian FIXED_LEN_BYTE_ARRAY. */
  FIXED
}
