package io.flinkarrow.examples;

import io.flinkarrow.batch.RecordBatch;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.ipc.ArrowFileReader;
import org.apache.arrow.vector.types.pojo.Schema;

/**
 * An Arrow IPC file, cut into record batches. A {@link RecordBatch} lives on the heap: when {@link
 * #read} returns, Arrow's own memory is free again and there is nothing to close.
 *
 * @param schema of every batch
 * @param batches slices of the file, in its order
 * @param columns what the check at the end compares the part files with
 */
record FlightsInput(Schema schema, List<RecordBatch> batches, List<Column> columns) {

  /**
   * One column of numbers.
   *
   * @param arrowBytes bytes of its Arrow buffers
   * @param sum of its values
   */
  record Column(String name, long arrowBytes, double sum) {}

  static FlightsInput read(Path file, int rowsPerBatch) throws IOException {
    try (BufferAllocator allocator = new RootAllocator();
        FileChannel channel = FileChannel.open(file);
        ArrowFileReader reader = new ArrowFileReader(channel, allocator)) {
      if (!reader.loadNextBatch() || reader.getRecordBlocks().size() > 1) {
        throw new IOException(file + " should hold exactly one Arrow record batch");
      }
      VectorSchemaRoot root = reader.getVectorSchemaRoot();
      List<Column> columns = root.getFieldVectors().stream().map(FlightsInput::column).toList();
      RecordBatch whole = RecordBatch.copyOf(root);
      return new FlightsInput(whole.schema(), slices(whole, rowsPerBatch), columns);
    }
  }

  long rows() {
    return batches.stream().mapToLong(RecordBatch::rowCount).sum();
  }

  long arrowBytes() {
    return columns.stream().mapToLong(Column::arrowBytes).sum();
  }

  private static List<RecordBatch> slices(RecordBatch whole, int rowsPerBatch) {
    List<RecordBatch> slices = new ArrayList<>();
    for (int from = 0; from < whole.rowCount(); from += rowsPerBatch) {
      slices.add(whole.slice(from, Math.min(rowsPerBatch, whole.rowCount() - from)));
    }
    return slices;
  }

  private static Column column(FieldVector vector) {
    double sum = 0;
    for (int row = 0; row < vector.getValueCount(); row++) {
      if (!vector.isNull(row)) {
        sum += ((Number) vector.getObject(row)).doubleValue();
      }
    }
    return new Column(vector.getName(), vector.getBufferSize(), sum);
  }
}
