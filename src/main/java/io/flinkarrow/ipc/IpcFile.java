package io.flinkarrow.ipc;

import io.flinkarrow.ipc.Message.Kind;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/**
 * Both ends of an IPC file. Its messages are read one after the other, as those of a stream, and
 * then have to be exactly those that the footer lists, in its order.
 */
final class IpcFile {

  /** Magic and padding. */
  static final int MESSAGES_START = 8;

  private static final byte[] MAGIC = "ARROW1".getBytes(StandardCharsets.US_ASCII);
  private static final int FOOTER_VERSION = 0;
  private static final int FOOTER_SCHEMA = 1;
  private static final int FOOTER_DICTIONARIES = 2;
  private static final int FOOTER_RECORD_BATCHES = 3;
  private static final int BLOCK_BYTES = 24;
  private static final int BLOCK_METADATA_LENGTH = 8;
  private static final int BLOCK_BODY_LENGTH = 16;

  private final int messagesEnd;
  private final FlatTable footer;

  private IpcFile(int messagesEnd, FlatTable footer) {
    this.messagesEnd = messagesEnd;
    this.footer = footer;
  }

  static byte[] magic() {
    return MAGIC.clone();
  }

  static boolean hasMagic(byte[] payload) {
    return payload.length >= MAGIC.length
        && Arrays.equals(payload, 0, MAGIC.length, MAGIC, 0, MAGIC.length);
  }

  static IpcFile of(byte[] payload, DecodeLimits limits) throws MalformedPayloadException {
    int lengthAt = payload.length - MAGIC.length - Integer.BYTES;
    if (!hasMagic(payload)
        || lengthAt < MESSAGES_START
        || !Arrays.equals(
            payload, lengthAt + Integer.BYTES, payload.length, MAGIC, 0, MAGIC.length)) {
      throw new MalformedPayloadException(
          Math.max(0, lengthAt),
          "the file does not begin and end with ARROW1; it was cut, or is none");
    }
    int length = new HeapBuffer(payload, lengthAt, Integer.BYTES, lengthAt).int32(0);
    if (length < 1 || length > Math.min(lengthAt - MESSAGES_START, limits.maximumMetadataBytes())) {
      throw new MalformedPayloadException(
          lengthAt,
          "a footer of %d bytes, %d are left and at most %d are read; see DecodeLimits.maximumMetadataBytes"
              .formatted(length, lengthAt - MESSAGES_START, limits.maximumMetadataBytes()));
    }
    int start = lengthAt - length;
    FlatTable footer =
        new FlatBytes(payload, start, lengthAt, limits.maximumMetadataBytes()).root();
    MessageReader.version(footer.int16(FOOTER_VERSION, 0), start);
    return new IpcFile(start, footer);
  }

  int messagesEnd() {
    return messagesEnd;
  }

  FlatTable schema() throws MalformedPayloadException {
    return footer.requiredTable(FOOTER_SCHEMA, "the footer's schema");
  }

  /**
   * @param messages all but the schema
   */
  void requireBlocks(List<Message> messages) throws MalformedPayloadException {
    requireBlocks(
        footer.vector(FOOTER_DICTIONARIES, BLOCK_BYTES),
        messages.stream().filter(message -> message.kind() == Kind.DICTIONARY_BATCH).toList(),
        "dictionaries");
    requireBlocks(
        footer.vector(FOOTER_RECORD_BATCHES, BLOCK_BYTES),
        messages.stream().filter(message -> message.kind() == Kind.RECORD_BATCH).toList(),
        "record batches");
  }

  private static void requireBlocks(FlatVector blocks, List<Message> messages, String what)
      throws MalformedPayloadException {
    boolean same = blocks.size() == messages.size();
    for (int i = 0; same && i < messages.size(); i++) {
      Message message = messages.get(i);
      same =
          blocks.int64(i, 0) == message.offset()
              && blocks.int32(i, BLOCK_METADATA_LENGTH) == message.metadataLength()
              && blocks.int64(i, BLOCK_BODY_LENGTH) == message.bodyLength();
    }
    if (!same) {
      throw new MalformedPayloadException(
          blocks.position(),
          "the file's footer lists other %s than the %d that lie in it, or in another order"
              .formatted(what, messages.size()));
    }
  }
}
