package io.flinkarrow.partition;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.flinkarrow.batch.RecordBatch;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
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
import org.junit.jupiter.api.Test;

/** What a part of a batch costs does not grow with the dictionary that the parts share. */
class DictionariesAreHashedOnceTest {

  private static final int ENTRIES = 100_000;
  private static final int PARTS = 100;

  /** A part's own objects; arrays of all entries would take 2 MB. */
  private static final long MOST_OF_A_PART = 20_000;

  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  private static final DictionaryEncoding ENCODING =
      new DictionaryEncoding(1, false, new ArrowType.Int(32, true));

  private static final Schema SCHEMA =
      new Schema(
          List.of(
              new Field("town", new FieldType(true, new ArrowType.Utf8(), ENCODING), null),
              Field.notNullable("id", new ArrowType.Int(32, true))));

  /** Row {@code i} has town {@code i} of generation {@code generation}. */
  private static RecordBatch batch(int generation) {
    try (BufferAllocator allocator = new RootAllocator();
        VarCharVector towns = new VarCharVector("towns", allocator);
        IntVector ids =
            new IntVector("id", FieldType.notNullable(new ArrowType.Int(32, true)), allocator);
        IntVector indexes =
            new IntVector(
                "town", new FieldType(true, ENCODING.getIndexType(), ENCODING), allocator)) {
      for (int entry = 0; entry < ENTRIES; entry++) {
        towns.setSafe(entry, (generation + "-" + entry).getBytes(StandardCharsets.UTF_8));
      }
      towns.setValueCount(ENTRIES);
      for (int row = 0; row < PARTS; row++) {
        indexes.setSafe(row, row);
        ids.setSafe(row, row);
      }
      indexes.setValueCount(PARTS);
      ids.setValueCount(PARTS);
      return RecordBatch.copyOf(
          new VectorSchemaRoot(List.of(indexes, ids)),
          new MapDictionaryProvider(new Dictionary(towns, ENCODING)));
    }
  }

  @Test
  void partsOfABatchCostWhatTheirRowsCost() {
    BatchPartitioner partitioner = BatchPartitioner.of(SCHEMA, PartitionByColumns.of("town"));
    for (int generation = 0; generation < 3; generation++) {
      RecordBatch batch = batch(generation);
      assertThat(partitioner.directoryOf(batch.slice(0, 1))).isEqualTo("town=" + generation + "-0");
      long before = THREADS.getCurrentThreadAllocatedBytes();
      for (int row = 0; row < PARTS; row++) {
        assertThat(partitioner.directoryOf(batch.slice(row, 1)))
            .isEqualTo("town=" + generation + "-" + row);
      }
      long allocated = THREADS.getCurrentThreadAllocatedBytes() - before;
      assertThat(allocated / PARTS).as("bytes a part").isLessThan(MOST_OF_A_PART);
    }
  }
}
