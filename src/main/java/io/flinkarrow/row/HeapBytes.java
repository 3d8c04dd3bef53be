package io.flinkarrow.row;

/** What Flink's values take on the heap at most, whatever the JVM: with headers and references. */
final class HeapBytes {

  /** A number or a timestamp. */
  static final int FIXED = 32;

  /** With the number in it, of up to 38 digits. */
  static final int DECIMAL = 224;

  /** Besides its parts. */
  static final int VARIANT = 40;

  private static final int REFERENCE = 8;
  private static final int ARRAY = 24;
  private static final int OBJECT_WITH_ARRAY = 32 + ARRAY;
  private static final int TEXT = 240;
  private static final int MAP = 208;
  private static final int MAP_ENTRY = 104;

  private HeapBytes() {}

  static long binary(long length) {
    return ARRAY + length;
  }

  /**
   * @param length of its UTF-8
   */
  static long text(long length) {
    return TEXT + length;
  }

  /** Besides its elements. */
  static long list(long length) {
    return OBJECT_WITH_ARRAY + REFERENCE * length;
  }

  /** Besides its fields. */
  static long row(int width) {
    return OBJECT_WITH_ARRAY + (long) REFERENCE * width;
  }

  /** Besides its keys and values. */
  static long map(long entries) {
    return MAP + MAP_ENTRY * entries;
  }
}
