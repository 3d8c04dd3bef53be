package io.flinkarrow.parquet.encoding.levels;

import io.flinkarrow.parquet.encoding.bytes.BitPacking;
import io.flinkarrow.parquet.encoding.bytes.ByteArrayBuilder;
import java.util.Arrays;

/**
 * Parquet's hybrid of run-length encoding and bit-packing, appended to a builder that the caller
 * owns and must not write to itself before {@link #finish()}.
 *
 * <p>The bytes depend only on the sequence of values, not on the calls it came in: counted from the
 * end of the last run-length run, eight equal values begin a run-length run of maximal length, any
 * other eight are bit-packed, at most 63 groups under one header. That is also what parquet-java's
 * encoder writes. Runs cost the same whatever their length.
 */
public final class RunLengthBitPackingEncoder implements LevelRunEncoder {

  private static final int GROUP = BitPacking.GROUP;

  /** As many as a header of one byte can tell. */
  static final int MOST_GROUPS = 63;

  private static final int NO_HEADER = -1;
  private static final int[] NOTHING = {};
  private static final long EVERY_BYTE = 0x0101010101010101L;

  private final int width;
  private final ByteArrayBuilder out;

  /** Values that do not fill a group yet. */
  private final int[] pending = new int[GROUP];

  private int pendingCount;
  private int runValue;

  /** The length of the open run-length run, 0 if none is open: then nothing is pending. */
  private int runLength;

  private int headerOffset = NO_HEADER;
  private int groups;

  /**
   * @param width the bits of a value, 0 to 32
   */
  public RunLengthBitPackingEncoder(int width, ByteArrayBuilder out) {
    if (width < 0 || width > Integer.SIZE) {
      throw new IllegalArgumentException(
          "Bit width must be between 0 and %d but was %d".formatted(Integer.SIZE, width));
    }
    this.width = width;
    this.out = out;
  }

  @Override
  public void writeRun(int value, int count) {
    int rest = count;
    while (rest > 0) {
      if (runLength > 0) {
        if (value == runValue) {
          runLength += rest;
          return;
        }
        closeRun();
      }
      if (pendingCount == 0 && rest >= GROUP) {
        openRun(value, rest);
        return;
      }
      int taken = Math.min(rest, GROUP - pendingCount);
      for (int i = 0; i < taken; i++) {
        pending[pendingCount + i] = value;
      }
      addPending(taken);
      rest -= taken;
    }
  }

  /** Appends {@code count} values. */
  public void write(int[] values, int from, int count) {
    int i = from;
    int end = from + count;
    while (i < end) {
      if (runLength > 0) {
        int runStart = i;
        while (i < end && values[i] == runValue) {
          i++;
        }
        if (extendRun(i - runStart, i == end)) {
          return;
        }
      }
      if (pendingCount > 0 || end - i < GROUP) {
        int taken = Math.min(end - i, GROUP - pendingCount);
        System.arraycopy(values, i, pending, pendingCount, taken);
        addPending(taken);
        i += taken;
      } else if (BitPacking.isUniform(values, i)) {
        openRun(values[i], GROUP);
        i += GROUP;
      } else {
        i = packGroups(values, i, end);
      }
    }
  }

  private int packGroups(int[] values, int from, int end) {
    int most = beginGroups();
    byte[] target = out.array();
    int at = out.length();
    int i = from;
    int packed = 0;
    while (packed < most && end - i >= GROUP && !BitPacking.isUniform(values, i)) {
      BitPacking.packGroup(values, i, width, target, at);
      at += width;
      i += GROUP;
      packed++;
    }
    endGroups(packed);
    return i;
  }

