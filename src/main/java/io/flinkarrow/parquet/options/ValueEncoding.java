package io.flinkarrow.parquet.options;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;

/**
 * The encodings a data page's values may be written with where they do not refer to a dictionary,
 * named as in the Parquet format's {@code Encoding} enumeration. Which of them a column may have
 * depends on its physical type: {@link #isFor}.
 */
public enum ValueEncoding {
  /** One value behind the other. */
  PLAIN(EnumSet.allOf(PrimitiveTypeName.class)),

  /** Differences to the value before, bit-packed in blocks: for sorted or slowly moving numbers. */
  DELTA_BINARY_PACKED(EnumSet.of(PrimitiveTypeName.INT32, PrimitiveTypeName.INT64)),

  /** All lengths before all bytes. */
  DELTA_LENGTH_BYTE_ARRAY(EnumSet.of(PrimitiveTypeName.BINARY)),

  /** Without the prefix that a value shares with the one before: for sorted texts. */
  DELTA_BYTE_ARRAY(EnumSet.of(PrimitiveTypeName.BINARY, PrimitiveTypeName.FIXED_LEN_BYTE_ARRAY)),

  /** The first bytes of all values, then their second ones, and so on: for a codec's benefit. */
  BYTE_STREAM_SPLIT(
      EnumSet.of(
          PrimitiveTypeName.INT32,
          PrimitiveTypeName.INT64,
          PrimitiveTypeName.FLOAT,
          PrimitiveTypeName.DOUBLE,
          PrimitiveTypeName.FIXED_LEN_BYTE_ARRAY));

  private final Set<PrimitiveTypeName> types;

  ValueEncoding(Set<PrimitiveTypeName> types) {
    this.types = types;
  }

  /** Whether the format has this encoding for a physical type. */
  public boolean isFor(PrimitiveTypeName type) {
    return types.contains(type);
  }

  /** The encodings that the format has for a physical type, in order of this enumeration. */
  public static List<ValueEncoding> allFor(PrimitiveTypeName type) {
    List<ValueEncoding> encodings = new ArrayList<>(values().length);
    for (ValueEncoding encoding : values()) {
      if (encoding.isFor(type)) {
        encodings.add(encoding);
      }
    }
    return encodings;
  }
}
