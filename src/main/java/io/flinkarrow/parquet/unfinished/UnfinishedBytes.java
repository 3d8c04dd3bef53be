package io.flinkarrow.parquet.unfinished;

import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32C;

/**
 * The bytes of an {@link io.flinkarrow.parquet.UnfinishedFile}: a head, the writer's state, and
 * what completes the file. The head stays as it is for all versions, so that each can complete
 * files of others; the state has a version of its own. Numbers are big-endian.
 *
 * <pre>
 * "UPF1"  CRC-32C of all behind it  bytes written (8)  rows (8)  carried bytes (4)
 * version of the state (4)  length of the state (4)  state  what completes the file
 * </pre>
 *
 * @param writtenBytes of the file, which the stream had
 * @param rows of the file once it is complete
 * @param carriedBytes of the row group at hand, with which the tail begins
 * @param tail what completes the file
 */
public record UnfinishedBytes(
    long writtenBytes,
    long rows,
    int carriedBytes,
    int stateVersion,
    GatheredBytes state,
    GatheredBytes tail) {

  /** The state that this version of the library writes and reads. */
  static final int STATE_VERSION = 2;

  private static final int MAGIC =
      ByteBuffer.wrap("UPF1".getBytes(StandardCharsets.US_ASCII)).getInt();
  private static final int CHECKSUM = 4;
  private static final int CHECKED = 8;
  private static final int HEAD = 36;

  /** What the end of any Parquet file has. */
  private static final int SHORTEST_TAIL = 8;

  /**
   * @param carriedBytes of the row group at hand, with which the tail begins
   * @throws IOException if they are more than an array holds
   */
  public static UnfinishedBytes of(
      long writtenBytes, long rows, long carriedBytes, byte[] state, GatheredBytes tail)
      throws IOException {
    long length = (long) HEAD + state.length + tail.length();
    if (length > GatheredBytes.MOST) {
      throw GatheredBytes.tooLong(length);
    }
    return new UnfinishedBytes(
        writtenBytes,
        rows,
        (int) carriedBytes,
        STATE_VERSION,
        GatheredBytes.of(state, 0, state.length),
        tail);
  }

  /**
   * @throws IOException if they are not such bytes
   */
  public static UnfinishedBytes read(byte[] array) throws IOException {
    ByteBuffer head = ByteBuffer.wrap(array);
    if (array.length < HEAD + SHORTEST_TAIL || head.getInt() != MAGIC) {
      throw damaged(
          "they should begin with 'UPF1' and have a head, but are %d others", array.length);
    }
    CRC32C checksum = new CRC32C();
    checksum.update(array, CHECKED, array.length - CHECKED);
    if (head.getInt() != (int) checksum.getValue()) {
      throw damaged("their checksum is not the one that they have");
    }
    long writtenBytes = head.getLong();
    long rows = head.getLong();
    int carriedBytes = head.getInt();
    int stateVersion = head.getInt();
    int stateLength = head.getInt();
    int room = array.length - HEAD - SHORTEST_TAIL;
    int least = stateVersion == STATE_VERSION ? PlanFingerprint.BYTES : 0;
    if (stateLength < least || stateLength > room) {
      throw damaged("the state should have from %d to %d bytes, not %d", least, room, stateLength);
    }
    if (carriedBytes < 0
        || carriedBytes > room - stateLength
        || writtenBytes < 0
        || writtenBytes > Long.MAX_VALUE - array.length
        || rows < 0) {
      throw damaged(
          "a file of %d bytes and %d rows, %d bytes of them here, should not be",
          writtenBytes, rows, carriedBytes);
    }
    int tailStart = HEAD + stateLength;
    return new UnfinishedBytes(
        writtenBytes,
        rows,
        carriedBytes,
        stateVersion,
        GatheredBytes.of(array, HEAD, stateLength),
        GatheredBytes.of(array, tailStart, array.length - tailStart));
  }

  private static IOException damaged(String what, Object... arguments) {
    return new IOException(
        "The bytes of an unfinished file are damaged: %s. Take those of another checkpoint"
            .formatted(what.formatted(arguments)));
  }

  public int length() {
    return HEAD + state.length() + tail.length();
  }

  public <E extends Exception> void writeTo(GatheredBytes.Target<E> out) throws E {
    ByteBuffer head = ByteBuffer.allocate(HEAD);
    head.putInt(MAGIC).putInt(0).putLong(writtenBytes).putLong(rows);
    head.putInt(carriedBytes).putInt(stateVersion).putInt(state.length());
    CRC32C checksum = new CRC32C();
    checksum.update(head.array(), CHECKED, HEAD - CHECKED);
    state.writeTo(checksum::update);
    tail.writeTo(checksum::update);
    head.putInt(CHECKSUM, (int) checksum.getValue());
    out.write(head.array(), 0, HEAD);
    state.writeTo(out);
    tail.writeTo(out);
  }

  /** Whether this version of the library can read the state. */
  public boolean isVersionKnown() {
    return stateVersion == STATE_VERSION;
  }

  /** Of the plan that the file was written by; the version of the state must be known. */
  public PlanFingerprint fingerprint() throws IOException {
    return PlanFingerprint.readFrom(stateInput());
  }

  public DataInputStream stateInput() {
    ByteBuffer bytes = state.inOne();
    return new DataInputStream(
        new ByteArrayInputStream(bytes.array(), bytes.position(), bytes.remaining()));
  }

  public TailInput tailInput() {
    return new TailInput(writtenBytes, tail.inOne());
  }
}
