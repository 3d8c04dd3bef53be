package io.flinkarrow.partition;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.flinkarrow.batch.RecordBatch;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.DateDayVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.IntVector;
import org.apache.arrow.vector.TimeStampSecVector;
import org.apache.arrow.vector.VarCharVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.dictionary.Dictionary;
import org.apache.arrow.vector.dictionary.DictionaryProvider.MapDictionaryProvider;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.DictionaryEncoding;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.FieldType;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A dictionary may have entries that have no directory; a row may not. */
class OnlyEntriesThatRowsUseAreRefusedTest {

  private static final DictionaryEncoding ENCODING =
      new DictionaryEncoding(1, false, new ArrowType.Int(32, true));
  private static final PartitionByColumns BY_YEAR =
      PartitionByColumns.ofTimestamp("year", "column", "yyyy");

  private final BufferAllocator allocator = new RootAllocator();

  @AfterEach
  void nothingIsLeft() {
    assertThat(allocator.getAllocatedMemory()).isZero();
    allocator.close();
  }

  /** Closes the dictionary; rows of entry -1 are null. */
  private RecordBatch batch(FieldVector dictionary, int... entries) {
    Field field =
        new Field("column", new FieldType(true, ENCODING.getIndexType(), ENCODING), List.of());
    try (MapDictionaryProvider provider =
            new MapDictionaryProvider(new Dictionary(dictionary, ENCODING));
        IntVector indexes = (IntVector) field.createVector(allocator)) {
      for (int row = 0; row < entries.length; row++) {
        if (entries[row] >= 0) {
          indexes.setSafe(row, entries[row]);
        }
      }
      indexes.setValueCount(entries.length);
      return RecordBatch.copyOf(new VectorSchemaRoot(List.of(indexes)), provider);
    }
  }

  private FieldVector times() {
    TimeStampSecVector times = new TimeStampSecVector("times", allocator);
    times.setSafe(0, Long.MIN_VALUE);
    times.setSafe(1, 0);
    times.setSafe(2, Long.MAX_VALUE);
    times.setValueCount(3);
    return times;
  }

  private FieldVector dates() {
    DateDayVector dates = new DateDayVector("dates", allocator);
    dates.setSafe(0, Integer.MIN_VALUE);
    dates.setSafe(1, 0);
    dates.setSafe(2, Integer.MAX_VALUE);
    dates.setValueCount(3);
    return dates;
  }

  private FieldVector texts() {
    VarCharVector texts = new VarCharVector("texts", allocator);
    texts.setSafe(0, "Köln".getBytes(StandardCharsets.ISO_8859_1));
    texts.setSafe(1, "Ulm".getBytes(StandardCharsets.UTF_8));
    texts.setSafe(2, "x".repeat(300).getBytes(StandardCharsets.UTF_8));
    texts.setValueCount(3);
    return texts;
  }

  private static void assertDirectory(
      RecordBatch batch, PartitionByColumns partitions, String name) {
    assertThat(BatchPartitioner.of(batch.schema(), partitions).directoryOf(batch)).isEqualTo(name);
  }

  private static void assertRefused(
      RecordBatch batch, PartitionByColumns partitions, String message) {
    BatchPartitioner partitioner = BatchPartitioner.of(batch.schema(), partitions);
    assertThatThrownBy(() -> partitioner.split(batch))
        .isInstanceOf(PartitionException.class)
        .hasMessageContaining("Column 'column' has in row " + message);
    assertThatThrownBy(() -> partitioner.directoryOf(batch)).isInstanceOf(PartitionException.class);
  }

  @Test
  void timesOutsideTheYearsOfPatterns() {
    assertDirectory(batch(times(), 1, 1), BY_YEAR, "year=1970");
    assertRefused(batch(times(), 1, -1, 1, 2), BY_YEAR, "3 of a batch a time outside");
    assertRefused(batch(times(), 1, 0, 1), BY_YEAR, "1 of a batch a time outside");
    PartitionByColumns elsewhere = BY_YEAR.zone(java.time.ZoneId.of("Europe/Vienna"));
    assertDirectory(batch(times(), 1, 1), elsewhere, "year=1970");
    assertRefused(batch(times(), 1, -1, 1, 2), elsewhere, "3 of a batch a time outside");
  }

  @Test
  void datesOutsideTheYearsOfPatterns() {
    assertDirectory(batch(dates(), 1, 1), BY_YEAR, "year=1970");
    assertRefused(batch(dates(), 1, -1, 1, 2), BY_YEAR, "3 of a batch a time outside");
    assertRefused(batch(dates(), 1, 0, 1), BY_YEAR, "1 of a batch a time outside");
  }

  @Test
  void textsThatNameNoDirectory() {
    PartitionByColumns byText = PartitionByColumns.of("column").keepColumns(true);
    assertDirectory(batch(texts(), 1, 1), byText, "column=Ulm");
    assertRefused(batch(texts(), 1, 1, -1, 0), byText, "3 of a batch a string that is not UTF-8");
    assertRefused(batch(texts(), 1, 2), byText, "1 of a batch a value too long");
  }
}
