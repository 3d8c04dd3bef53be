package io.flinkarrow.parquet.encoding.levels;

import io.flinkarrow.parquet.encoding.bytes.BitPacking;
import io.flinkarrow.parquet.encoding.bytes.ByteArrayBuilder;

/**
 * Parquet's hybrid of run-length encoding and bit-packing for values of one bit, appended to a
 * builder that the caller owns and must not write to itself before {@link #finish()}.
 *
 * <p>Works on words: counted from the end of the last run-length run, 64 equal bits begin a
 * run-length run of maximal length, any other 64 are copied. The general encoder, which decides by
 * eight values, would spend three bytes and a change of mode on what is one byte here, wherever
 * nulls are sprinkled.
 */
public final class BitRunEncoder implements LevelRunEncoder {

  private static final int MOST_GROUPS = RunLengthBitPackingEncoder.MOST_GROUPS;
  private static final int NO_HEADER = -1;

  private final ByteArrayBuilder out;

  /** Bits that do not fill a word yet, the first one lowest. */
  private long pending;

  private int pendingCount;
  private int runBit;

  /** The length of the open run-length run, 0 if none is open: then nothing is pending. */
  private int runLength;

  private int headerOffset = NO_HEADER;
  private int groups;

  public BitRunEncoder(ByteArrayBuilder out) {
    this.out = out;
  }

  @Override
  public void writeRun(int value, int count) {
    long word = -value;
    int rest = count;
    while (rest > 0) {
      if (rest >= Long.SIZE && (runLength > 0 ? value == runBit : pendingCount == 0)) {
        runBit = value;
        runLength += rest;
        return;
      }
      int taken = Math.min(rest, Long.SIZE);
      add(word >>> (Long.SIZE - taken), taken);
      rest -= taken;
    }
  }

  @Override
  public void write(byte[] values, int from, int count) {
    int i = from;
    int end = from + count;
    while (i < end) {
      int bits = Math.min(Long.SIZE, end - i);
      long word = 0;
      int bit = 0;
      for (; bit <= bits - Byte.SIZE; bit += Byte.SIZE) {
        long group = (long) ByteArrayBuilder.LONG.get(values, i + bit);
        word |= BitPacking.packBytes(group, 1) << bit;
      }
      for (; bit < bits; bit++) {
        word |= (long) values[i + bit] << bit;
      }
      add(word, bits);
      i += bits;
    }
  }

  /** Appends the first {@code count} bits, least significant first. */
  public void writeBitmap(long[] words, int count) {
    int whole = count >>> 6;
    for (int i = 0; i < whole; i++) {
      add(words[i], Long.SIZE);
    }
    int rest = count & 63;
    if (rest > 0) {
      add(words[whole] & (-1L >>> -rest), rest);
    }
  }

  /** Appends the lowest {@code count} bits of a word, at least one; the others must be 0. */
  private void add(long word, int count) {
    long bits = word;
    int length = count;
    if (runLength > 0) {
      int same = Math.min(length, Long.numberOfTrailingZeros(runBit == 0 ? bits : ~bits));
      runLength += same;
      if (same == length) {
        return;
      }
      closeRun();
      bits >>>= same;
      length -= same;
    }
    long joined = pending | bits << pendingCount;
    int total = pendingCount + length;
    if (total < Long.SIZE) {
      pending = joined;
      pendingCount = total;
      return;
    }
    long rest = pendingCount == 0 ? 0 : bits >>> (Long.SIZE - pendingCount);
    int restCount = total - Long.SIZE;
    if (joined == 0 || joined == -1L) {
      pending = 0;
      pendingCount = 0;
      runBit = (int) joined & 1;
      runLength = Long.SIZE;
      if (restCount > 0) {
        add(rest, restCount);
      }
    } else {
      beginGroups(Byte.SIZE);
      out.putLongLittleEndian(joined);
      pending = rest;
      pendingCount = restCount;
    }
  }

  @Override
  public void finish() {
    if (runLength > 0) {
      closeRun();
    }
    if (pendingCount > 0) {
      beginGroups((pendingCount + Byte.SIZE - 1) / Byte.SIZE);
      for (int bit = 0; bit < pendingCount; bit += Byte.SIZE) {
        out.putByte((int) (pending >>> bit));
      }
      pending = 0;
      pendingCount = 0;
    }
    closeHeader();
  }

  @Override
  public Mark mark() {
    return new Mark(
        out.length(), pending, null, pendingCount, runBit, runLength, headerOffset, groups);
  }

  @Override
  public void rewind(Mark mark) {
    out.truncate(mark.length());
    pending = mark.pendingBits();
    pendingCount = mark.pendingCount();
    runBit = mark.runValue();
    runLength = mark.runLength();
    headerOffset = mark.headerOffset();
    groups = mark.groups();
  }

  @Override
  public void reset() {
    pending = 0;
    pendingCount = 0;
    runLength = 0;
    headerOffset = NO_HEADER;
    groups = 0;
  }

  @Override
  public int pendingBytes() {
    return runLength > 0 ? 3 : (pendingCount + Byte.SIZE - 1) / Byte.SIZE;
  }

  private void closeRun() {
    closeHeader();
    out.putUnsignedVarint(runLength << 1);
    out.putByte(runBit);
    runLength = 0;
  }

  private void beginGroups(int count) {
    if (groups + count > MOST_GROUPS) {
      closeHeader();
    }
    if (headerOffset == NO_HEADER) {
      headerOffset = out.length();
      out.putByte(0);
    }
    groups += count;
  }

  private void closeHeader() {
    if (headerOffset != NO_HEADER) {
      out.array()[headerOffset] = (byte) (groups << 1 | 1);
      headerOffset = NO_HEADER;
      groups = 0;
    }
  }
}
