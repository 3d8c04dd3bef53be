package io.flinkarrow.ipc.write;

import com.google.flatbuffers.FlatBufferBuilder;
import io.flinkarrow.batch.RecordBatch;
import io.flinkarrow.batch.body.BatchBody;
import io.flinkarrow.batch.body.BatchSchema;
import io.flinkarrow.batch.body.DictionaryBatch;
import io.flinkarrow.ipc.frame.IpcFile;
import io.flinkarrow.ipc.frame.MessageReader;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.arrow.flatbuf.Block;
import org.apache.arrow.flatbuf.Footer;
import org.apache.arrow.flatbuf.MetadataVersion;

/** Writes batches of one schema as IPC messages, on the heap. For one payload. */
public final class StreamWriter {

  private final PayloadOutput out = new PayloadOutput();
  private final BatchSchema schema;
  private final Map<Long, DictionaryBatch> written = new HashMap<>();
  private final List<BlockPlace> dictionaryBlocks = new ArrayList<>();
  private final List<BlockPlace> batchBlocks = new ArrayList<>();

  /** A message, as a file's footer lists it. */
  private record BlockPlace(long offset, int metadataLength, long bodyLength) {}

  public StreamWriter(BatchSchema schema) {
    this.schema = schema;
  }

  public void schema() {
    out.put(schema.message());
  }

  /** The batch, after the dictionaries that are not as the last batch had them. */
  public void batch(RecordBatch batch) {
    if (!schema.equals(batch.batchSchema())) {
      throw new IllegalArgumentException(
          "Batches of one stream must have one schema, but one has %s and one %s"
              .formatted(schema, batch.batchSchema()));
    }
    List<DictionaryBatch> dictionaries = batch.dictionaries();
    // Nested ones come after those they are nested in, in the schema; readers want them first.
    List<Long> ids = new ArrayList<>(schema.dictionaries().keySet());
    for (int i = ids.size() - 1; i >= 0; i--) {
      long id = ids.get(i);
      for (DictionaryBatch dictionary : dictionaries) {
        if (dictionary.id() == id && !dictionary.equals(written.put(id, dictionary))) {
          dictionaryBlocks.add(message(BatchMessage.ofDictionary(dictionary), dictionary.body()));
        }
      }
    }
    batchMessage(batch);
  }

  /** The batch alone. */
  public void batchMessage(RecordBatch batch) {
    batchBlocks.add(message(BatchMessage.of(batch), batch.body()));
  }

  private BlockPlace message(byte[] metadata, BatchBody body) {
    int offset = out.size();
    out.reserve(metadata.length + body.sizeInBytes());
    int length = BatchMessage.align(metadata.length);
    prefix(length);
    out.put(metadata);
    out.zeros(length - metadata.length);
    for (int i = 0; i < body.buffers(); i++) {
      ByteBuffer buffer = body.buffer(i);
      int padding = BatchMessage.align(buffer.remaining()) - buffer.remaining();
      out.put(buffer);
      out.zeros(padding);
    }
    return new BlockPlace(
        offset,
        MessageReader.PREFIX_BYTES + length,
        (long) out.size() - offset - MessageReader.PREFIX_BYTES - length);
  }

  private void prefix(int length) {
    out.putInt32(MessageReader.CONTINUATION);
    out.putInt32(length);
  }

  public void endOfStream() {
    prefix(0);
  }

  public void fileStart() {
    out.put(IpcFile.magic());
    out.zeros(IpcFile.MESSAGES_START - IpcFile.magic().length);
  }

  public void fileEnd() {
    if (dictionaryBlocks.size() > written.size()) {
      throw new IllegalArgumentException(
          "A file has one dictionary for each id, but the batches have different ones; write a stream");
    }
    FlatBufferBuilder builder = new FlatBufferBuilder();
    int schemaOffset = schema.schema().getSchema(builder);
    Footer.startDictionariesVector(builder, dictionaryBlocks.size());
    int dictionaries = blocks(builder, dictionaryBlocks);
    Footer.startRecordBatchesVector(builder, batchBlocks.size());
    int batches = blocks(builder, batchBlocks);
    builder.finish(
        Footer.createFooter(builder, MetadataVersion.V5, schemaOffset, dictionaries, batches, 0));
    byte[] footer = builder.sizedByteArray();
    out.put(footer);
    out.putInt32(footer.length);
    out.put(IpcFile.magic());
  }

  private static int blocks(FlatBufferBuilder builder, List<BlockPlace> blocks) {
    for (int i = blocks.size() - 1; i >= 0; i--) {
      BlockPlace block = blocks.get(i);
      Block.createBlock(builder, block.offset(), block.metadataLength(), block.bodyLength());
    }
    return builder.endVector();
  }

  public byte[] bytes() {
    return out.toArray();
  }
}
