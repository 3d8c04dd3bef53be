package io.flinkarrow.parquet;

import static org.assertj.core.api.Assertions.assertThat;

import io.flinkarrow.parquet.options.CompressionCodec;
import io.flinkarrow.parquet.schema.MessageFormat;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import java.util.Random;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.IntVector;
import org.apache.arrow.vector.VarBinaryVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.dictionary.Dictionary;
import org.apache.arrow.vector.dictionary.DictionaryProvider.MapDictionaryProvider;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.DictionaryEncoding;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.FieldType;
import org.apache.arrow.vector.types.pojo.Schema;
import org.junit.jupiter.api.Test;

/** Long values that come again between snapshots are not carried once per snapshot. */
class SnapshotsCarryLongValuesOnceTest {

  private static final int LONG_VALUES = 8;
  private static final int LONG_BYTES = 64 << 10;

  private static final int SNAPSHOTS = 40;

  private static final DictionaryEncoding ENCODING =
      new DictionaryEncoding(1, false, new ArrowType.Int(32, true));

  private static final Field FIELD =
      new Field("long", new FieldType(false, new ArrowType.Int(32, true), ENCODING), null);

  @Test
  void ofWhichOneIsNewEachTime() throws IOException {
    Random random = new Random(1);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    Schema schema = new Schema(List.of(FIELD));
    try (BufferAllocator allocator = new RootAllocator();
        VarBinaryVector values = new VarBinaryVector("values", allocator);
        VectorSchemaRoot batch = VectorSchemaRoot.create(schema, allocator)) {
      MapDictionaryProvider dictionaries =
          new MapDictionaryProvider(new Dictionary(values, ENCODING));
      for (int i = 0; i < LONG_VALUES; i++) {
        byte[] value = new byte[LONG_BYTES];
        random.nextBytes(value);
        values.setSafe(i, value);
      }
      WriterOptions options = WriterOptions.builder().codec(CompressionCodec.SNAPPY).build();
      try (ArrowParquetWriter writer =
          ArrowParquetWriter.open(out, MessageFormat.of(schema, dictionaries), options)) {
        for (int i = 0; i < SNAPSHOTS; i++) {
          values.setSafe(LONG_VALUES, new byte[] {(byte) i});
          values.setValueCount(LONG_VALUES + 1);
          fill((IntVector) batch.getVector(0));
          batch.setRowCount(LONG_VALUES + 1);
          writer.write(batch, dictionaries);
          long before = writer.retainedBytes();

          assertThat(writer.snapshot().length())
              .as("snapshot %d", i)
              .isLessThan(5 * LONG_VALUES * LONG_BYTES / 2);
          assertThat(writer.retainedBytes() - before)
              .as("kept by snapshot %d", i)
              .isLessThan(5 * LONG_VALUES * LONG_BYTES / 2);
        }
      }
    }
  }

  private static void fill(IntVector ids) {
    for (int i = 0; i <= LONG_VALUES; i++) {
      ids.setSafe(i, i);
    }
    ids.setValueCount(LONG_VALUES + 1);
  }
}
