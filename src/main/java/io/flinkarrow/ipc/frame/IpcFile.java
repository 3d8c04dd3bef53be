package io.flinkarrow.ipc.frame;

import io.flinkarrow.ipc.body.HeapBuffer;
import io.flinkarrow.ipc.body.MalformedBytesException;
import io.flinkarrow.ipc.flat.FlatBytes;
import io.flinkarrow.ipc.flat.FlatTable;
import io.flinkarrow.ipc.flat.FlatVector;
import io.flinkarrow.ipc.frame.Message.Kind;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * An IPC file, read by its footer: it has the schema and says where dictionaries and batches lie.
 * Whatever else lies between both magic words is passed over. What the footer lists lies in front
 * of it, each message exactly where and as long as listed, none in another.
 */
public final class IpcFile {

  /** Magic and padding. */
  public static final int MESSAGES_START = 8;

  private static final byte[] MAGIC = "ARROW1".getBytes(StandardCharsets.US_ASCII);
  private static final int FOOTER_VERSION = 0;
  private static final int FOOTER_SCHEMA = 1;
  private static final int FOOTER_DICTIONARIES = 2;
  private static final int FOOTER_RECORD_BATCHES = 3;
  private static final int BLOCK_BYTES = 24;
  private static final int BLOCK_METADATA_LENGTH = 8;
  private static final int BLOCK_BODY_LENGTH = 16;

  private final byte[] payload;
  private final int maximumMetadataBytes;
  private final int messagesEnd;
  private final FlatTable footer;
  private final List<Message> dictionaries;
  private final List<Message> batches;

  private IpcFile(byte[] payload, int maximumMetadataBytes, int messagesEnd, FlatTable footer)
      throws MalformedBytesException {
    this.payload = payload;
    this.maximumMetadataBytes = maximumMetadataBytes;
    this.messagesEnd = messagesEnd;
    this.footer = footer;
    List<Block> dictionaryBlocks = blocks(FOOTER_DICTIONARIES);
    List<Block> batchBlocks = blocks(FOOTER_RECORD_BATCHES);
    requireApart(Stream.of(dictionaryBlocks, batchBlocks).flatMap(List::stream).toList());
    this.dictionaries = messages(dictionaryBlocks, Kind.DICTIONARY_BATCH);
    this.batches = messages(batchBlocks, Kind.RECORD_BATCH);
  }

  /** Where the footer says that a message lies; inside of the file, in front of the footer. */
  private record Block(int offset, int metadataLength, int bodyLength, int listedAt) {

    int end() {
      return offset + metadataLength + bodyLength;
    }
  }

  public static byte[] magic() {
    return MAGIC.clone();
  }

  public static boolean hasMagic(byte[] payload) {
    return payload.length >= MAGIC.length
        && Arrays.equals(payload, 0, MAGIC.length, MAGIC, 0, MAGIC.length);
  }

  public static IpcFile of(byte[] payload, int maximumMetadataBytes)
      throws MalformedBytesException {
    int lengthAt = payload.length - MAGIC.length - Integer.BYTES;
    if (!hasMagic(payload)
        || lengthAt < MESSAGES_START
        || !Arrays.equals(
            payload, lengthAt + Integer.BYTES, payload.length, MAGIC, 0, MAGIC.length)) {
      throw new MalformedBytesException(
          Math.max(0, lengthAt),
          "the file does not begin and end with ARROW1; it was cut, or is none");
    }
    int length = new HeapBuffer(payload, lengthAt, Integer.BYTES, lengthAt).int32(0);
    if (length < 1 || length > Math.min(lengthAt - MESSAGES_START, maximumMetadataBytes)) {
      throw new MalformedBytesException(
          lengthAt,
          "a footer of %d bytes, %d are left and at most %d are read; see DecodeLimits.maximumMetadataBytes"
              .formatted(length, lengthAt - MESSAGES_START, maximumMetadataBytes));
    }
    int start = lengthAt - length;
    FlatTable footer = new FlatBytes(payload, start, lengthAt, maximumMetadataBytes).root();
    MessageReader.version(footer.int16(FOOTER_VERSION, 0), start);
    return new IpcFile(payload, maximumMetadataBytes, start, footer);
  }

