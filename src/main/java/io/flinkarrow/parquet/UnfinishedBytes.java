package io.flinkarrow.parquet;

import io.flinkarrow.parquet.unfinished.TailInput;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32C;

/**
 * The bytes of an {@link UnfinishedFile}: a head, the writer's state, and what completes the file.
 * The head stays as it is for all versions, so that each can complete files of others; the state
 * has a version of its own. Numbers are big-endian.
 *
 * <pre>
 * "UPF1"  CRC-32C of all behind it  bytes written (8)  rows (8)  carried bytes (4)
 * version of the state (4)  length of the state (4)  state  what completes the file
 * </pre>
 *
 * @param array holds the bytes from its start on, and is never changed
 * @param length how many bytes of the array are in use
 */
record UnfinishedBytes(byte[] array, int length) {

  /** The state that this version of the library writes and reads. */
  static final int STATE_VERSION = 2;

  private static final int MAGIC =
      ByteBuffer.wrap("UPF1".getBytes(StandardCharsets.US_ASCII)).getInt();
  private static final int CHECKSUM = 4;
  private static final int CHECKED = 8;
  private static final int WRITTEN_BYTES = 8;
  private static final int ROWS = 16;
  private static final int CARRIED_BYTES = 24;
  private static final int VERSION = 28;
  private static final int STATE_LENGTH = 32;
  private static final int STATE = 36;

  /** What the end of any Parquet file has. */
  private static final int SHORTEST_TAIL = 8;

  /** What completes a file goes here. */
  interface Tail {

    /** About its length. */
    long expectedBytes();

    /** Returns the bytes of the row group at hand. */
    long writeTo(OutputStream out) throws IOException;
  }

  static UnfinishedBytes of(long writtenBytes, long rows, byte[] state, Tail tail)
      throws IOException {
    long expected = STATE + state.length + tail.expectedBytes();
    Buffer out = new Buffer((int) Math.min(Integer.MAX_VALUE / 2, expected));
    out.write(new byte[STATE]);
    out.write(state);
    long carried = tail.writeTo(out);
    byte[] array = out.array();
    ByteBuffer head = ByteBuffer.wrap(array);
    head.putInt(0, MAGIC);
    head.putLong(WRITTEN_BYTES, writtenBytes);
    head.putLong(ROWS, rows);
    head.putInt(CARRIED_BYTES, Math.toIntExact(carried));
    head.putInt(VERSION, STATE_VERSION);
    head.putInt(STATE_LENGTH, state.length);
    head.putInt(CHECKSUM, checksum(array, out.size()));
    return new UnfinishedBytes(array, out.size());
  }

  /** Gives its bytes without a copy. */
  private static final class Buffer extends ByteArrayOutputStream {

    private Buffer(int length) {
      super(length);
    }

    private byte[] array() {
      return buf;
    }
  }

  private static int checksum(byte[] array, int length) {
    CRC32C checksum = new CRC32C();
    checksum.update(array, CHECKED, length - CHECKED);
    return (int) checksum.getValue();
  }

  /**
   * @throws IOException if they are not such bytes
   */
  static UnfinishedBytes read(byte[] array) throws IOException {
    UnfinishedBytes bytes = new UnfinishedBytes(array, array.length);
    if (array.length < STATE + SHORTEST_TAIL || bytes.intAt(0) != MAGIC) {
      throw damaged(
          "they should begin with 'UPF1' and have a head, but are %d others", array.length);
    }
    if (bytes.intAt(CHECKSUM) != checksum(array, array.length)) {
      throw damaged("their checksum is not the one that they have");
    }
    int room = array.length - STATE - SHORTEST_TAIL;
    int least = bytes.isVersionKnown() ? PlanFingerprint.BYTES : 0;
    if (bytes.stateLength() < least || bytes.stateLength() > room) {
      throw damaged(
          "the state should have from %d to %d bytes, not %d", least, room, bytes.stateLength());
    }
    if (bytes.carriedBytes() < 0
        || bytes.carriedBytes() > bytes.tailLength() - SHORTEST_TAIL
        || bytes.writtenBytes() < 0
        || bytes.writtenBytes() > Long.MAX_VALUE - array.length
        || bytes.rows() < 0) {
      throw damaged(
          "a file of %d bytes and %d rows, %d bytes of them here, should not be",
          bytes.writtenBytes(), bytes.rows(), bytes.carriedBytes());
    }
    return bytes;
  }

  private static IOException damaged(String what, Object... arguments) {
    return new IOException(
        "The bytes of an unfinished file are damaged: %s. Take those of another checkpoint"
            .formatted(what.formatted(arguments)));
  }

  private int intAt(int position) {
    return ByteBuffer.wrap(array).getInt(position);
  }

  private long longAt(int position) {
    return ByteBuffer.wrap(array).getLong(position);
  }

  long writtenBytes() {
    return longAt(WRITTEN_BYTES);
  }

  long rows() {
    return longAt(ROWS);
  }

  int carriedBytes() {
    return intAt(CARRIED_BYTES);
  }

  /** Whether this version of the library can read the state. */
  boolean isVersionKnown() {
    return intAt(VERSION) == STATE_VERSION;
  }

  /** Of the plan that the file was written by; the version of the state must be known. */
  PlanFingerprint fingerprint() throws IOException {
    return PlanFingerprint.readFrom(state());
  }

  private int stateLength() {
    return intAt(STATE_LENGTH);
  }

  DataInputStream state() {
    return new DataInputStream(new ByteArrayInputStream(array, STATE, stateLength()));
  }

  int tailStart() {
    return STATE + stateLength();
  }

  int tailLength() {
    return length - tailStart();
  }

  TailInput tail() {
    return new TailInput(writtenBytes(), array, tailStart(), tailLength());
  }
}
