package io.flinkarrow.parquet;

import static org.assertj.core.api.Assertions.assertThat;

import io.flinkarrow.batch.RecordBatch;
import io.flinkarrow.layout.Bitmaps;
import io.flinkarrow.parquet.options.WriterProfile;
import io.flinkarrow.parquet.shred.nodes.BatchBuffers;
import io.flinkarrow.sink.file.RecordBatchBuffers;
import io.flinkarrow.testing.DuckDbReader;
import io.flinkarrow.testing.PageWalk;
import io.flinkarrow.testing.ParquetJavaReader;
import io.flinkarrow.testing.PlainValue;
import io.flinkarrow.testing.RandomBatches;
import io.flinkarrow.testing.RandomSchemas;
import io.flinkarrow.testing.TypeCatalogue;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.complex.RunEndEncodedVector;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.FieldType;
import org.apache.arrow.vector.types.pojo.Schema;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Run-end encoded columns make the files, byte for byte, that their values make one by one. */
class RunsMakeTheFilesOfTheirValuesTest {

  private static final Field ITEM = Field.nullable("item", new ArrowType.Int(32, true));

  @TempDir Path directory;

  private static List<Field> everyType(RandomSchemas schemas) {
    List<Field> fields = new ArrayList<>();
    for (ArrowType type : RandomSchemas.leafTypes()) {
      if (!type.toString().contains("View")) {
        Field values = schemas.leaf("values", type);
        fields.add(schemas.runEndEncoded("c" + fields.size(), values));
      }
    }
    Field list = new Field("l", FieldType.nullable(new ArrowType.List()), List.of(ITEM));
    Field struct =
        new Field("values", FieldType.nullable(new ArrowType.Struct()), List.of(ITEM, list));
    fields.add(schemas.runEndEncoded("s", struct));
    return fields;
  }

  private static Schema valuesOf(Schema schema) {
    List<Field> fields = new ArrayList<>();
    for (Field runs : schema.getFields()) {
      Field values = runs.getChildren().get(1);
      fields.add(new Field(runs.getName(), values.getFieldType(), values.getChildren()));
    }
    return new Schema(fields);
  }

  private static VectorSchemaRoot expanded(VectorSchemaRoot encoded, BufferAllocator allocator) {
    List<FieldVector> vectors = new ArrayList<>();
    for (FieldVector vector : encoded.getFieldVectors()) {
      RunEndEncodedVector runs = (RunEndEncodedVector) vector;
      Field values = runs.getValuesVector().getField();
      FieldVector plain =
          new Field(vector.getName(), values.getFieldType(), values.getChildren())
              .createVector(allocator);
      plain.allocateNew();
      for (int row = 0; row < encoded.getRowCount(); row++) {
        int run = runs.getPhysicalIndex(row);
        if (!runs.getValuesVector().isNull(run)) {
          plain.copyFromSafe(run, row, runs.getValuesVector());
        }
      }
      plain.setValueCount(encoded.getRowCount());
      vectors.add(plain);
    }
    VectorSchemaRoot root = new VectorSchemaRoot(vectors);
    root.setRowCount(encoded.getRowCount());
    return root;
  }

  private static void compare(WriterOptions options, long seed) throws IOException {
    ByteArrayOutputStream runFile = new ByteArrayOutputStream();
    ByteArrayOutputStream batchFile = new ByteArrayOutputStream();
    ByteArrayOutputStream plainFile = new ByteArrayOutputStream();
    ArrowParquetWriter runWriter = null;
    ArrowParquetWriter batchWriter = null;
    ArrowParquetWriter plainWriter = null;
    try (BufferAllocator allocator = new RootAllocator();
        RandomBatches batches = new RandomBatches(seed, allocator).tame()) {
      Schema schema = new Schema(everyType(batches.schemas()));
      for (int rows : new int[] {1, 900, 70}) {
        try (VectorSchemaRoot encoded = batches.batch(schema, rows);
            VectorSchemaRoot plain = expanded(encoded, allocator)) {
          RecordBatch batch = RecordBatch.copyOf(encoded, batches.dictionaries());
          if (runWriter == null) {
            runWriter = ArrowParquetWriter.open(runFile, schema, options);
            batchWriter = ArrowParquetWriter.open(batchFile, batch.schema(), options);
            plainWriter = ArrowParquetWriter.open(plainFile, valuesOf(schema), options);
          }
          runWriter.write(encoded);
          batchWriter.write(RecordBatchBuffers.of(batch));
          plainWriter.write(plain);
        }
      }
    }
    plainWriter.finish();
    runWriter.finish();
    batchWriter.finish();
    assertThat(runFile.toByteArray()).as("seed " + seed).isEqualTo(plainFile.toByteArray());
    assertThat(batchFile.toByteArray()).as("seed " + seed).isEqualTo(plainFile.toByteArray());
  }

  @Test
  void withoutDictionariesWhateverTheirLength() throws IOException {
    for (int seed = 0; seed < 3; seed++) {
      compare(
          WriterOptions.builder().pageRows(100).rowGroupRows(400).dictionary(false).build(), seed);
    }
  }

  /** Where all runs are long, a dictionary pays in both. */
  @Test
  void withDictionariesIfTheyAreLong() throws IOException {
    WriterOptions options = WriterOptions.builder().build();
    assertThat(compareLongs(700, 700, 50, options)).hasSizeLessThan(5_000);
  }

  @Test
  void whenEncodingsAreTriedAndDictionariesFull() throws IOException {
    WriterOptions options =
        WriterOptions.builder()
            .profile(WriterProfile.COMPACT)
            .dictionaryBytes(4096)
            .rowGroupRows(30_000)
            .build();
    for (int longest : new int[] {1, 8, 100, 5000}) {
      compareLongs(1, longest, 1_000_000, options);
    }
  }

