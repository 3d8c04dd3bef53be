package io.flinkarrow.examples;

import io.flinkarrow.batch.RecordBatch;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.arrow.vector.FieldVector;
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
    return ArrowFile.read(
        file,
        vectors -> {
          List<Column> columns =
              vectors.getFieldVectors().stream().map(FlightsInput::column).toList();
          RecordBatch whole = RecordBatch.copyOf(vectors);
          return new FlightsInput(whole.schema(), slices(whole, rowsPerBatch), columns);
        });
  }

  long rows() {
    return batches.stream().mapToLong(RecordBatch::rowCount).sum();
  }

  long arrowBytes() {
    return columns.stream().mapToLong(Column::arrowBytes).sum();
  }

  static List<RecordBatch> slices(RecordBatch whole, int rowsPerBatch) {
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