  @Override
  public void write(byte[] values, int from, int count) {
    int i = from;
    int end = from + count;
    while (i < end) {
      if (runLength > 0) {
        int runStart = i;
        long run = runValue * EVERY_BYTE;
        while (end - i >= Long.BYTES && (long) ByteArrayBuilder.LONG.get(values, i) == run) {
          i += Long.BYTES;
        }
        while (i < end && (values[i] & 0xFF) == runValue) {
          i++;
        }
        if (extendRun(i - runStart, i == end)) {
          return;
        }
      }
      if (pendingCount > 0 || end - i < GROUP) {
        int taken = Math.min(end - i, GROUP - pendingCount);
        for (int k = 0; k < taken; k++) {
          pending[pendingCount + k] = values[i + k] & 0xFF;
        }
        addPending(taken);
        i += taken;
      } else if ((long) ByteArrayBuilder.LONG.get(values, i) == (values[i] & 0xFF) * EVERY_BYTE) {
        openRun(values[i] & 0xFF, GROUP);
        i += GROUP;
      } else {
        i = packGroups(values, i, end);
      }
    }
  }

  private int packGroups(byte[] values, int from, int end) {
    int most = beginGroups();
    byte[] target = out.array();
    int at = out.length();
    int i = from;
    int packed = 0;
    while (packed < most && end - i >= GROUP) {
      long group = (long) ByteArrayBuilder.LONG.get(values, i);
      if (group == (values[i] & 0xFF) * EVERY_BYTE) {
        break;
      }
      ByteArrayBuilder.LONG.set(target, at, BitPacking.packBytes(group, width));
      at += width;
      i += GROUP;
      packed++;
    }
    endGroups(packed);
    return i;
  }

  @Override
  public void finish() {
    if (runLength > 0) {
      closeRun();
    } else {
      if (pendingCount > 0) {
        Arrays.fill(pending, pendingCount, GROUP, 0);
        pendingCount = 0;
        packPending();
      }
      closeHeader();
    }
  }

  @Override
  public Mark mark() {
    int[] waiting = pendingCount == 0 ? NOTHING : pending.clone();
    return new Mark(
        out.length(), 0, waiting, pendingCount, runValue, runLength, headerOffset, groups);
  }

  @Override
  public void rewind(Mark mark) {
    out.truncate(mark.length());
    System.arraycopy(mark.pending(), 0, pending, 0, mark.pendingCount());
    pendingCount = mark.pendingCount();
    runValue = mark.runValue();
    runLength = mark.runLength();
    headerOffset = mark.headerOffset();
    groups = mark.groups();
  }

  @Override
  public void reset() {
    pendingCount = 0;
    runLength = 0;
    headerOffset = NO_HEADER;
    groups = 0;
  }

  @Override
  public int pendingBytes() {
    return runLength > 0 ? 5 + valueBytes() : pendingCount > 0 ? 1 + width : 0;
  }

  private void addPending(int count) {
    pendingCount += count;
    if (pendingCount == GROUP) {
      pendingCount = 0;
      if (BitPacking.isUniform(pending, 0)) {
        openRun(pending[0], GROUP);
      } else {
        packPending();
      }
    }
  }

  private void packPending() {
    beginGroups();
    BitPacking.packGroup(pending, 0, width, out.array(), out.length());
    endGroups(1);
  }

  private void openRun(int value, int length) {
    runValue = value;
    runLength = length;
  }

  /** Counts values on to the open run and returns whether it may go on; else closes it. */
  private boolean extendRun(int count, boolean mayGoOn) {
    runLength += count;
    if (!mayGoOn) {
      closeRun();
    }
    return mayGoOn;
  }

  private void closeRun() {
    closeHeader();
    out.putUnsignedVarint(runLength << 1);
    int bytes = valueBytes();
    int at = out.reserve(Integer.BYTES);
    ByteArrayBuilder.INT.set(out.array(), at, runValue);
    out.advance(bytes);
    runLength = 0;
  }

  private int valueBytes() {
    return (width + 7) >>> 3;
  }

  /** Makes room for groups under an open header and returns how many it still takes. */
  private int beginGroups() {
    if (groups == MOST_GROUPS) {
      closeHeader();
    }
    if (headerOffset == NO_HEADER) {
      headerOffset = out.length();
      out.putByte(0);
    }
    int most = MOST_GROUPS - groups;
    out.reserve(most * width + BitPacking.SLACK_BYTES);
    return most;
  }

  private void endGroups(int count) {
    out.advance(count * width);
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
