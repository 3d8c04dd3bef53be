package io.flinkarrow.read;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.flinkarrow.parquet.ArrowParquetReader;
import io.flinkarrow.parquet.ReaderOptions;
import io.flinkarrow.parquet.input.ParquetInput;
import io.flinkarrow.parquet.predicate.Predicate;
import io.flinkarrow.testing.NumberedBatches;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;
import org.apache.flink.connector.file.src.FileSourceSplit;
import org.apache.flink.table.types.logical.BigIntType;
import org.apache.flink.table.types.logical.LogicalType;
import org.apache.flink.table.types.logical.RowType;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Sources with a filter give the rows that fulfil it, also after a restore. */
class FilteredBatchesTest {

  private static final int ROWS = 1_000;
  private static final ParquetBatchFormat FORMAT = new ParquetBatchFormat(NumberedBatches.SCHEMA);
  private static final Predicate NULL_NAME = Predicate.column("name").isNull();

  @TempDir Path directory;

  private Path file;

  @BeforeEach
  void write() throws Exception {
    file = BatchSplits.numbered(directory.resolve("numbered.parquet"), ROWS, 100);
  }

  private List<Long> ids(ParquetBatchFormat format) throws Exception {
    return BatchSplits.ids(BatchSplits.read(Splits.whole(file), format));
  }

  private static List<Long> sevenths(long from) {
    return LongStream.range(from, ROWS).filter(id -> id % 7 == 0).boxed().toList();
  }

  @Test
  void exactly() throws Exception {
    assertThat(ids(FORMAT.withFilter(NULL_NAME))).isEqualTo(sevenths(0));
    assertThat(
            ids(
                FORMAT.withFilter(
                    NULL_NAME.and(Predicate.column("id").isGreaterThanOrEqualTo(700)))))
        .isEqualTo(sevenths(700));
    assertThat(ids(FORMAT.withFilter(Predicate.column("id").isLessThan(0)))).isEmpty();
  }

  @Test
  void prunedOnlyByRowGroups() throws Exception {
    Predicate some =
        Predicate.column("id").isGreaterThan(344).and(Predicate.column("id").isLessThan(346));
    assertThat(ids(FORMAT.withPruning(some)))
        .isEqualTo(LongStream.range(300, 400).boxed().toList());
  }

  @Test
  void byAColumnThatIsNotRead() throws Exception {
    Schema onlyId = new Schema(List.of(NumberedBatches.SCHEMA.findField("id")));
    assertThat(ids(new ParquetBatchFormat(onlyId).withFilter(NULL_NAME))).isEqualTo(sevenths(0));
  }

  @Test
  void restoredBehindEveryBatchAlsoWithAnotherSizeOrFilter() throws Exception {
    FileSourceSplit split = Splits.whole(file);
    List<BatchSplits.Batch> batches =
        BatchSplits.read(split, FORMAT.withFilter(NULL_NAME).withBatchRows(5));
    assertThat(batches).hasSizeGreaterThan(20);
    for (int batch = 0; batch < batches.size(); batch++) {
      List<Long> before = BatchSplits.ids(batches.subList(0, batch + 1));
      long last = before.get(before.size() - 1);
      FileSourceSplit restored = split.updateWithCheckpointedPosition(batches.get(batch).next());
      for (int rows : new int[] {2, 1_000}) {
        assertThat(
                BatchSplits.ids(
                    BatchSplits.read(restored, FORMAT.withFilter(NULL_NAME).withBatchRows(rows))))
            .isEqualTo(sevenths(last + 1));
      }
      List<Long> all = BatchSplits.ids(BatchSplits.read(restored, FORMAT));
      assertThat(all).doesNotContain(last).containsAll(sevenths(last + 1));
    }
  }

  @Test
  void aFilterThatDoesNotFitIsRefusedOrRulesNothingOut() throws Exception {
    Predicate unfit = Predicate.column("id").isEqualTo("seven");
    assertThatThrownBy(() -> ids(FORMAT.withFilter(unfit)))
        .isInstanceOf(UnreadableFileException.class)
        .hasMessageContaining("numbered.parquet cannot be filtered: Column 'id'");
    assertThat(ids(FORMAT.withPruning(unfit))).hasSize(ROWS);
    assertThat(ids(FORMAT.withPruning(unfit.and(Predicate.column("id").isLessThan(5)))))
        .hasSize(100);
  }

  @Test
  void aColumnThatTheFileLacksIsNullIfTheSchemaHasIt() throws Exception {
    List<Field> fields = new ArrayList<>(NumberedBatches.SCHEMA.getFields());
    fields.add(Field.nullable("later", new ArrowType.Int(32, true)));
    ParquetBatchFormat later = new ParquetBatchFormat(new Schema(fields));
    for (ParquetBatchFormat format : List.of(later, later.withColumns("id"))) {
      assertThat(ids(format.withFilter(Predicate.column("later").isNull()))).hasSize(ROWS);
      assertThat(ids(format.withFilter(Predicate.column("later").isEqualTo(1)))).isEmpty();
      assertThat(ids(format.withPruning(Predicate.column("later").isEqualTo(1)))).isEmpty();
    }
  }

  @Test
  void aMisspelledColumnIsRefusedAtEachDoor() throws Exception {
    Predicate misspelled = Predicate.column("Id").isNull();
    String message =
        "numbered.parquet cannot be filtered: Column 'Id' is neither in the file nor in the schema"
            + " that is asked for";

    assertThatThrownBy(() -> ids(FORMAT.withFilter(misspelled)))
        .isInstanceOf(UnreadableFileException.class)
        .hasMessageContaining(message);
    assertThatThrownBy(() -> ids(FORMAT.withPruning(misspelled)))
        .isInstanceOf(UnreadableFileException.class)
        .hasMessageContaining(message);
    RowType rows = RowType.of(new LogicalType[] {new BigIntType()}, new String[] {"id"});
    assertThatThrownBy(
            () -> Splits.read(Splits.whole(file), Splits.format(rows).withFilter(misspelled)))
        .isInstanceOf(UnreadableFileException.class)
        .hasMessageContaining(message);
    assertThatThrownBy(
            () ->
                ArrowParquetSource.forBatches(new org.apache.flink.core.fs.Path(file.toUri()))
                    .filter(misspelled)
                    .build())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(message);
    try (BufferAllocator allocator = new RootAllocator()) {
      assertThatThrownBy(
              () ->
                  ArrowParquetReader.open(
                      ParquetInput.open(file),
                      ReaderOptions.builder().filter(misspelled).build(),
                      allocator))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining(message);
    }
  }
}
