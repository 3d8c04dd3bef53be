package io.flinkarrow.parquet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.flinkarrow.parquet.refusal.RefusedRowsException;
import io.flinkarrow.parquet.schema.MessageFormat;
import io.flinkarrow.parquet.shred.nodes.BatchBuffers;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Consumer;
import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.BaseFixedWidthVector;
import org.apache.arrow.vector.BitVectorHelper;
import org.apache.arrow.vector.DecimalVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.LargeVarCharVector;
import org.apache.arrow.vector.VarCharVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.dictionary.Dictionary;
import org.apache.arrow.vector.dictionary.DictionaryProvider;
import org.apache.arrow.vector.dictionary.DictionaryProvider.MapDictionaryProvider;
import org.apache.arrow.vector.types.DateUnit;
import org.apache.arrow.vector.types.TimeUnit;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.DictionaryEncoding;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.FieldType;
import org.apache.arrow.vector.types.pojo.Schema;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * A writer goes on after a batch that it refused, and its file is as if the batch had not come. A
 * check that does not write refuses the same batches for the same reasons.
 */
class RefusedBatchesLeaveTheFileTest {

  private static final int ROWS = 75;
  private static final int BAD_ROW = 41;

  private static final DictionaryEncoding ENCODING = new DictionaryEncoding(1, false, null);

  private static final Schema SCHEMA =
      new Schema(
          List.of(
              new Field("id", FieldType.notNullable(new ArrowType.Int(64, true)), null),
              Field.nullable("amount", new ArrowType.Decimal(5, 2, 128)),
              Field.nullable("large", new ArrowType.Decimal(40, 2, 256)),
              Field.nullable("at", new ArrowType.Timestamp(TimeUnit.SECOND, null)),
              Field.nullable("time", new ArrowType.Time(TimeUnit.SECOND, 32)),
              Field.nullable("day", new ArrowType.Date(DateUnit.MILLISECOND)),
              new Field("kind", new FieldType(true, ENCODING.getIndexType(), ENCODING), null),
              Field.nullable("text", new ArrowType.Utf8())));

  private static final WriterOptions OPTIONS =
      WriterOptions.builder().pageRows(20).rowGroupRows(170).maximumRowBytes(4000).build();

  private final BufferAllocator allocator = new RootAllocator();
  private VarCharVector kinds;
  private DictionaryProvider dictionaries;

  /** What is done to one slot of a column. */
  private enum Damage {
    NULL("id", v -> BitVectorHelper.unsetBit(v.getValidityBuffer(), BAD_ROW)),
    DECIMAL("amount", v -> v.getDataBuffer().setLong(16L * BAD_ROW, 100_000)),
    WIDE_DECIMAL("large", v -> v.getDataBuffer().setLong(32L * BAD_ROW + 24, 1L << 60)),
    TIMESTAMP("at", v -> v.getDataBuffer().setLong(8L * BAD_ROW, Long.MAX_VALUE)),
    TIME("time", v -> v.getDataBuffer().setInt(4L * BAD_ROW, Integer.MAX_VALUE)),
    DATE("day", v -> v.getDataBuffer().setLong(8L * BAD_ROW, Long.MIN_VALUE)),
    INDEX("kind", v -> v.getDataBuffer().setInt(4L * BAD_ROW, 3)),
    NEGATIVE_INDEX("kind", v -> v.getDataBuffer().setInt(4L * BAD_ROW, -1)),
    SIZE("text", v -> ((VarCharVector) v).setSafe(BAD_ROW, new byte[4000]));

    private final String column;
    private final Consumer<FieldVector> change;

    Damage(String column, Consumer<FieldVector> change) {
      this.column = column;
      this.change = change;
    }

    void in(VectorSchemaRoot batch) {
      change.accept(batch.getVector(column));
      batch.setRowCount(ROWS);
    }
  }

  @BeforeEach
  void dictionary() {
    kinds = new VarCharVector("kinds", allocator);
    for (int i = 0; i < 3; i++) {
      kinds.setSafe(i, ("kind " + i).getBytes(StandardCharsets.UTF_8));
    }
    kinds.setValueCount(3);
    dictionaries = new MapDictionaryProvider(new Dictionary(kinds, ENCODING));
  }

  @AfterEach
  void nothingIsLeaked() {
    kinds.close();
    allocator.close();
  }

  private VectorSchemaRoot batch() {
    VectorSchemaRoot batch = VectorSchemaRoot.create(SCHEMA, allocator);
    for (FieldVector vector : batch.getFieldVectors()) {
      vector.allocateNew();
      for (int row = 0; row < ROWS; row++) {
        if (vector instanceof VarCharVector texts) {
          texts.setSafe(row, ("text " + row).getBytes(StandardCharsets.UTF_8));
        } else {
          BaseFixedWidthVector numbers = (BaseFixedWidthVector) vector;
          BitVectorHelper.setBit(numbers.getValidityBuffer(), row);
          ArrowBuf data = numbers.getDataBuffer();
          data.setZero((long) numbers.getTypeWidth() * row, numbers.getTypeWidth());
          data.setByte((long) numbers.getTypeWidth() * row, row % 3);
        }
      }
    }
    batch.setRowCount(ROWS);
    return batch;
  }

  private ArrowParquetWriter open(ByteArrayOutputStream out) {
    try (VectorSchemaRoot batch = VectorSchemaRoot.create(SCHEMA, allocator)) {
      return ArrowParquetWriter.open(out, batch.getSchema(), dictionaries, OPTIONS);
    }
  }

