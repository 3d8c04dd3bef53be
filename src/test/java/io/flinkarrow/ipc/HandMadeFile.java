package io.flinkarrow.ipc;

import com.google.flatbuffers.FlatBufferBuilder;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.apache.arrow.flatbuf.Block;
import org.apache.arrow.flatbuf.Footer;
import org.apache.arrow.flatbuf.MetadataVersion;
import org.apache.arrow.vector.types.pojo.Schema;

/** An IPC file put together message by message, and a footer that says so or lies. */
final class HandMadeFile {

  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private final List<long[]> dictionaries = new ArrayList<>();
  private final List<long[]> batches = new ArrayList<>();

  HandMadeFile() {
    bytes.writeBytes("ARROW1\0\0".getBytes(StandardCharsets.US_ASCII));
  }

  /** Bytes that the footer does not list. */
  HandMadeFile unlisted(byte... more) {
    bytes.writeBytes(more);
    return this;
  }

  HandMadeFile dictionary(byte[] message) {
    return listed(dictionaries, message);
  }

  HandMadeFile batch(byte[] message) {
    return listed(batches, message);
  }

  private HandMadeFile listed(List<long[]> blocks, byte[] message) {
    int metadata = 8 + ByteBuffer.wrap(message).order(ByteOrder.LITTLE_ENDIAN).getInt(4);
    blocks.add(new long[] {bytes.size(), metadata, message.length - metadata});
    bytes.writeBytes(message);
    return this;
  }

  /** Where the next message will lie. */
  int position() {
    return bytes.size();
  }

  /** What the footer says, whatever is there. */
  HandMadeFile dictionaryAt(long offset, long metadata, long body) {
    dictionaries.add(new long[] {offset, metadata, body});
    return this;
  }

  /** What the footer says, whatever is there. */
  HandMadeFile batchAt(long offset, long metadata, long body) {
    batches.add(new long[] {offset, metadata, body});
    return this;
  }

  byte[] file(Schema schema) {
    FlatBufferBuilder builder = new FlatBufferBuilder();
    int schemaOffset = schema.getSchema(builder);
    Footer.startDictionariesVector(builder, dictionaries.size());
    int dictionaryBlocks = blocks(builder, dictionaries);
    Footer.startRecordBatchesVector(builder, batches.size());
    int batchBlocks = blocks(builder, batches);
    builder.finish(
        Footer.createFooter(
            builder, MetadataVersion.V5, schemaOffset, dictionaryBlocks, batchBlocks, 0));
    byte[] footer = builder.sizedByteArray();
    byte[] length =
        ByteBuffer.allocate(4).order(ByteOrder.LITTLE_ENDIAN).putInt(footer.length).array();
    return HandMade.concatenated(
        bytes.toByteArray(), footer, length, "ARROW1".getBytes(StandardCharsets.US_ASCII));
  }

  private static int blocks(FlatBufferBuilder builder, List<long[]> blocks) {
    for (int i = blocks.size() - 1; i >= 0; i--) {
      long[] block = blocks.get(i);
      Block.createBlock(builder, block[0], (int) block[1], block[2]);
    }
    return builder.endVector();
  }
}
