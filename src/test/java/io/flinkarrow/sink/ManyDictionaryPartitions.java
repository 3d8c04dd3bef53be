package io.flinkarrow.sink;

import io.flinkarrow.batch.RecordBatch;
import io.flinkarrow.batch.RecordBatchTypeInfo;
import io.flinkarrow.partition.PartitionByColumns;
import io.flinkarrow.testing.PartFiles;
import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.IntVector;
import org.apache.arrow.vector.VarCharVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.dictionary.Dictionary;
import org.apache.arrow.vector.dictionary.DictionaryProvider.MapDictionaryProvider;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.DictionaryEncoding;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.FieldType;
import org.apache.arrow.vector.types.pojo.Schema;
import org.apache.flink.api.common.RuntimeExecutionMode;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/**
 * A job whose batches have a large dictionary, each its own copy, and rows of many partitions; to
 * be run in a JVM of its own with less heap than a copy for each partition takes.
 */
final class ManyDictionaryPartitions {

  private static final DictionaryEncoding ENCODING =
      new DictionaryEncoding(1, false, new ArrowType.Int(32, true));

  private ManyDictionaryPartitions() {}

  /**
   * Columns {@code id}, {@code part}, {@code text} with a dictionary, and numbers.
   *
   * @param part of {@code partitions}, in turn
   */
  record Shape(int partitions, int columns, int entries, int entryBytes) implements Serializable {

    Schema schema() {
      List<Field> fields = new ArrayList<>();
      fields.add(Field.notNullable("id", new ArrowType.Int(64, true)));
      fields.add(Field.notNullable("part", new ArrowType.Int(32, true)));
      fields.add(
          new Field("text", new FieldType(false, new ArrowType.Utf8(), ENCODING, null), null));
      for (int i = fields.size(); i < columns; i++) {
        fields.add(Field.notNullable("number" + i, new ArrowType.Int(64, true)));
      }
      return new Schema(fields);
    }

    /** The text of entry {@code entry} in generation {@code generation} of the dictionary. */
    String text(int entry, int generation) {
      String text = generation + "-" + entry + "-";
      return text + "x".repeat(entryBytes - text.length());
    }

    RecordBatch batch(long firstId, int rows, int generation) {
      try (BufferAllocator allocator = new RootAllocator();
          VarCharVector texts = new VarCharVector("texts", allocator)) {
        for (int entry = 0; entry < entries; entry++) {
          texts.setSafe(entry, text(entry, generation).getBytes(StandardCharsets.UTF_8));
        }
        texts.setValueCount(entries);
        List<FieldVector> vectors = new ArrayList<>();
        for (Field field : schema().getFields()) {
          vectors.add(column(field, firstId, rows, allocator));
        }
        try (VectorSchemaRoot root = new VectorSchemaRoot(vectors)) {
          root.setRowCount(rows);
          return RecordBatch.copyOf(
              root, new MapDictionaryProvider(new Dictionary(texts, ENCODING)));
        }
      }
    }

    private FieldVector column(Field field, long firstId, int rows, BufferAllocator allocator) {
      if (field.getName().equals("text") || field.getName().equals("part")) {
        DictionaryEncoding encoding = field.getDictionary();
        FieldType type = new FieldType(false, ENCODING.getIndexType(), encoding);
        IntVector indexes = new IntVector(field.getName(), type, allocator);
        int modulus = encoding == null ? partitions : entries;
        for (int row = 0; row < rows; row++) {
          indexes.setSafe(row, (int) ((firstId + row) % modulus));
        }
        indexes.setValueCount(rows);
        return indexes;
      }
      BigIntVector numbers = (BigIntVector) field.createVector(allocator);
      for (int row = 0; row < rows; row++) {
        numbers.setSafe(row, firstId + row);
      }
      numbers.setValueCount(rows);
      return numbers;
    }
  }

  public static void main(String[] arguments) throws Exception {
    Path directory = Path.of(arguments[0]);
    Shape shape =
        new Shape(
            Integer.parseInt(arguments[1]),
            Integer.parseInt(arguments[2]),
            Integer.parseInt(arguments[3]),
            Integer.parseInt(arguments[4]));
    int batches = Integer.parseInt(arguments[5]);
    int rows = Integer.parseInt(arguments[6]);
    StreamExecutionEnvironment environment = StreamExecutionEnvironment.createLocalEnvironment(1);
    environment.setRuntimeMode(RuntimeExecutionMode.BATCH);
    environment
        .fromSequence(0, batches - 1)
        .map(batch -> shape.batch(batch * rows, rows, 0), RecordBatchTypeInfo.of(shape.schema()))
        .sinkTo(
            ArrowParquetSink.forBatches(
                    new org.apache.flink.core.fs.Path(directory.toUri()), shape.schema())
                .partitionBy(PartitionByColumns.of("part"))
                .coalesceBytes(1 << 20)
                .build());
    long start = System.nanoTime();
    environment.execute();
    System.out.printf(
        "%d files in %d ms%n",
        PartFiles.visible(directory).size(), (System.nanoTime() - start) / 1_000_000);
  }
}
