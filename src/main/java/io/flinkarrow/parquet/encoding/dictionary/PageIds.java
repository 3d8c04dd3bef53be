package io.flinkarrow.parquet.encoding.dictionary;

import io.flinkarrow.parquet.encoding.bytes.ByteArrayBuilder;
import io.flinkarrow.parquet.encoding.levels.RunLengthBitPackingEncoder;
import java.util.Arrays;
import javax.annotation.Nullable;

/**
 * The dictionary ids of a page: one byte each while the dictionary has no more entries than a byte
 * can tell, four bytes each from then on. Arrays are kept from page to page until {@link
 * #release()}; what they take depends on the ids, not on the calls that they came in.
 */
public final class PageIds {

  /** The entries whose ids fit a byte. */
  private static final int NARROW_ENTRIES = 1 << Byte.SIZE;

  private static final byte[] NO_BYTES = {};
  private static final int[] NO_INTS = {};

  /** Either of both has the ids, the other one is empty. */
  private byte[] bytes = NO_BYTES;

  private int[] ints = NO_INTS;
  private boolean wide;
  private int count;

  /** All ids, instead of the arrays, if they came as runs. */
  @Nullable private IdRuns runs;

  /** Ids as they are; the array becomes the page's. */
  public static PageIds of(int[] ids) {
    PageIds pageIds = new PageIds();
    pageIds.wide = true;
    pageIds.ints = ids;
    pageIds.count = ids.length;
    return pageIds;
  }

  public int count() {
    return count;
  }

  public int id(int index) {
    if (runs != null) {
      return runs.id(index);
    }
    return wide ? ints[index] : bytes[index] & 0xFF;
  }

  /** The ids from one of them on. */
  public PageIds from(int first) {
    if (first == 0) {
      return this;
    }
    if (runs != null) {
      return of(Arrays.copyOfRange(runs.toArray(count), first, count));
    }
    int[] rest = new int[count - first];
    for (int i = 0; i < rest.length; i++) {
      rest[i] = id(first + i);
    }
    return of(rest);
  }

  /** Appends {@code added} ids of a dictionary that has {@code entries} by now. */
  public void append(int[] ids, int added, int entries) {
    int needed = Math.addExact(count, added);
    if (runs != null) {
      unfoldRuns(entries);
    }
    if (entries > NARROW_ENTRIES) {
      widen();
    }
    if (wide) {
      if (needed > ints.length) {
        ints = Arrays.copyOf(ints, ByteArrayBuilder.capacityFor(needed));
      }
      System.arraycopy(ids, 0, ints, count, added);
    } else {
      if (needed > bytes.length) {
        bytes = Arrays.copyOf(bytes, ByteArrayBuilder.capacityFor(needed));
      }
      for (int i = 0; i < added; i++) {
        bytes[count + i] = (byte) ids[i];
      }
    }
    count = needed;
  }

  /**
   * Appends runs of ids of a dictionary that has {@code entries} by now. They stay runs if there
   * are no others in the page.
   *
   * @param added how many runs
   */
  public void appendRuns(int[] ids, int[] lengths, int added, int entries) {
    if (count == 0) {
      runs = new IdRuns();
    }
    for (int run = 0; run < added; run++) {
      if (runs != null) {
        runs.append(count, ids[run], lengths[run]);
        count = Math.addExact(count, lengths[run]);
      } else {
        int[] repeated = new int[lengths[run]];
        Arrays.fill(repeated, ids[run]);
        append(repeated, repeated.length, entries);
      }
    }
  }

  private void unfoldRuns(int entries) {
    int[] ids = runs.toArray(count);
    runs = null;
    count = 0;
    append(ids, ids.length, entries);
  }

  private void widen() {
    if (!wide) {
      int[] widened = count == 0 ? NO_INTS : new int[ByteArrayBuilder.capacityFor(count)];
      for (int i = 0; i < count; i++) {
        widened[i] = bytes[i] & 0xFF;
      }
      ints = widened;
      bytes = NO_BYTES;
      wide = true;
    }
  }

  /** Forgets all ids from {@code newCount} on. */
  public void truncate(int newCount) {
    count = newCount;
  }

  /** Has ids again that {@link #truncate} took out. */
  public void restore(int restored) {
    count += restored;
  }

  /** What arrays there are. */
  public IdsRoom room() {
    return new IdsRoom(runs == null ? 0 : runs.room(), bytes.length, ints.length, wide);
  }

  /** The same ids in other arrays. */
  public PageIds within(IdsRoom room) {
    PageIds moved = new PageIds();
    moved.wide = room.wide();
    moved.bytes = new byte[room.bytes()];
    moved.ints = new int[room.ints()];
    int entries = 0;
    int[] ids = new int[count];
    for (int i = 0; i < count; i++) {
      ids[i] = id(i);
      entries = Math.max(entries, ids[i] + 1);
    }
    if (room.runs() == 0) {
      moved.append(ids, count, entries);
    } else {
      moved.runs = new IdRuns(room.runs());
      for (int i = 0; i < count; i++) {
        moved.runs.append(i, ids[i], 1);
      }
      moved.count = count;
    }
    return moved;
  }

  /** Sets the bit of each id. */
  void mark(long[] marks) {
    if (runs != null) {
      runs.mark(count, marks);
    } else if (wide) {
      for (int i = 0; i < count; i++) {
        marks[ints[i] >>> 6] |= 1L << ints[i];
      }
    } else {
      for (int i = 0; i < count; i++) {
        marks[(bytes[i] & 0xFF) >>> 6] |= 1L << bytes[i];
      }
    }
  }

  void writeTo(RunLengthBitPackingEncoder encoder) {
    if (runs != null) {
      runs.writeTo(count, encoder);
    } else if (wide) {
      encoder.write(ints, 0, count);
    } else {
      encoder.write(bytes, 0, count);
    }
  }

  /** The ids by what {@code newIds} has at their places. */
  public int[] translated(int[] newIds) {
    int[] translated = new int[count];
    for (int i = 0; i < count; i++) {
      translated[i] = newIds[id(i)];
    }
    return translated;
  }

  /** Has as many other ids instead. */
  public void replaceBy(PageIds others) {
    truncate(0);
    runs = null;
    wide = true;
    bytes = NO_BYTES;
    ints = others.ints;
    count = others.count;
  }

  /** Forgets the ids and the arrays. */
  public void release() {
    bytes = NO_BYTES;
    ints = NO_INTS;
    wide = false;
    runs = null;
    count = 0;
  }

  /** Heap bytes of the arrays. */
  public long retainedBytes() {
    return bytes.length
        + (long) Integer.BYTES * ints.length
        + (runs == null ? 0 : runs.retainedBytes());
  }
}
