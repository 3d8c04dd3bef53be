package io.flinkarrow.parquet.footer;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.schema.PrimitiveComparator;
import org.apache.parquet.schema.PrimitiveStringifier;
import org.apache.parquet.schema.PrimitiveType;

/**
 * Minima and maxima as a footer has them, PLAIN-encoded and without a length, as values of their
 * column's type. Which order that type has, and how its values are shown, parquet-java says.
 */
public final class FooterBounds {

  private FooterBounds() {}

  /** Compares two bounds in the order of the type, which has one. */
  public static int compare(PrimitiveType type, byte[] left, byte[] right) {
    PrimitiveComparator<Binary> order = type.comparator();
    return switch (type.getPrimitiveTypeName()) {
      case BOOLEAN -> order.compare(left[0] != 0, right[0] != 0);
      case INT32 -> order.compare(plain(left).getInt(), plain(right).getInt());
      case INT64 -> order.compare(plain(left).getLong(), plain(right).getLong());
      case FLOAT -> order.compare(plain(left).getFloat(), plain(right).getFloat());
      case DOUBLE -> order.compare(plain(left).getDouble(), plain(right).getDouble());
      case BINARY, FIXED_LEN_BYTE_ARRAY, INT96 -> order.compare(binary(left), binary(right));
    };
  }

  /** A bound as parquet-java shows values of the type. */
  public static String text(PrimitiveType type, byte[] bound) {
    PrimitiveStringifier stringifier = type.stringifier();
    return switch (type.getPrimitiveTypeName()) {
      case BOOLEAN -> stringifier.stringify(bound[0] != 0);
      case INT32 -> stringifier.stringify(plain(bound).getInt());
      case INT64 -> stringifier.stringify(plain(bound).getLong());
      case FLOAT -> stringifier.stringify(plain(bound).getFloat());
      case DOUBLE -> stringifier.stringify(plain(bound).getDouble());
      case BINARY, FIXED_LEN_BYTE_ARRAY, INT96 -> stringifier.stringify(binary(bound));
    };
  }

  private static ByteBuffer plain(byte[] bound) {
    return ByteBuffer.wrap(bound).order(ByteOrder.LITTLE_ENDIAN);
  }

  private static Binary binary(byte[] bound) {
    return Binary.fromConstantByteArray(bound);
  }
}
