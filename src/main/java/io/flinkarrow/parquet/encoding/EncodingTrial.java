package io.flinkarrow.parquet.encoding;

import io.flinkarrow.parquet.column.ValueEncoding;
import java.util.List;
import org.apache.parquet.schema.PrimitiveType;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;

/**
 * Finds what makes values smallest: encodes them with every encoding their type has, compresses
 * each result with every compressor of the codec, and takes the smallest. Depends on the values
 * only.
 */
final class EncodingTrial {

  /** Enough values for their encodings to differ as those of a whole page do. */
  private static final int SAMPLE_VALUES = 16_384;

  private final PrimitiveType type;
  private final TrialCodec codec;
  private final List<PageEncoder> candidates;

  /**
   * The smallest encoding without a dictionary.
   *
   * @param compressor by number
   * @param bytes about what all values tried become
   */
  record Winner(PageEncoder encoder, int compressor, long bytes) {}

  /** The smallest of the compressors' results. */
  record Compressed(int compressor, long bytes) {}

  EncodingTrial(PrimitiveType type, TrialCodec codec) {
    this.type = type;
    this.codec = codec;
    this.candidates =
        ValueEncoding.allFor(type.getPrimitiveTypeName()).stream()
            .map(encoding -> PageEncoder.of(encoding, type))
            .toList();
  }

  /** How many of a page's first values are enough for {@link #smallest}. */
  static int sampleOf(int valueCount) {
    return Math.min(SAMPLE_VALUES, valueCount);
  }

  /**
   * Tries the first values of a page.
   *
   * @param plain at least {@link #sampleOf} the values, PLAIN-encoded
   * @param valueCount of the page, at least 1
   */
  Winner smallest(byte[] plain, int valueCount) {
    int sample = sampleOf(valueCount);
    int length = plainLength(plain, sample);
    ByteArrayBuilder encoded = new ByteArrayBuilder();
    encoded.reserve(length);
    Winner smallest = null;
    for (PageEncoder candidate : candidates) {
      encoded.reset();
      candidate.encode(plain, length, sample, encoded);
      Compressed compressed = smallest(encoded, 0);
      if (smallest == null || compressed.bytes < smallest.bytes) {
        smallest = new Winner(candidate, compressed.compressor, compressed.bytes);
      }
    }
    long bytes = (long) ((double) smallest.bytes / sample * valueCount);
    return new Winner(smallest.encoder, smallest.compressor, bytes);
  }

  private int plainLength(byte[] plain, int count) {
    if (type.getPrimitiveTypeName() != PrimitiveTypeName.BINARY) {
      return count * PageEncoder.widthOf(type);
    }
    int length = 0;
    for (int i = 0; i < count; i++) {
      length += Integer.BYTES + (int) ByteArrayBuilder.INT.get(plain, length);
    }
    return length;
  }

  /** Tries every compressor on the bytes from {@code from} on. */
  Compressed smallest(ByteArrayBuilder bytes, int from) {
    Compressed smallest = null;
    for (int compressor = 0; compressor < codec.compressorCount(); compressor++) {
      long length = compressedLength(compressor, bytes, from);
      if (smallest == null || length < smallest.bytes) {
        smallest = new Compressed(compressor, length);
      }
    }
    return smallest;
  }

  /** What the bytes of a dictionary page become. */
  long usual(ByteArrayBuilder bytes) {
    return compressedLength(0, bytes, 0);
  }

  private long compressedLength(int compressor, ByteArrayBuilder bytes, int from) {
    return codec.compressedLength(compressor, bytes.array(), from, bytes.length() - from);
  }
}