  public FlatTable schema() throws MalformedBytesException {
    return footer.requiredTable(FOOTER_SCHEMA, "the footer's schema");
  }

  /** In the footer's order, which is that of deltas. */
  public List<Message> dictionaries() {
    return dictionaries;
  }

  /** In the footer's order. */
  public List<Message> batches() {
    return batches;
  }

  /**
   * The schema message that lies in front of all others, behind nothing but padding; empty if the
   * writer left it out, or wrote something else.
   */
  public Optional<Message> schemaMessage() {
    int start = MESSAGES_START;
    while (start < messagesEnd - MessageReader.PREFIX_BYTES
        && HeapBuffer.int64(payload, start) == 0) {
      start += MessageReader.PREFIX_BYTES;
    }
    int position = start;
    boolean listed =
        Stream.of(dictionaries, batches)
            .flatMap(List::stream)
            .anyMatch(message -> message.offset() == position);
    if (listed || !MessageReader.isPrefix(payload, position, messagesEnd)) {
      return Optional.empty();
    }
    try {
      return new MessageReader(payload, position, messagesEnd, maximumMetadataBytes, false)
          .next()
          .filter(message -> message.kind() == Kind.SCHEMA);
    } catch (MalformedBytesException e) {
      // Something else, which happens to begin as messages do.
      return Optional.empty();
    }
  }

  private List<Block> blocks(int field) throws MalformedBytesException {
    FlatVector vector = footer.vector(field, BLOCK_BYTES);
    List<Block> blocks = new ArrayList<>();
    for (int i = 0; i < vector.size(); i++) {
      long offset = vector.int64(i, 0);
      long metadata = vector.int32(i, BLOCK_METADATA_LENGTH);
      long body = vector.int64(i, BLOCK_BODY_LENGTH);
      int listedAt = vector.position() + i * BLOCK_BYTES;
      if (offset < MESSAGES_START
          || metadata < 0
          || body < 0
          || metadata > messagesEnd - offset
          || body > messagesEnd - offset - metadata) {
        throw new MalformedBytesException(
            listedAt,
            "the file's footer lists a message of %d and %d bytes at byte %d, but messages lie between %d and %d"
                .formatted(metadata, body, offset, MESSAGES_START, messagesEnd));
      }
      blocks.add(new Block((int) offset, (int) metadata, (int) body, listedAt));
    }
    return blocks;
  }

  /** Blocks that share bytes would make a payload more than it is. */
  private static void requireApart(List<Block> blocks) throws MalformedBytesException {
    Block previous = null;
    for (Block block : blocks.stream().sorted(Comparator.comparingInt(Block::offset)).toList()) {
      if (previous != null && block.offset() < previous.end()) {
        throw new MalformedBytesException(
            block.listedAt(),
            "the file's footer lists a message at byte %d, within the one at byte %d"
                .formatted(block.offset(), previous.offset()));
      }
      previous = block;
    }
  }

  private List<Message> messages(List<Block> blocks, Kind kind) throws MalformedBytesException {
    List<Message> messages = new ArrayList<>();
    for (Block block : blocks) {
      Message message =
          new MessageReader(payload, block.offset(), block.end(), maximumMetadataBytes, false)
              .only();
      if (message.metadataLength() != block.metadataLength() || message.kind() != kind) {
        throw new MalformedBytesException(
            block.listedAt(),
            "the file's footer lists a %s with metadata of %d bytes at byte %d, where a %s with %d lies"
                .formatted(
                    kind,
                    block.metadataLength(),
                    block.offset(),
                    message.kind(),
                    message.metadataLength()));
      }
      messages.add(message);
    }
    return messages;
  }
}
