package io.flinkarrow.parquet.page;

import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;

/**
 * Holds the compressed pages of all columns of one writer until their row group ends. Append-only:
 * what was appended is read back by its {@link Location} until {@link #reset()}. Not thread-safe.
 *
 * <p>Bytes lie in slabs and run over from one slab into the next, so that only the last slab has
 * room that nobody uses and no page ever needs an array of its own size.
 */
public final class PageStore extends OutputStream implements PageKeeper {

  /** A byte array's header on a 64-bit VM, so that a slab with it has a power of two bytes. */
  private static final int ARRAY_HEADER = 16;

  private static final int FIRST_SLAB = (16 << 10) - ARRAY_HEADER;

  /** Half a megabyte and more is humongous to G1 in a small heap: a region or more for each. */
  private static final int LARGEST_SLAB = (256 << 10) - ARRAY_HEADER;

  private static final byte[] NOTHING = {};

  private final List<byte[]> slabs = new ArrayList<>(0);
  private byte[] slab = NOTHING;
  private int used;
  private long retainedBytes;

  /** Where appended bytes are. */
  public record Location(int slab, int offset, int length) implements StoredPage {

    @Override
    public void writeTo(SharingOutput out, PageStore store) throws IOException {
      store.copyTo(out, this);
    }
  }

  /** Heap bytes of the slabs, used or not. */
  public long retainedBytes() {
    return retainedBytes;
  }

  /** Forgets everything that was appended and keeps no memory. */
  public void reset() {
    slabs.clear();
    slab = NOTHING;
    used = 0;
    retainedBytes = 0;
  }

  /** A mark to give to {@link #since}. */
  Location mark() {
    return new Location(Math.max(slabs.size() - 1, 0), used, 0);
  }

  /** What was appended since the mark was made. */
  Location since(Location mark) {
    long length = (long) used - mark.offset();
    for (int i = mark.slab(); i < slabs.size() - 1; i++) {
      length += slabs.get(i).length;
    }
    return new Location(mark.slab(), mark.offset(), Math.toIntExact(length));
  }

  @Override
  public StoredPage keep(Consumer<OutputStream> header, byte[] body, int length) {
    Location mark = mark();
    header.accept(this);
    write(body, 0, length);
    return since(mark);
  }

  @Override
  public void write(int b) {
    if (used == slab.length) {
      addSlab();
    }
    slab[used++] = (byte) b;
  }

  @Override
  public void write(byte[] bytes, int offset, int length) {
    Objects.checkFromIndexSize(offset, length, bytes.length);
    int from = offset;
    int end = offset + length;
    while (from < end) {
      if (used == slab.length) {
        addSlab();
      }
      int step = Math.min(end - from, slab.length - used);
      System.arraycopy(bytes, from, slab, used, step);
      used += step;
      from += step;
    }
  }

  /** Writes what was appended there. */
  void copyTo(SharingOutput out, Location location) throws IOException {
    int index = location.slab();
    int offset = location.offset();
    int remaining = location.length();
    while (remaining > 0) {
      byte[] source = slabs.get(index);
      int step = Math.min(remaining, source.length - offset);
      out.writeShared(source, offset, step);
      remaining -= step;
      index++;
      offset = 0;
    }
  }

  private void addSlab() {
    int length =
        slabs.isEmpty()
            ? FIRST_SLAB
            : Math.min(2 * (slab.length + ARRAY_HEADER) - ARRAY_HEADER, LARGEST_SLAB);
    slab = new byte[length];
    slabs.add(slab);
    used = 0;
    retainedBytes += length + ARRAY_HEADER;
  }
}