  private void write(ArrowParquetWriter writer, Consumer<VectorSchemaRoot> change)
      throws IOException {
    try (VectorSchemaRoot batch = batch()) {
      change.accept(batch);
      RefusedRowsException found = refusalOf(batch);
      try {
        writer.write(batch, dictionaries);
      } catch (RefusedRowsException e) {
        assertThat(found).as("what the check found").hasMessage(e.getMessage());
        throw e;
      }
      assertThat(found).as("what the check found").isNull();
    }
  }

  /** What a check finds without writing. */
  private RefusedRowsException refusalOf(VectorSchemaRoot batch) {
    BatchCheck check = BatchCheck.of(FilePlan.of(MessageFormat.of(SCHEMA, dictionaries), OPTIONS));
    return catchThrowableOfType(
        RefusedRowsException.class, () -> check.check(BatchBuffers.of(batch, dictionaries)));
  }

  private byte[] fileOf(int batches) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (ArrowParquetWriter writer = open(out)) {
      for (int i = 0; i < batches; i++) {
        write(writer, batch -> {});
      }
      writer.finish();
    }
    return out.toByteArray();
  }

  @ParameterizedTest
  @EnumSource
  void forWhatOneSlotHolds(Damage damage) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (ArrowParquetWriter writer = open(out)) {
      for (int i = 0; i < 5; i++) {
        assertThatThrownBy(() -> write(writer, damage::in))
            .isInstanceOf(RefusedRowsException.class)
            .hasMessageContaining("Column " + damage.column)
            .hasMessageContaining("row " + BAD_ROW);
        assertThat(writer.rowsWritten()).isEqualTo((long) i * ROWS);
        write(writer, batch -> {});
      }
      long retained = writer.retainedBytes();
      assertThatThrownBy(() -> write(writer, damage::in)).isInstanceOf(RefusedRowsException.class);
      // It may be less: the plan of a writer that refused does without a shredder for a while.
      assertThat(writer.retainedBytes()).isLessThanOrEqualTo(retained);
      writer.finish();
    }
    assertThat(out.toByteArray()).isEqualTo(fileOf(5));
  }

  /** Nor does the writer keep the dictionary that only the refused batch had. */
  @ParameterizedTest
  @EnumSource
  void withItsDictionary(Damage damage) throws IOException {
    try (ArrowParquetWriter writer = open(new ByteArrayOutputStream());
        VarCharVector others = new VarCharVector("others", allocator)) {
      for (int i = 0; i < 3; i++) {
        others.setSafe(i, new byte[100_000 + i]);
      }
      others.setValueCount(3);
      write(writer, batch -> {});
      DictionaryProvider usual = dictionaries;
      long retained = writer.retainedBytes();
      dictionaries = new MapDictionaryProvider(new Dictionary(others, ENCODING));
      assertThatThrownBy(() -> write(writer, damage::in)).isInstanceOf(RefusedRowsException.class);
      // It may be less: the plan of a writer that refused does without a shredder for a while.
      assertThat(writer.retainedBytes()).isLessThanOrEqualTo(retained);
      dictionaries = usual;
      write(writer, batch -> {});
    }
  }

  @ParameterizedTest
  @EnumSource(
      mode = EnumSource.Mode.EXCLUDE,
      names = {"NULL", "SIZE"})
  void unlessANullHidesIt(Damage damage) throws IOException {
    try (ArrowParquetWriter writer = open(new ByteArrayOutputStream())) {
      write(
          writer,
          batch -> {
            damage.in(batch);
            FieldVector column = batch.getVector(damage.column);
            BitVectorHelper.unsetBit(column.getValidityBuffer(), BAD_ROW);
          });
      assertThat(writer.finish().rows()).isEqualTo(ROWS);
    }
  }

  @Test
  void forItsBuffers() throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (ArrowParquetWriter writer = open(out)) {
      write(writer, batch -> {});
      for (Field field : SCHEMA.getFields()) {
        assertThatThrownBy(
                () ->
                    write(
                        writer, batch -> batch.getVector(field.getName()).setValueCount(ROWS - 1)))
            .isInstanceOf(RefusedRowsException.class)
            .hasMessageContaining(field.getName());
      }
      assertThatThrownBy(
              () ->
                  write(
                      writer,
                      batch -> batch.getVector("text").getOffsetBuffer().setInt(120, 1 << 28)))
          .isInstanceOf(RefusedRowsException.class)
          .hasMessageContaining("text");
      write(writer, batch -> {});
      writer.finish();
    }
    assertThat(out.toByteArray()).isEqualTo(fileOf(2));
  }

  @Test
  void forItsSchemaOrDictionaries() throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (ArrowParquetWriter writer = open(out);
        LargeVarCharVector wide = new LargeVarCharVector("wide", allocator);
        DecimalVector numbers = new DecimalVector("numbers", allocator, 5, 2);
        VectorSchemaRoot flat = FlatRows.batch(allocator, 0, 10);
        VectorSchemaRoot batch = batch()) {
      wide.setValueCount(0);
      numbers.setValueCount(0);
      writer.write(batch);
      List<DictionaryProvider> others =
          List.of(
              new MapDictionaryProvider(),
              new MapDictionaryProvider(new Dictionary(wide, ENCODING)),
              new MapDictionaryProvider(new Dictionary(numbers, ENCODING)));
      for (DictionaryProvider other : others) {
        assertThatThrownBy(() -> writer.write(batch, other))
            .isInstanceOf(RefusedRowsException.class);
      }
      assertThatThrownBy(() -> writer.write(flat)).isInstanceOf(RefusedRowsException.class);
      assertThatCode(() -> writer.write(batch)).doesNotThrowAnyException();
      writer.finish();
    }
    assertThat(out.toByteArray()).isEqualTo(fileOf(2));
  }
}
