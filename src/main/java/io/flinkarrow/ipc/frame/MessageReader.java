package io.flinkarrow.ipc.frame;

import io.flinkarrow.ipc.body.MalformedBytesException;
import io.flinkarrow.ipc.body.MetadataVersion;
import io.flinkarrow.ipc.flat.FlatBytes;
import io.flinkarrow.ipc.flat.FlatTable;
import io.flinkarrow.ipc.frame.Message.Kind;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Optional;

/** Goes from message to message through a range of a payload, up to the end-of-stream marker. */
public final class MessageReader {

  public static final int CONTINUATION = -1;
  public static final int PREFIX_BYTES = 8;

  private static final VarHandle INT =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);

  private static final int MESSAGE_VERSION = 0;
  private static final int MESSAGE_HEADER_TYPE = 1;
  private static final int MESSAGE_HEADER = 2;
  private static final int MESSAGE_BODY_LENGTH = 3;
  private static final int VERSION_4 = 3;
  private static final int VERSION_5 = 4;

  private final byte[] payload;
  private final int end;
  private final int maximumMetadataBytes;
  private final boolean requireEndOfStream;
  private int position;

  public MessageReader(
      byte[] payload, int start, int end, int maximumMetadataBytes, boolean requireEndOfStream) {
    this.payload = payload;
    this.position = start;
    this.end = end;
    this.maximumMetadataBytes = maximumMetadataBytes;
    this.requireEndOfStream = requireEndOfStream;
  }

  /** The next message; empty at the end-of-stream marker, behind which nothing may follow. */
  public Optional<Message> next() throws MalformedBytesException {
    if (position == end && !requireEndOfStream) {
      return Optional.empty();
    }
    int metadataLength = prefix();
    if (metadataLength > 0) {
      return Optional.of(message(metadataLength));
    }
    position += PREFIX_BYTES;
    requireEnd("the end-of-stream marker");
    return Optional.empty();
  }

  /** Whether a message begins at a position: a prefix, and not that of an end-of-stream marker. */
  static boolean isPrefix(byte[] payload, int position, int end) {
    return position <= end - PREFIX_BYTES
        && (int) INT.get(payload, position) == CONTINUATION
        && (int) INT.get(payload, position + Integer.BYTES) != 0;
  }

  /** A message that stands alone: not in a stream, and nothing behind it. */
  public Message only() throws MalformedBytesException {
    int metadataLength = prefix();
    if (metadataLength == 0) {
      throw new MalformedBytesException(position, "expected a message, found an end-of-stream");
    }
    Message message = message(metadataLength);
    requireEnd("the message");
    return message;
  }

  private void requireEnd(String what) throws MalformedBytesException {
    if (position != end) {
      throw new MalformedBytesException(
          position,
          "%d bytes follow %s; one payload is one stream, file or message"
              .formatted(end - position, what));
    }
  }

  /** Length of the metadata, checked to lie in the payload. */
  private int prefix() throws MalformedBytesException {
    if (end - position < PREFIX_BYTES) {
      throw new MalformedBytesException(
          position,
          position == end
              ? "the stream ends without its end-of-stream marker, so it may have been cut; if its"
                  + " producer never writes one, see DecodeLimits.requireEndOfStream"
              : "the payload ends within a message's prefix");
    }
    int continuation = (int) INT.get(payload, position);
    int length = (int) INT.get(payload, position + Integer.BYTES);
    if (continuation != CONTINUATION) {
      throw new MalformedBytesException(
          position,
          "expected a message's prefix, ff ff ff ff; this is not Arrow IPC, or that of Arrow before"
              + " 0.15"
              + WrongFormatDetection.hint(payload));
    }
    if (length < 0 || length > maximumMetadataBytes) {
      throw new MalformedBytesException(
          position + Integer.BYTES,
          "metadata of %d bytes, at most %d are read; see DecodeLimits.maximumMetadataBytes"
              .formatted(length, maximumMetadataBytes));
    }
    if (length > end - position - PREFIX_BYTES) {
      throw new MalformedBytesException(
          position + Integer.BYTES,
          "metadata of %d bytes, only %d are left"
              .formatted(length, end - position - PREFIX_BYTES));
    }
    return length;
  }

  private Message message(int metadataLength) throws MalformedBytesException {
    int offset = position;
    int bodyOffset = offset + PREFIX_BYTES + metadataLength;
    FlatTable table =
        new FlatBytes(payload, offset + PREFIX_BYTES, bodyOffset, maximumMetadataBytes).root();
    long bodyLength = table.int64(MESSAGE_BODY_LENGTH, 0);
    if (bodyLength < 0 || bodyLength > end - bodyOffset) {
      throw new MalformedBytesException(
          offset, "a body of %d bytes, only %d are left".formatted(bodyLength, end - bodyOffset));
    }
    position = bodyOffset + (int) bodyLength;
    return new Message(
        offset,
        PREFIX_BYTES + metadataLength,
        bodyOffset,
        (int) bodyLength,
        version(table.int16(MESSAGE_VERSION, 0), offset),
        kind(table.int8(MESSAGE_HEADER_TYPE, 0), offset),
        table.requiredTable(MESSAGE_HEADER, "a message's header"));
  }

  static MetadataVersion version(int version, int where) throws MalformedBytesException {
    return switch (version) {
      case VERSION_4 -> MetadataVersion.V4;
      case VERSION_5 -> MetadataVersion.V5;
      default ->
          throw new MalformedBytesException(
              where, "metadata of version %d, V4 and V5 are read".formatted(version + 1));
    };
  }

  private static Kind kind(int type, int where) throws MalformedBytesException {
    if (type < 1 || type > Kind.values().length) {
      throw new MalformedBytesException(
          where,
          "a message of kind %d; schemas, dictionaries and record batches (1 to 3) are read"
              .formatted(type));
    }
    return Kind.values()[type - 1];
  }
}
