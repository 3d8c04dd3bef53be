package io.flinkarrow.benchmark.contestant;

import java.io.IOException;
import java.util.Iterator;
import java.util.List;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.VectorUnloader;
import org.apache.arrow.vector.ipc.ArrowReader;
import org.apache.arrow.vector.types.pojo.Schema;

/**
 * Batches in memory as the reader that Arrow's C data interface takes. Buffers are shared with the
 * batches, which stay the caller's; nothing is copied.
 */
final class BatchesReader extends ArrowReader {

  private final Schema schema;
  private final Iterator<VectorSchemaRoot> batches;

  BatchesReader(BufferAllocator allocator, List<VectorSchemaRoot> batches) {
    super(allocator);
    this.schema = batches.get(0).getSchema();
    this.batches = batches.iterator();
  }

  @Override
  public boolean loadNextBatch() throws IOException {
    prepareLoadNextBatch();
    if (!batches.hasNext()) {
      return false;
    }
    loadRecordBatch(new VectorUnloader(batches.next()).getRecordBatch());
    return true;
  }

  @Override
  public long bytesRead() {
    return 0;
  }

  @Override
  protected void closeReadSource() {}

  @Override
  protected Schema readSchema() {
    return schema;
  }
}
