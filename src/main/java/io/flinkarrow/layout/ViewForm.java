package io.flinkarrow.layout;

import java.nio.ByteBuffer;

/**
 * A view of the types Utf8View and BinaryView, 16 bytes: the length, then the value itself if it is
 * short, or else its first bytes, the data buffer it lies in, and where.
 */
public final class ViewForm {

  public static final int WIDTH = 16;

  /** Values up to this length lie within their views. */
  public static final int MAXIMUM_INLINE = 12;

  /** Where in a view a short value begins, and the first bytes of a long one. */
  public static final int VALUE = 4;

  /** How many bytes of a long value stand in its view. */
  public static final int PREFIX_LENGTH = 4;

  /** Where in the view of a long value the index of its data buffer stands. */
  public static final int BUFFER = 8;

  /** Where in the view of a long value its offset in the data buffer stands. */
  public static final int OFFSET = 12;

  private ViewForm() {}

  /** Whether a value lies within its view; a negative length is none. */
  public static boolean isInline(int length) {
    return length <= MAXIMUM_INLINE;
  }

  public static int length(ByteBuffer views, int slot) {
    return views.getInt(slot * WIDTH);
  }

  /** The data buffer of a long value. */
  public static int buffer(ByteBuffer views, int slot) {
    return views.getInt(slot * WIDTH + BUFFER);
  }

  /** Where in its data buffer a long value begins. */
  public static int offset(ByteBuffer views, int slot) {
    return views.getInt(slot * WIDTH + OFFSET);
  }
}
