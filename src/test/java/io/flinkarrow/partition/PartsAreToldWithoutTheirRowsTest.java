package io.flinkarrow.partition;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.management.ThreadMXBean;
import io.flinkarrow.batch.RecordBatch;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.StreamSupport;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.BitVector;
import org.apache.arrow.vector.DateDayVector;
import org.apache.arrow.vector.Decimal256Vector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.IntVector;
import org.apache.arrow.vector.LargeVarCharVector;
import org.apache.arrow.vector.TimeStampMicroVector;
import org.apache.arrow.vector.VarCharVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.ViewVarCharVector;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A batch of one partition is recognized by whole buffers, and no other is taken for one. */
class PartsAreToldWithoutTheirRowsTest {

  private static final int ROWS = 1_000;

  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  /** Sets a column's value of a row to one of several; the first may be null. */
  private static void set(FieldVector vector, int row, int value) {
    byte[] text = ("town number " + (char) ('a' + value)).getBytes(StandardCharsets.UTF_8);
    if (vector instanceof VarCharVector texts) {
      texts.setSafe(row, text);
    } else if (vector instanceof LargeVarCharVector texts) {
      texts.setSafe(row, text);
    } else if (vector instanceof ViewVarCharVector texts) {
      texts.setSafe(row, text);
    } else if (vector instanceof IntVector numbers) {
      numbers.setSafe(row, value);
    } else if (vector instanceof DateDayVector days) {
      days.setSafe(row, value);
    } else if (vector instanceof BitVector bits) {
      bits.setSafe(row, value & 1);
    } else if (vector instanceof TimeStampMicroVector times) {
      times.setSafe(row, value * 86_400_000_000L + row % 1000 * 1_000_000L);
    } else {
      ((Decimal256Vector) vector).setSafe(row, value);
    }
  }

  private static FieldVector vector(String type, BufferAllocator allocator) {
    return switch (type) {
      case "utf8" -> new VarCharVector("key", allocator);
      case "large_utf8" -> new LargeVarCharVector("key", allocator);
      case "utf8_view" -> new ViewVarCharVector("key", allocator);
      case "int" -> new IntVector("key", allocator);
      case "date" -> new DateDayVector("key", allocator);
      case "bool" -> new BitVector("key", allocator);
      case "timestamp" -> new TimeStampMicroVector("key", allocator);
      default -> new Decimal256Vector("key", allocator, 40, 2);
    };
  }

  /** As many rows as values; -1 is a null. */
  private static RecordBatch batch(String type, int... values) {
    try (BufferAllocator allocator = new RootAllocator();
        FieldVector key = vector(type, allocator);
        IntVector id = new IntVector("id", allocator)) {
      for (int row = 0; row < values.length; row++) {
        if (values[row] >= 0) {
          set(key, row, values[row]);
        }
        id.setSafe(row, row);
      }
      key.setValueCount(values.length);
      id.setValueCount(values.length);
      return RecordBatch.copyOf(new VectorSchemaRoot(List.of(key, id)));
    }
  }

  private static BatchPartitioner partitioner(String type, RecordBatch batch) {
    return BatchPartitioner.of(
        batch.schema(),
        type.equals("timestamp")
            ? PartitionByColumns.ofTimestamp("dt", "key", "yyyy-MM-dd")
            : PartitionByColumns.of("key"));
  }

  private static final int[][] MIXED = {
    {0, 1}, {1, 0}, {0, 0, 1}, {0, 1, 1}, {0, 1, 0, 1}, {-1, 0}, {0, -1}, {0, 0, -1}, {1, -1, 1}
  };

  @ParameterizedTest
  @ValueSource(
      strings = {"utf8", "large_utf8", "utf8_view", "int", "date", "bool", "timestamp", "decimal"})
  void batchesOfSeveralPartitionsAreNotTakenForOne(String type) {
    for (int[] values : MIXED) {
      RecordBatch mixed = batch(type, values);
      BatchPartitioner partitioner = partitioner(type, mixed);
      assertThatThrownBy(() -> partitioner.directoryOf(mixed))
          .isInstanceOf(PartitionException.class)
          .hasMessageContaining("rows of 2 partitions");
      List<String> directories = new ArrayList<>();
      long rows = 0;
      for (BatchPartitioner.Part part : partitioner.split(mixed)) {
        directories.add(part.directory());
        assertThat(partitioner.directoryOf(part.batch())).isEqualTo(part.directory());
        rows += part.batch().rowCount();
      }
      assertThat(directories).hasSize(2).doesNotHaveDuplicates();
      assertThat(rows).isEqualTo(values.length);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"utf8", "large_utf8", "utf8_view", "int", "date", "bool", "timestamp", "decimal"})
  void aPartCostsNoArraysOfItsRows(String type) {
    int[] values = new int[ROWS];
    Arrays.fill(values, 1);
    RecordBatch part = batch(type, values);
    BatchPartitioner partitioner = partitioner(type, part);
    String directory = partitioner.directoryOf(part);
    long before = THREADS.getCurrentThreadAllocatedBytes();
    for (int i = 0; i < 10; i++) {
      assertThat(partitioner.directoryOf(part)).isEqualTo(directory);
    }
    assertThat((THREADS.getCurrentThreadAllocatedBytes() - before) / 10).isLessThan(4 * ROWS);
    assertThat(StreamSupport.stream(partitioner.split(part).spliterator(), false))
        .singleElement()
        .isEqualTo(new BatchPartitioner.Part(directory, part));
  }

  @Test
  void nullsOnlyAreOnePartition() {
    RecordBatch nulls = batch("utf8", -1, -1, -1);
    assertThat(partitioner("utf8", nulls).directoryOf(nulls))
        .isEqualTo("key=" + PartitionByColumns.HIVE_DEFAULT_PARTITION);
  }
}