  private static byte[] compareLongs(int shortest, int longest, int distinct, WriterOptions options)
      throws IOException {
    Random random = new Random(longest);
    int rows = 100_000;
    ByteBuffer ends = ByteBuffer.allocate(rows * 4).order(ByteOrder.LITTLE_ENDIAN);
    ByteBuffer valid = ByteBuffer.allocate(rows / 8 + 1);
    ByteBuffer values = ByteBuffer.allocate(rows * 8).order(ByteOrder.LITTLE_ENDIAN);
    ByteBuffer plainValid = ByteBuffer.allocate(rows / 8 + 1);
    ByteBuffer plainValues = ByteBuffer.allocate(rows * 8).order(ByteOrder.LITTLE_ENDIAN);
    int runs = 0;
    for (int row = 0; row < rows; runs++) {
      int end = Math.min(rows, row + shortest + random.nextInt(longest - shortest + 1));
      long value = random.nextInt(distinct) * 1_000_003L;
      boolean isNull = random.nextInt(7) == 0;
      ends.putInt(4 * runs, end);
      values.putLong(8 * runs, value);
      if (!isNull) {
        Bitmaps.set(valid.array(), 0, runs);
      }
      for (; row < end; row++) {
        plainValues.putLong(8 * row, value);
        if (!isNull) {
          Bitmaps.set(plainValid.array(), 0, row);
        }
      }
    }
    Field longs = Field.nullable("c", new ArrowType.Int(64, true));
    Field ofRuns =
        new Field(
            "c",
            FieldType.nullable(new ArrowType.RunEndEncoded()),
            List.of(Field.notNullable("run_ends", new ArrowType.Int(32, true)), longs));
    byte[] plain = file(longs, options, new int[] {rows}, plainValid, plainValues);
    int[] lengths = {rows, runs, runs};
    ByteBuffer none = ByteBuffer.allocate(0);
    assertThat(file(ofRuns, options, lengths, none, ends, valid, values)).isEqualTo(plain);
    return plain;
  }

  private static byte[] file(
      Field field, WriterOptions options, int[] lengths, ByteBuffer... buffers) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (ArrowParquetWriter writer =
        ArrowParquetWriter.open(out, new Schema(List.of(field)), options)) {
      int[] uncounted = new int[lengths.length];
      Arrays.fill(uncounted, BatchBuffers.UNCOUNTED);
      writer.write(new BatchBuffers(lengths[0], lengths, uncounted, buffers, Map.of()));
      writer.finish();
    }
    return out.toByteArray();
  }

  /** A batch of some bytes: what is held is bounded by pages and row groups. */
  @Test
  void aHundredMillionRowsOfOneRunTakeLittleHeap() throws IOException {
    int rows = 100_000_000;
    Field field =
        new Field(
            "c",
            FieldType.notNullable(new ArrowType.RunEndEncoded()),
            List.of(
                Field.notNullable("run_ends", new ArrowType.Int(32, true)),
                Field.notNullable("values", new ArrowType.Int(64, true))));
    ByteBuffer ends = ByteBuffer.allocate(4).order(ByteOrder.LITTLE_ENDIAN).putInt(0, rows);
    try (ArrowParquetWriter writer =
        ArrowParquetWriter.open(
            OutputStream.nullOutputStream(),
            new Schema(List.of(field)),
            WriterOptions.builder().build())) {
      ByteBuffer none = ByteBuffer.allocate(0);
      writer.write(
          new BatchBuffers(
              rows,
              new int[] {rows, 1, 1},
              new int[3],
              new ByteBuffer[] {none, ends, none, ByteBuffer.allocate(8)},
              Map.of()));
      assertThat(writer.retainedBytes()).isLessThan(4 << 20);
      FileSummary summary = writer.finish();
      assertThat(summary.rows()).isEqualTo(rows);
      assertThat(summary.bytes()).isLessThan(1 << 20);
    }
  }

  @Test
  void comeBackInAnyPlace() throws Exception {
    for (int seed = 0; seed < 4; seed++) {
      RandomFile file =
          RandomFile.write(
              directory.resolve(seed + ".parquet"),
              seed,
              schemas -> new Schema(inAnyPlace(schemas)),
              WriterOptions.builder().pageRows(150).rowGroupRows(500).build(),
              1,
              700,
              40);
      PageWalk.walk(file.path());
      file.assertHolds("parquet-java", ParquetJavaReader.read(file.path()));
      file.assertHolds(
          "DuckDB",
          DuckDbReader.select(file.path(), name -> name.startsWith("known"), "true"),
          PlainValue::withoutHalfNans);
    }
  }

  private static List<Field> inAnyPlace(RandomSchemas schemas) {
    List<Field> fields = new ArrayList<>();
    for (ArrowType type : RandomSchemas.leafTypes()) {
      boolean known = TypeCatalogue.isKnownToDuckDb(new FieldType(true, type, null));
      String name = (known ? "known" : "c") + fields.size();
      Field runs = schemas.runEndEncoded("runs", schemas.leaf("values", type));
      fields.add(
          switch (fields.size() % 4) {
            case 0 -> new Field(name, runs.getFieldType(), runs.getChildren());
            case 1 -> new Field(name, FieldType.nullable(new ArrowType.List()), List.of(runs));
            case 2 -> new Field(name, FieldType.nullable(new ArrowType.Struct()), List.of(runs));
            default ->
                new Field(name, FieldType.notNullable(new ArrowType.Struct()), List.of(runs));
          });
    }
    return fields;
  }
}
