package io.flinkarrow.ipc.check;

import io.flinkarrow.ipc.body.HeapBuffer;
import io.flinkarrow.ipc.body.MalformedBytesException;
import io.flinkarrow.ipc.body.PayloadMemoryLimit;
import io.flinkarrow.layout.ViewForm;
import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.List;

/** A view column: lengths, where its values lie, their prefixes, whether strings are UTF-8. */
final class ViewCheck {

  private static final int INTS = ViewForm.WIDTH / Integer.BYTES;
  private static final int BUFFER = ViewForm.BUFFER / Integer.BYTES;
  private static final int OFFSET = ViewForm.OFFSET / Integer.BYTES;

  private final CheckedColumn column;
  private final HeapBuffer views;
  private final List<HeapBuffer> data;
  private final boolean strings;
  private final boolean[] ascii;

  ViewCheck(CheckedColumn column, HeapBuffer views, List<HeapBuffer> data, boolean strings) {
    this.column = column;
    this.views = views;
    this.data = data;
    this.strings = strings;
    this.ascii = new boolean[data.size()];
  }

  /** The first slot that is neither null nor UTF-8; negative if there is none. */
  int check(PayloadMemoryLimit budget) throws MalformedBytesException {
    column.requireBytes(views, (long) column.length() * ViewForm.WIDTH);
    long free = 0;
    for (int i = 0; i < ascii.length; i++) {
      HeapBuffer buffer = data.get(i);
      ascii[i] =
          strings
              && Utf8.isAscii(buffer.bytes(), buffer.offset(), buffer.offset() + buffer.length());
      free += buffer.length();
    }
    int invalid = -1;
    for (int i = 0; i < column.length(); i++) {
      if (column.isNull(i)) {
        continue;
      }
      int length = views.int32(i * INTS);
      if (length < 0 || !ViewForm.isInline(length)) {
        requireInside(i, length);
        // Many views may be of the same bytes: whoever unfolds them pays for each.
        free -= length;
        if (free < 0) {
          budget.charge(-free, views.origin());
          free = 0;
        }
      }
      if (strings && invalid < 0 && !isValid(i, length)) {
        invalid = i;
      }
    }
    return invalid;
  }

  private void requireInside(int slot, int length) throws MalformedBytesException {
    int index = views.int32(slot * INTS + BUFFER);
    int offset = views.int32(slot * INTS + OFFSET);
    if (length < 0
        || index < 0
        || index >= data.size()
        || offset < 0
        || length > data.get(index).length() - offset) {
      throw column.refused(
          views, "has at slot %d a view that lies in none of its data buffers".formatted(slot));
    }
    HeapBuffer buffer = data.get(index);
    for (int i = 0; i < ViewForm.PREFIX_LENGTH; i++) {
      if (views.int8(slot * ViewForm.WIDTH + ViewForm.VALUE + i) != buffer.int8(offset + i)) {
        throw column.refused(
            views, "has at slot %d a view whose prefix is not its value's".formatted(slot));
      }
    }
  }

  private boolean isValid(int slot, int length) {
    boolean known = !ViewForm.isInline(length) && ascii[views.int32(slot * INTS + BUFFER)];
    return known
        || Utf8.isValid(bytes(slot, length), start(slot, length), start(slot, length) + length);
  }

  private byte[] bytes(int slot, int length) {
    return ViewForm.isInline(length)
        ? views.bytes()
        : data.get(views.int32(slot * INTS + BUFFER)).bytes();
  }

  private int start(int slot, int length) {
    return ViewForm.isInline(length)
        ? views.offset() + slot * ViewForm.WIDTH + ViewForm.VALUE
        : data.get(views.int32(slot * INTS + BUFFER)).offset() + views.int32(slot * INTS + OFFSET);
  }

  /** New views, and the data buffer that comes behind those there are. */
  record Repaired(HeapBuffer views, HeapBuffer data) {}

  /** Replaces ill-formed sequences; what is checked and well-formed stays where it is. */
  Repaired repair(PayloadMemoryLimit budget) throws MalformedBytesException {
    budget.charge(views.length(), views.origin());
    byte[] target = new byte[views.length()];
    views.copyTo(target, 0);
    ByteArrayOutputStream added = new ByteArrayOutputStream();
    for (int i = 0; i < column.length(); i++) {
      int length = column.isNull(i) ? 0 : views.int32(i * INTS);
      if (!column.isNull(i) && !isValid(i, length)) {
        budget.charge(3L * length, views.origin());
        byte[] repaired =
            StringCheck.repaired(bytes(i, length), start(i, length), start(i, length) + length);
        put(target, i * ViewForm.WIDTH, repaired, added);
      }
    }
    return new Repaired(
        new HeapBuffer(target, 0, target.length, views.origin()),
        new HeapBuffer(added.toByteArray(), 0, added.size(), views.origin()));
  }

  private void put(byte[] target, int position, byte[] value, ByteArrayOutputStream added) {
    Arrays.fill(target, position, position + ViewForm.WIDTH, (byte) 0);
    HeapBuffer.putInt32(target, position, value.length);
    boolean inline = ViewForm.isInline(value.length);
    System.arraycopy(
        value,
        0,
        target,
        position + ViewForm.VALUE,
        inline ? value.length : ViewForm.PREFIX_LENGTH);
    if (!inline) {
      HeapBuffer.putInt32(target, position + ViewForm.BUFFER, data.size());
      HeapBuffer.putInt32(target, position + ViewForm.OFFSET, added.size());
      added.writeBytes(value);
    }
  }
}
