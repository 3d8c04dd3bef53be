package io.flinkarrow.value;

/** What Flink's values take on the heap at most, whatever the JVM: with headers and references. */
public final class HeapSizes {

  /** A number or a timestamp. */
  public static final int FIXED = 32;

  /** With the number in it, of up to 38 digits. */
  public static final int DECIMAL = 224;

  /** Besides its parts. */
  public static final int VARIANT = 40;

  /** Besides key and value. */
  public static final int MAP_ENTRY = 104;

  private static final int REFERENCE = 8;

  /** The place of an element while its list grows, and afterwards. */
  public static final int GROWING_ELEMENT = 3 * REFERENCE;

  private static final int ARRAY = 24;
  private static final int OBJECT_WITH_ARRAY = 32 + ARRAY;
  private static final int STRING = 240;
  private static final int MAP = 208;

  private HeapSizes() {}

  public static long binary(long length) {
    return ARRAY + length;
  }

  /**
   * @param length of its UTF-8
   */
  public static long string(long length) {
    return STRING + length;
  }

  /** Besides its elements. */
  public static long list(long length) {
    return OBJECT_WITH_ARRAY + REFERENCE * length;
  }

  /** Besides its fields. */
  public static long row(int width) {
    return OBJECT_WITH_ARRAY + (long) REFERENCE * width;
  }

  /** Besides its keys and values. */
  public static long map(long entries) {
    return MAP + MAP_ENTRY * entries;
  }
}
