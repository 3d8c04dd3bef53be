package io.flinkarrow.testing;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.schema.LogicalTypeAnnotation.DecimalLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.StringLogicalTypeAnnotation;
import org.apache.parquet.schema.PrimitiveType;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;

/**
 * Judges a stored minimum or maximum against the value it stands for: equal, or, for long binary
 * values, a truncation that still bounds it, is no shorter than need be and no longer than allowed.
 */
final class BoundsCheck {

  private static final int LONGEST_FIXED_BOUND = 2047;

  private final PrimitiveType type;
  private final int truncateLength;

  BoundsCheck(PrimitiveType type, int truncateLength) {
    this.type = type;
    this.truncateLength = truncateLength;
  }

  /** Whether values have bounds in a file: the format orders them, and they are not too long. */
  boolean areStored(Extremes values) {
    return values.min() != null
        && (type.getPrimitiveTypeName() != PrimitiveTypeName.FIXED_LEN_BYTE_ARRAY
            || type.getTypeLength() <= LONGEST_FIXED_BOUND);
  }

  boolean isExact(Object value, byte[] stored) {
    return Arrays.equals(Extremes.toBytes(value), stored);
  }

  void minimum(Place place, Object value, byte[] stored) {
    byte[] whole = Extremes.toBytes(value);
    if (whole.length <= truncateLength || !isTruncatable()) {
      exactly(place, "minimum", whole, stored);
      return;
    }
    place.check(
        stored.length <= truncateLength && stored.length > truncateLength - 4,
        "the minimum must be truncated to %d bytes but has %d",
        truncateLength,
        stored.length);
    place.check(
        Arrays.equals(stored, Arrays.copyOf(whole, stored.length)),
        "the truncated minimum must be a prefix of the smallest value");
    text(place, "minimum", whole, stored);
  }

  void maximum(Place place, Object value, byte[] stored) {
    byte[] whole = Extremes.toBytes(value);
    if (whole.length <= truncateLength || !isTruncatable()) {
      exactly(place, "maximum", whole, stored);
      return;
    }
    if (Arrays.equals(whole, stored)) {
      place.check(
          !canIncrement(whole),
          "the maximum has %d bytes, must be truncated to %d and could be",
          whole.length,
          truncateLength);
      return;
    }
    place.check(
        stored.length <= truncateLength,
        "the maximum must be truncated to %d bytes but has %d",
        truncateLength,
        stored.length);
    place.check(
        Extremes.comparator(type).compare(Binary.fromConstantByteArray(stored), value) > 0,
        "the truncated maximum must be greater than the largest value");
    int shared = Arrays.mismatch(whole, stored);
    place.check(
        shared >= stored.length - 4,
        "only %d of the truncated maximum's %d bytes are the largest value's",
        shared,
        stored.length);
    text(place, "maximum", whole, stored);
  }

  private boolean isTruncatable() {
    return switch (type.getPrimitiveTypeName()) {
      case BINARY -> !(type.getLogicalTypeAnnotation() instanceof DecimalLogicalTypeAnnotation);
      case BOOLEAN, INT32, INT64, INT96, FLOAT, DOUBLE, FIXED_LEN_BYTE_ARRAY -> false;
    };
  }

  private boolean canIncrement(byte[] whole) {
    if (isText()) {
      String prefix = new String(whole, 0, truncateLength - 3, StandardCharsets.UTF_8);
      return prefix.codePoints().limit(8).anyMatch(point -> point != Character.MAX_CODE_POINT);
    }
    for (int i = 0; i < truncateLength; i++) {
      if (whole[i] != (byte) 0xff) {
        return true;
      }
    }
    return false;
  }

  private boolean isText() {
    return type.getLogicalTypeAnnotation() instanceof StringLogicalTypeAnnotation;
  }

  private void text(Place place, String what, byte[] whole, byte[] stored) {
    if (isText() && isUtf8(whole)) {
      place.check(isUtf8(stored), "the truncated %s must be valid UTF-8", what);
    }
  }

  private static boolean isUtf8(byte[] bytes) {
    try {
      StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes));
      return true;
    } catch (CharacterCodingException e) {
      return false;
    }
  }

  private void exactly(Place place, String what, byte[] whole, byte[] stored) {
    place.check(
        Arrays.equals(whole, stored),
        "the %s must be %s but is %s",
        what,
        Extremes.fromBytes(type, whole),
        Extremes.fromBytes(type, stored));
  }
}
