package io.flinkarrow.parquet.encoding.values;

import io.flinkarrow.parquet.encoding.bytes.ByteArrayBuilder;
import io.flinkarrow.parquet.options.ValueEncoding;
import io.flinkarrow.parquet.type.Int96;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.apache.parquet.format.Encoding;
import org.apache.parquet.schema.PrimitiveType;

/**
 * Makes the value section of a data page from the page's values, which wait PLAIN-encoded until it
 * is sealed: so there is one way to take values in, and several encodings can be tried on the same
 * page. Keeps nothing from page to page.
 */
public abstract sealed class PageEncoder
    permits PlainPageEncoder,
        DeltaBinaryPackedIntEncoder,
        DeltaBinaryPackedLongEncoder,
        DeltaLengthByteArrayEncoder,
        DeltaByteArrayEncoder,
        ByteStreamSplitEncoder {

  private static final Map<ValueEncoding, Encoding> IN_FORMAT = new EnumMap<>(ValueEncoding.class);

  static {
    Arrays.stream(ValueEncoding.values())
        .forEach(encoding -> IN_FORMAT.put(encoding, Encoding.valueOf(encoding.name())));
  }

  private final ValueEncoding valueEncoding;

  PageEncoder(ValueEncoding valueEncoding) {
    this.valueEncoding = valueEncoding;
  }

  /**
   * @param encoding one that the type has
   */
  public static PageEncoder of(ValueEncoding encoding, PrimitiveType type) {
    return switch (encoding) {
      case PLAIN -> PlainPageEncoder.INSTANCE;
      case DELTA_BINARY_PACKED -> deltaBinaryPacked(DeltaBlocks.SHORT, type);
      case DELTA_LENGTH_BYTE_ARRAY -> new DeltaLengthByteArrayEncoder();
      case DELTA_BYTE_ARRAY ->
          type.getPrimitiveTypeName() == PrimitiveType.PrimitiveTypeName.BINARY
              ? DeltaByteArrayEncoder.ofVariableWidth()
              : DeltaByteArrayEncoder.ofWidth(type.getTypeLength());
      case BYTE_STREAM_SPLIT -> new ByteStreamSplitEncoder(widthOf(type));
    };
  }

  private static PageEncoder deltaBinaryPacked(DeltaBlocks blocks, PrimitiveType type) {
    return type.getPrimitiveTypeName() == PrimitiveType.PrimitiveTypeName.INT32
        ? new DeltaBinaryPackedIntEncoder(blocks)
        : new DeltaBinaryPackedLongEncoder(blocks);
  }

  /**
   * The encoders of a type whose pages DuckDB, parquet-java and Arrow C++ all read, those that more
   * readers know before others.
   */
  public static List<PageEncoder> candidates(PrimitiveType type) {
    List<PageEncoder> encoders = new ArrayList<>();
    for (ValueEncoding encoding : ValueEncoding.allFor(type.getPrimitiveTypeName())) {
      if (encoding == ValueEncoding.BYTE_STREAM_SPLIT
          && type.getPrimitiveTypeName() == PrimitiveType.PrimitiveTypeName.FIXED_LEN_BYTE_ARRAY) {
        // DuckDB 2.0 reads it of numbers only.
        continue;
      }
      encoders.add(of(encoding, type));
      if (encoding == ValueEncoding.DELTA_BINARY_PACKED) {
        encoders.add(deltaBinaryPacked(DeltaBlocks.LONG, type));
      }
    }
    return encoders;
  }

  /** The bytes of every value of a type whose values all have as many. */
  public static int widthOf(PrimitiveType type) {
    return switch (type.getPrimitiveTypeName()) {
      case INT32, FLOAT -> Integer.BYTES;
      case INT64, DOUBLE -> Long.BYTES;
      case FIXED_LEN_BYTE_ARRAY -> type.getTypeLength();
      case INT96 -> Int96.BYTES;
      case BOOLEAN, BINARY ->
          throw new IllegalArgumentException("%s has no fixed width in bytes".formatted(type));
    };
  }

  /** As page header and footer name it. */
  public final Encoding encoding() {
    return IN_FORMAT.get(valueEncoding);
  }

  /**
   * Appends a value section.
   *
   * @param plain the values in PLAIN encoding, from 0 on; not the array of {@code out}
   * @param plainLength their bytes
   * @param valueCount their number, perhaps 0
   */
  public abstract void encode(byte[] plain, int plainLength, int valueCount, ByteArrayBuilder out);
}
