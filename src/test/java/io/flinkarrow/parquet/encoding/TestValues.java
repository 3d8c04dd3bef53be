package io.flinkarrow.parquet.encoding;

import io.flinkarrow.parquet.column.LeafValues;
import io.flinkarrow.parquet.column.SliceDictionary;
import io.flinkarrow.parquet.encoding.values.PageEncoder;
import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.schema.LogicalTypeAnnotation.DecimalLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.Float16LogicalTypeAnnotation;
import org.apache.parquet.schema.PrimitiveType;

/** Values as objects, the slow and obvious form, and how they become slices. */
public final class TestValues {

  private TestValues() {}

  /** Random values of which about {@code distinct} differ. */
  public static List<Object> random(PrimitiveType type, int count, int distinct, Random random) {
    List<Object> pool = new ArrayList<>();
    for (int i = 0; i < distinct; i++) {
      pool.add(random(type, random));
    }
    List<Object> values = new ArrayList<>();
    while (values.size() < count) {
      Object value = pool.get(random.nextInt(distinct));
      int repeats = random.nextInt(8) == 0 ? 1 + random.nextInt(30) : 1;
      for (int i = 0; i < repeats && values.size() < count; i++) {
        values.add(value);
      }
    }
    return values;
  }

  static Object random(PrimitiveType type, Random random) {
    return switch (type.getPrimitiveTypeName()) {
      case BOOLEAN -> random.nextBoolean();
      case INT32 -> random.nextInt(4) == 0 ? random.nextInt(10) : random.nextInt();
      case INT64 -> random.nextInt(4) == 0 ? (long) random.nextInt(10) : random.nextLong();
      case FLOAT -> (float) random.nextGaussian() * (random.nextInt(3) - 1);
      case DOUBLE -> random.nextGaussian() * (random.nextInt(3) - 1);
      case BINARY ->
          type.getLogicalTypeAnnotation() instanceof DecimalLogicalTypeAnnotation
              ? Binary.fromConstantByteArray(
                  new BigInteger(random.nextInt(100), random)
                      .subtract(BigInteger.ONE.shiftLeft(random.nextInt(99)))
                      .toByteArray())
              : Binary.fromConstantByteArray(randomText(random));
      case FIXED_LEN_BYTE_ARRAY, INT96 -> randomFixed(type, random);
    };
  }

  private static byte[] randomText(Random random) {
    int length = random.nextInt(20) == 0 ? random.nextInt(200) : random.nextInt(20);
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < length; i++) {
      text.appendCodePoint(random.nextInt(10) == 0 ? 0x1F600 + i : 'a' + random.nextInt(3));
    }
    return text.toString().getBytes(StandardCharsets.UTF_8);
  }

  private static Binary randomFixed(PrimitiveType type, Random random) {
    byte[] bytes = new byte[PageEncoder.widthOf(type)];
    random.nextBytes(bytes);
    if (type.getLogicalTypeAnnotation() instanceof Float16LogicalTypeAnnotation) {
      // No NaN: not all bits of the exponent.
      bytes[1] &= (byte) ~0x04;
    }
    return Binary.fromConstantByteArray(bytes);
  }

  /** The values as a slice; those of byte arrays with a first offset that isn't 0. */
  static LeafValues slice(PrimitiveType type, List<Object> values) {
    int count = values.size();
    return switch (type.getPrimitiveTypeName()) {
      case BOOLEAN -> booleans(values);
      case INT32 -> new LeafValues.Ints(padded(ints(values)), count);
      case FLOAT ->
          new LeafValues.Ints(
              padded(values.stream().mapToInt(v -> Float.floatToRawIntBits((float) v)).toArray()),
              count);
      case INT64 -> new LeafValues.Longs(values.stream().mapToLong(v -> (long) v).toArray(), count);
      case DOUBLE ->
          new LeafValues.Longs(
              values.stream().mapToLong(v -> Double.doubleToRawLongBits((double) v)).toArray(),
              count);
      case BINARY -> bytes(values);
      case FIXED_LEN_BYTE_ARRAY, INT96 ->
          new LeafValues.FixedBytes(concatenate(values), PageEncoder.widthOf(type), count);
    };
  }

  private static int[] ints(List<Object> values) {
    return values.stream().mapToInt(v -> (int) v).toArray();
  }

  private static int[] padded(int[] values) {
    return Arrays.copyOf(values, values.length + 3);
  }

  private static LeafValues booleans(List<Object> values) {
    long[] words = new long[values.size() / 64 + 1];
    // Bits behind the last value mean nothing.
    Arrays.fill(words, -1L);
    for (int i = 0; i < values.size(); i++) {
      if (!(boolean) values.get(i)) {
        words[i / 64] &= ~(1L << (i % 64));
      }
    }
    return new LeafValues.Booleans(words, values.size());
  }

  private static LeafValues bytes(List<Object> values) {
    byte[] content = concatenate(values);
    byte[] shifted = new byte[content.length + 3];
    System.arraycopy(content, 0, shifted, 3, content.length);
    int[] offsets = offsets(values);
    for (int i = 0; i < offsets.length; i++) {
      offsets[i] += 3;
    }
    return new LeafValues.Bytes(shifted, offsets, values.size());
  }

  private static byte[] concatenate(List<Object> values) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    values.forEach(value -> bytes.writeBytes(((Binary) value).getBytes()));
    return bytes.toByteArray();
  }

  private static int[] offsets(List<Object> values) {
    int[] offsets = new int[values.size() + 1];
    for (int i = 0; i < values.size(); i++) {
      offsets[i + 1] = offsets[i] + ((Binary) values.get(i)).length();
    }
    return offsets;
  }

  /** A dictionary of the entries, in this order. */
  static SliceDictionary dictionary(List<Object> entries) {
    return new SliceDictionary(concatenate(entries), offsets(entries), entries.size());
  }

  /** The values by reference to a dictionary that has them. */
  static LeafValues references(
      List<Object> values, List<Object> entries, SliceDictionary dictionary) {
    int[] ids = values.stream().mapToInt(entries::indexOf).toArray();
    return new LeafValues.DictionaryIds(ids, ids.length, dictionary);
  }
}
