package io.flinkarrow.examples;

import io.flinkarrow.batch.RecordBatch;
import io.flinkarrow.ipc.ArrowIpc;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.Float4Vector;
import org.apache.arrow.vector.VarCharVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.types.pojo.Schema;

/**
 * The flights of an Arrow IPC file as messages: each an IPC stream with some of the rows, and with
 * one more column, the part of the day, for the names of folders.
 *
 * @param schema of every message
 * @param damaged one more message, of which the end is missing
 */
record FlightMessages(Schema schema, List<Message> messages, Message damaged) {

  static final String PART_OF_DAY = "part_of_day";

  private static final List<String> PARTS = List.of("night", "morning", "afternoon", "evening");
  private static final int HOURS_OF_PART = 6;

  static FlightMessages read(Path file, int rowsPerMessage) throws IOException {
    RecordBatch flights = ArrowFile.read(file, FlightMessages::withPartOfDay);
    List<Message> messages =
        FlightsInput.slices(flights, rowsPerMessage).stream()
            .map(slice -> new Message(ArrowIpc.writeStream(slice), slice.rowCount()))
            .toList();
    byte[] whole = messages.get(0).bytes();
    Message damaged = new Message(Arrays.copyOf(whole, whole.length / 2), 0);
    return new FlightMessages(flights.schema(), messages, damaged);
  }

  /** All messages, the damaged one in their middle. */
  List<Message> withDamaged() {
    List<Message> all = new ArrayList<>(messages);
    all.add(messages.size() / 2, damaged);
    return all;
  }

  private static RecordBatch withPartOfDay(VectorSchemaRoot flights) {
    Float4Vector hours = (Float4Vector) flights.getVector("time");
    try (VarCharVector parts = new VarCharVector(PART_OF_DAY, hours.getAllocator())) {
      parts.allocateNew(flights.getRowCount());
      for (int row = 0; row < flights.getRowCount(); row++) {
        String part = PARTS.get((int) (hours.get(row) / HOURS_OF_PART) % PARTS.size());
        parts.setSafe(row, part.getBytes(StandardCharsets.US_ASCII));
      }
      parts.setValueCount(flights.getRowCount());
      List<FieldVector> columns = new ArrayList<>(flights.getFieldVectors());
      columns.add(parts);
      return RecordBatch.copyOf(new VectorSchemaRoot(columns));
    }
  }
}
