package io.flinkarrow.value.variant;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;

/** Objects and arrays in the Parquet format's encoding of variants. */
final class VariantEncoding {

  private static final int OBJECT = 2;
  private static final int ARRAY = 3;
  private static final int BASIC_TYPE_MASK = 3;
  private static final int BASIC_TYPE_BITS = 2;
  private static final int MOST_SMALL = 255;

  private VariantEncoding() {}

  static byte[] ofNull() {
    return new byte[1];
  }

  static byte[] ofArray(List<byte[]> elements) {
    int offsetWidth = width(total(elements));
    boolean large = elements.size() > MOST_SMALL;
    VariantOutput out =
        new VariantOutput(size(large) + offsetWidth * (elements.size() + 1L) + total(elements));
    int header = (offsetWidth - 1) | (large ? 1 << 2 : 0);
    out.unsigned((header << BASIC_TYPE_BITS) | ARRAY, 1);
    out.unsigned(elements.size(), size(large) - 1);
    offsetsAndValues(out, offsetWidth, elements);
    return out.bytes();
  }

  /**
   * @param fields ordered by their names, which are distinct
   */
  static byte[] ofObject(Collection<ObjectField> fields) {
    List<byte[]> values = fields.stream().map(ObjectField::value).toList();
    int offsetWidth = width(total(values));
    int idWidth = width(fields.stream().mapToInt(ObjectField::id).max().orElse(0));
    boolean large = values.size() > MOST_SMALL;
    VariantOutput out =
        new VariantOutput(
            size(large)
                + (long) idWidth * values.size()
                + offsetWidth * (values.size() + 1L)
                + total(values));
    int header = (offsetWidth - 1) | ((idWidth - 1) << 2) | (large ? 1 << 4 : 0);
    out.unsigned((header << BASIC_TYPE_BITS) | OBJECT, 1);
    out.unsigned(values.size(), size(large) - 1);
    for (ObjectField field : fields) {
      out.unsigned(field.id(), idWidth);
    }
    offsetsAndValues(out, offsetWidth, values);
    return out.bytes();
  }

  private static void offsetsAndValues(VariantOutput out, int offsetWidth, List<byte[]> values) {
    int offset = 0;
    out.unsigned(offset, offsetWidth);
    for (byte[] value : values) {
      offset += value.length;
      out.unsigned(offset, offsetWidth);
    }
    values.forEach(out::bytes);
  }

  /** Of the header and the number of parts. */
  private static int size(boolean large) {
    return 1 + (large ? Integer.BYTES : 1);
  }

  private static long total(List<byte[]> values) {
    return values.stream().mapToLong(value -> value.length).sum();
  }

  /** Bytes of the widest number. */
  private static int width(long most) {
    int bits = Long.SIZE - Long.numberOfLeadingZeros(most);
    return Math.max(1, (bits + Byte.SIZE - 1) / Byte.SIZE);
  }

  /**
   * The fields of an object. A field's value ends where the next one begins, in the order of bytes.
   *
   * @throws IllegalArgumentException if the value is no object, or its bytes are not those of one
   */
  static List<ObjectField> fieldsOf(byte[] object) {
    if (object.length == 0 || (object[0] & BASIC_TYPE_MASK) != OBJECT) {
      throw new IllegalArgumentException(
          "a variant has typed fields, but its value is no object. The file is damaged; write it again");
    }
    int header = (object[0] & 0xff) >> BASIC_TYPE_BITS;
    int offsetWidth = (header & 3) + 1;
    int idWidth = ((header >> 2) & 3) + 1;
    int ids = size(((header >> 4) & 1) == 1);
    if (object.length < ids) {
      throw damaged();
    }
    long count = unsigned(object, 1, ids - 1);
    long start = ids + (idWidth + offsetWidth) * count + offsetWidth;
    if (start > object.length) {
      throw damaged();
    }
    int offsets = ids + idWidth * (int) count;
    long[] bounds = new long[(int) count + 1];
    for (int i = 0; i <= count; i++) {
      bounds[i] = start + unsigned(object, offsets + offsetWidth * i, offsetWidth);
    }
    long end = bounds[(int) count];
    long[] ordered = bounds.clone();
    Arrays.sort(ordered);
    if (end > object.length || ordered[(int) count] > end) {
      throw damaged();
    }
    List<ObjectField> fields = new ArrayList<>();
    long bytes = 0;
    for (int i = 0; i < count; i++) {
      int next = Arrays.binarySearch(ordered, bounds[i] + 1);
      long to = ordered[next < 0 ? Math.min(-next - 1, (int) count) : next];
      long id = unsigned(object, ids + idWidth * i, idWidth);
      bytes += to - bounds[i];
      // Fields that share bytes would be copied again and again.
      if (to <= bounds[i] || bytes > end - start || id > Integer.MAX_VALUE) {
        throw damaged();
      }
      fields.add(new ObjectField((int) id, Arrays.copyOfRange(object, (int) bounds[i], (int) to)));
    }
    return fields;
  }

  /** Little-endian, of 1 to 4 bytes. */
  static long unsigned(byte[] bytes, int position, int width) {
    long number = 0;
    for (int i = 0; i < width; i++) {
      number |= (bytes[position + i] & 0xffL) << (i * Byte.SIZE);
    }
    return number;
  }

  private static IllegalArgumentException damaged() {
    return new IllegalArgumentException(
        "the value of a variant is not what the format says. The file is damaged; write it again");
  }
}
