package io.flinkarrow.parquet;

import io.flinkarrow.parquet.shred.values.SharedDictionaries;
import io.flinkarrow.testing.LiveObjects;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.Float8Vector;
import org.apache.arrow.vector.IntVector;
import org.apache.arrow.vector.TimeStampMicroVector;
import org.apache.arrow.vector.VarCharVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.types.FloatingPointPrecision;
import org.apache.arrow.vector.types.TimeUnit;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;

/**
 * A program that holds many files open, with ten rows in a row group that was written and ten in
 * the next. Prints what one holds, by the heap and by its own word.
 */
final class ManyOpenFiles {

  private static final int ROWS = 10;

  private ManyOpenFiles() {}

  public static void main(String[] arguments) throws Exception {
    int files = Integer.parseInt(arguments[0]);
    int columns = Integer.parseInt(arguments[1]);
    List<ArrowParquetWriter> open = new ArrayList<>();
    SharedDictionaries dictionaries = new SharedDictionaries(0);
    try (BufferAllocator allocator = new RootAllocator();
        VectorSchemaRoot batch = batch(allocator, columns)) {
      FilePlan plan = FilePlan.of(batch.getSchema(), WriterOptions.defaults());
      open(plan, dictionaries, batch);
      long before = LiveObjects.bytes();
      for (int file = 0; file < files; file++) {
        open.add(open(plan, dictionaries, batch));
      }
      report("idle", open, before, columns);
      for (ArrowParquetWriter writer : open) {
        writer.write(batch);
      }
      report("with rows", open, before, columns);
      for (ArrowParquetWriter writer : open) {
        if (writer.finish().rows() != 2 * ROWS) {
          throw new IllegalStateException("Rows are missing");
        }
      }
    }
  }

  private static ArrowParquetWriter open(
      FilePlan plan, SharedDictionaries dictionaries, VectorSchemaRoot batch) throws Exception {
    ArrowParquetWriter writer =
        ArrowParquetWriter.open(OutputStream.nullOutputStream(), plan, dictionaries);
    writer.write(batch);
    writer.flushRowGroup();
    return writer;
  }

  private static void report(
      String state, List<ArrowParquetWriter> open, long before, int columns) {
    long measured = LiveObjects.bytes() - before;
    long told = open.stream().mapToLong(ArrowParquetWriter::retainedBytes).sum();
    System.out.printf(
        "%s: %d bytes per column, %d told%n",
        state, measured / open.size() / columns, told / open.size() / columns);
  }

  private static VectorSchemaRoot batch(BufferAllocator allocator, int columns) {
    List<Field> fields = new ArrayList<>();
    for (int column = 0; column < columns; column++) {
      fields.add(Field.nullable("column" + column, type(column % 5)));
    }
    VectorSchemaRoot batch = VectorSchemaRoot.create(new Schema(fields), allocator);
    Random random = new Random(1);
    for (int row = 0; row < ROWS; row++) {
      for (FieldVector vector : batch.getFieldVectors()) {
        set(vector, row, random);
      }
    }
    batch.setRowCount(ROWS);
    return batch;
  }

  private static ArrowType type(int kind) {
    return switch (kind) {
      case 0 -> new ArrowType.Int(64, true);
      case 1 -> new ArrowType.Utf8();
      case 2 -> new ArrowType.FloatingPoint(FloatingPointPrecision.DOUBLE);
      case 3 -> new ArrowType.Int(32, true);
      default -> new ArrowType.Timestamp(TimeUnit.MICROSECOND, null);
    };
  }

  private static void set(FieldVector vector, int row, Random random) {
    if (vector instanceof BigIntVector numbers) {
      numbers.setSafe(row, random.nextLong());
    } else if (vector instanceof VarCharVector texts) {
      texts.setSafe(row, ("text " + random.nextInt()).getBytes(StandardCharsets.UTF_8));
    } else if (vector instanceof Float8Vector numbers) {
      numbers.setSafe(row, random.nextDouble());
    } else if (vector instanceof IntVector numbers) {
      numbers.setSafe(row, random.nextInt(1000));
    } else if (vector instanceof TimeStampMicroVector times) {
      times.setSafe(row, random.nextLong());
    } else {
      throw new IllegalStateException("No values for " + vector);
    }
  }
}
