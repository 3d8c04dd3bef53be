package io.flinkarrow.sink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.flinkarrow.batch.RecordBatch;
import io.flinkarrow.parquet.WriterOptions;
import io.flinkarrow.parquet.options.CompressionCodec;
import io.flinkarrow.partition.PartitionByColumns;
import io.flinkarrow.sink.file.PartFileBucketWriter;
import io.flinkarrow.sink.registry.OpenWriters;
import io.flinkarrow.testing.LoggedWarnings;
import io.flinkarrow.testing.NumberedBatches;
import io.flinkarrow.testing.PartFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.apache.arrow.vector.types.pojo.Schema;
import org.apache.flink.connector.file.sink.compactor.FileCompactStrategy;
import org.apache.flink.core.io.SimpleVersionedSerializer;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.api.functions.sink.filesystem.BucketAssigner;
import org.apache.flink.streaming.api.functions.sink.filesystem.bucketassigners.BasePathBucketAssigner;
import org.apache.flink.streaming.api.functions.sink.filesystem.bucketassigners.SimpleVersionedStringSerializer;
import org.apache.flink.streaming.util.AbstractStreamOperatorTestHarness;
import org.apache.flink.streaming.util.OneInputStreamOperatorTestHarness;
import org.apache.flink.table.data.GenericRowData;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.types.logical.BigIntType;
import org.apache.flink.table.types.logical.IntType;
import org.apache.flink.table.types.logical.LogicalType;
import org.apache.flink.table.types.logical.RowType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Files that checkpoints leave open, in one writer: time, checkpoints and failures are the test's.
 */
class KeptFilesTest {

  private static final int ROWS = 1_000;

  @TempDir Path directory;

  private org.apache.flink.core.fs.Path base() {
    return new org.apache.flink.core.fs.Path(directory.toUri());
  }

  private ArrowParquetSink.Builder<RecordBatch> builder() {
    return ArrowParquetSink.forBatches(base(), NumberedBatches.SCHEMA)
        .keepFilesOpen(true)
        .rollAtAge(Duration.ofHours(1));
  }

  private ArrowParquetSink<RecordBatch> sink() {
    return builder().build();
  }

  private static RecordBatch batch(int number) {
    return NumberedBatches.of((long) number * ROWS, ROWS);
  }

  /** The file that comes out if nothing happens. */
  private static byte[] undisturbed(Path directory, ArrowParquetSink<RecordBatch> sink, int batches)
      throws Exception {
    try (SinkHarness<RecordBatch> harness = new SinkHarness<>(sink)) {
      for (int i = 0; i < batches; i++) {
        harness.write(batch(i));
      }
      harness.endInput();
      harness.checkpoint(1);
      harness.commit();
    }
    byte[] file = onlyFile(directory);
    Files.delete(PartFiles.visible(directory).get(0));
    return file;
  }

  private static byte[] onlyFile(Path directory) throws IOException {
    List<Path> files = PartFiles.visible(directory);
    assertThat(files).hasSize(1);
    return Files.readAllBytes(files.get(0));
  }

  @Test
  void checkpointsCloseNothingAndChangeNothing() throws Exception {
    byte[] expected = undisturbed(directory, sink(), 10);
    try (SinkHarness<RecordBatch> harness = new SinkHarness<>(sink())) {
      for (int i = 0; i < 10; i++) {
        harness.write(batch(i));
        harness.checkpoint(i);
        harness.commit();
        assertThat(PartFiles.visible(directory)).isEmpty();
      }
      harness.endInput();
      harness.checkpoint(11);
      harness.commit();
    }
    assertThat(onlyFile(directory)).isEqualTo(expected);
  }

  @Test
  void afterEachFailureTheFileGoesOnAsIfNothingHadHappened() throws Exception {
    byte[] expected = undisturbed(directory, sink(), 6);
    OperatorSubtaskState state = null;
    for (int i = 0; i < 6; i++) {
      try (SinkHarness<RecordBatch> harness = new SinkHarness<>(sink(), state)) {
        harness.write(batch(i));
        state = harness.checkpoint(i);
        harness.commit();
        harness.write(batch(77)); // of an attempt that fails
      }
    }
    try (SinkHarness<RecordBatch> harness = new SinkHarness<>(sink(), state)) {
      harness.endInput();
      harness.checkpoint(7);
      harness.commit();
    }
    assertThat(onlyFile(directory)).isEqualTo(expected);
  }

  @Test
  void rowsGoOnInEachPartition() throws Exception {
    RowType type =
        RowType.of(
            new LogicalType[] {new BigIntType(), new IntType()}, new String[] {"id", "part"});
    ArrowParquetSink<RowData> sink =
        ArrowParquetSink.forRows(base(), type)
            .partitionBy(PartitionByColumns.of("part"))
            .keepFilesOpen(true)
            .rollAtAge(Duration.ofHours(1))
            .build();
    for (boolean fails : new boolean[] {false, true}) {
      OperatorSubtaskState state = null;
      SinkHarness<RowData> harness = new SinkHarness<>(sink, state);
      for (long row = 0; row < 30_000; row++) {
        harness.write(GenericRowData.of(row, (int) (row % 3)));
        if (row % 10_000 == 7_001) {
          state = harness.checkpoint(row);
          if (fails) {
            harness.write(GenericRowData.of(-1L, 1));
            harness.close();
            harness = new SinkHarness<>(sink, state);
          }
        }
      }
      harness.endInput();
      harness.checkpoint(30_000);
      harness.commit();
      harness.close();
    }
    for (int part = 0; part < 3; part++) {
      List<Path> files = PartFiles.visible(directory.resolve("part=" + part));
      assertThat(files).hasSize(2);
      assertThat(Files.readAllBytes(files.get(0))).isEqualTo(Files.readAllBytes(files.get(1)));
    }
  }

  /** The stream goes on behind the row group that the checkpoint ended, and not later. */
  @Test
  void rowGroupsThatCameAfterTheCheckpointAreGone() throws Exception {
    var sink =
        builder()
            .options(WriterOptions.builder().rowGroupRows(2 * ROWS).build())
            .maximumCarriedBytes(0)
            .build();
    OperatorSubtaskState state;
    try (SinkHarness<RecordBatch> harness = new SinkHarness<>(sink)) {
      harness.write(batch(0));
      state = harness.checkpoint(1);
      for (int i = 10; i < 20; i++) {
        harness.write(batch(i));
      }
    }
    try (SinkHarness<RecordBatch> harness = new SinkHarness<>(sink, state)) {
      harness.write(batch(1));
      harness.endInput();
      harness.checkpoint(2);
      harness.commit();
    }
    PartFiles.assertHoldsExactly(directory, 2 * ROWS);
    assertThat(PartFiles.visible(directory)).hasSize(1);
  }

  @Test
  void aLargeRowGroupEndsAtTheCheckpointAndASmallOneIsCarried() throws Exception {
    for (long most : new long[] {1, 16 << 20}) {
      var sink = builder().maximumCarriedBytes(most).build();
      try (SinkHarness<RecordBatch> harness = new SinkHarness<>(sink)) {
        for (int i = 0; i < 3; i++) {
          harness.write(batch(i));
          harness.checkpoint(i);
        }
        harness.endInput();
        harness.checkpoint(9);
        harness.commit();
      }
      Path file = PartFiles.visible(directory).get(0);
      assertThat(PartFiles.rowGroups(file)).isEqualTo(most == 1 ? 3 : 1);
      Files.delete(file);
    }
  }

  /** Each bucket gets one batch per checkpoint, of the rows that its name says. */
  private static final class ByRows implements BucketAssigner<RecordBatch, String> {
    private static final long serialVersionUID = 1L;

    @Override
    public String getBucketId(RecordBatch batch, Context context) {
      return String.valueOf(batch.rowCount());
    }

    @Override
    public SimpleVersionedSerializer<String> getSerializer() {
      return SimpleVersionedStringSerializer.INSTANCE;
    }
  }

  private long retainedByRows(ArrowParquetSink<RecordBatch> sink) throws Exception {
    try (SinkHarness<RecordBatch> harness = new SinkHarness<>(sink)) {
      long retained = 0;
      for (int checkpoint = 0; checkpoint < 2; checkpoint++) {
        for (int rows : new int[] {60_000, 2_000, 4_000}) {
          harness.write(NumberedBatches.of(0, rows));
        }
        retained = SinkHarness.openWriters(sink).totals().retainedBytes();
        harness.checkpoint(checkpoint);
      }
      harness.endInput();
      harness.checkpoint(9);
      harness.commit();
      return retained;
    }
  }

  private List<Long> rowGroups(int... buckets) {
    List<Long> rowGroups = new ArrayList<>();
    for (int bucket : buckets) {
      Path folder = directory.resolve(String.valueOf(bucket));
      Path newest =
          PartFiles.visible(folder).stream()
              .max(Comparator.comparingLong(file -> file.toFile().lastModified()))
              .orElseThrow();
      rowGroups.add(PartFiles.rowGroups(newest));
      newest.toFile().delete();
    }
    return rowGroups;
  }

  @Test
  void rowGroupsInTheStateTakeAQuarterOfTheBudgetTheSmallestFirst() throws Exception {
    var ample = builder().bucketAssigner(new ByRows()).options(budget(1 << 30)).build();
    long retained = retainedByRows(ample);
    assertThat(rowGroups(2_000, 4_000, 60_000)).containsExactly(1L, 1L, 1L);
    retainedByRows(
        builder().bucketAssigner(new ByRows()).options(budget(retained + retained / 2)).build());
    assertThat(rowGroups(2_000, 4_000, 60_000)).containsExactly(1L, 1L, 2L);
  }

  private static WriterOptions budget(long bytes) {
    return WriterOptions.builder().memoryBudgetBytes(bytes).build();
  }

  @Test
  void whatTheStateHoldsCountsTwiceUntilTheNextCheckpoint() throws Exception {
    var sink = sink();
    try (SinkHarness<RecordBatch> harness = new SinkHarness<>(sink)) {
      harness.write(batch(0));
      OpenWriters open = SinkHarness.openWriters(sink);
      long before = open.totals().retainedBytes();
      harness.checkpoint(1);
      long state = open.totals().retainedBytes() - before;
      assertThat(state).isBetween(2 * 1_000L, 2 * 100_000L);
      harness.endInput();
      harness.checkpoint(2);
      assertThat(open.totals()).isEqualTo(new OpenWriters.Totals(0, 0, 0));
    }
  }

  @Test
  void whatARestoreGoesOnFromCountsAsTheStateOfTheLastCheckpoint() throws Exception {
    OperatorSubtaskState state = left(sink(), 0);
    var sink = sink();
    try (SinkHarness<RecordBatch> harness = new SinkHarness<>(sink, state)) {
      OpenWriters.Totals restored = SinkHarness.openWriters(sink).totals();
      harness.checkpoint(2);
      assertThat(SinkHarness.openWriters(sink).totals()).isEqualTo(restored);
    }
  }

  @Test
  void otherOptionsEndTheRowGroupAndTheFileGoesOn() throws Exception {
    OperatorSubtaskState state = left(sink(), 0);
    WriterOptions other =
        WriterOptions.builder().codec(CompressionCodec.UNCOMPRESSED).pageBytes(1 << 12).build();
    finish(builder().options(other).build(), state, 1);
    PartFiles.assertHoldsExactly(directory, 2 * ROWS);
    assertThat(PartFiles.rowGroups(PartFiles.visible(directory).get(0))).isEqualTo(2);
  }

  private OperatorSubtaskState left(ArrowParquetSink<RecordBatch> sink, int batch)
      throws Exception {
    try (SinkHarness<RecordBatch> harness = new SinkHarness<>(sink)) {
      harness.write(batch(batch));
      return harness.checkpoint(1);
    }
  }

  private void finish(ArrowParquetSink<RecordBatch> sink, OperatorSubtaskState state, int batch)
      throws Exception {
    try (SinkHarness<RecordBatch> harness = new SinkHarness<>(sink, state)) {
      harness.write(batch(batch));
      harness.endInput();
      harness.checkpoint(2);
      harness.commit();
    }
  }

  @Test
  void withoutKeepFilesOpenTheNextCheckpointClosesTheFile() throws Exception {
    OperatorSubtaskState state = left(sink(), 0);
    var sink = ArrowParquetSink.forBatches(base(), NumberedBatches.SCHEMA).build();
    try (SinkHarness<RecordBatch> harness = new SinkHarness<>(sink, state)) {
      harness.write(batch(1));
      harness.checkpoint(2);
      harness.commit();
    }
    PartFiles.assertHoldsExactly(directory, 2 * ROWS);
    assertThat(PartFiles.visible(directory)).hasSize(1);
  }

  /** Flink's compactor fails at files that have no hidden name, at each restart. */
  @Test
  void compactionRefusesAFileThatIsOpen() throws Exception {
    OperatorSubtaskState state = left(sink(), 0);
    var sink =
        ArrowParquetSink.forBatches(base(), NumberedBatches.SCHEMA)
            .compaction(
                FileCompactStrategy.Builder.newBuilder().enableCompactionOnCheckpoint(1).build())
            .build();
    assertThatThrownBy(() -> new SinkHarness<>(sink, state))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("a file of bucket '' that is open")
        .hasMessageContaining("--drain");
  }

  @Test
  void anotherSchemaFinishesTheFileAndClosesItAtOnce() throws Exception {
    OperatorSubtaskState state = left(sink(), 0);
    Schema other = OtherBatches.of(1).schema();
    var sink =
        ArrowParquetSink.forBatches(base(), other)
            .keepFilesOpen(true)
            .rollAtAge(Duration.ofHours(1))
            .build();
    try (SinkHarness<RecordBatch> harness = new SinkHarness<>(sink, state)) {
      harness.checkpoint(2);
      harness.commit();
    }
    PartFiles.assertHoldsExactly(directory, ROWS);
  }

  @Test
  void twoFilesOfABucketThatMeetInOneSubtaskAreBothFinished() throws Exception {
    OperatorSubtaskState both =
        AbstractStreamOperatorTestHarness.repackageState(left(sink(), 0), left(sink(), 1));
    OperatorSubtaskState merged =
        OneInputStreamOperatorTestHarness.repartitionOperatorState(both, 2, 2, 1, 0);
    finish(sink(), merged, 2);
    PartFiles.assertHoldsExactly(directory, 3 * ROWS);
    assertThat(PartFiles.visible(directory)).hasSize(2);
  }

  @Test
  void aRestoredFileEndsByAgeThoughItGetsNoMoreRows() throws Exception {
    OperatorSubtaskState state = left(sink(), 0);
    try (SinkHarness<RecordBatch> harness = new SinkHarness<>(sink(), state)) {
      harness.advanceTo(Duration.ofHours(1).toMillis() - 1);
      harness.checkpoint(2);
      assertThat(harness.filesToCommit()).isEmpty();
      harness.advanceTo(Duration.ofHours(2).toMillis());
      harness.checkpoint(3);
      harness.commit();
    }
    PartFiles.assertHoldsExactly(directory, ROWS);
  }

  @Test
  void ofAnOlderCheckpointTheFileThatHasBecomeVisibleIsForgotten() throws Exception {
    OperatorSubtaskState older;
    try (SinkHarness<RecordBatch> harness = new SinkHarness<>(sink())) {
      harness.write(batch(0));
      older = harness.checkpoint(1);
      harness.write(batch(1));
      harness.endInput();
      harness.checkpoint(2);
      harness.commit();
    }
    try (LoggedWarnings warnings = LoggedWarnings.of(PartFileBucketWriter.class)) {
      finish(sink(), older, 2);
      assertThat(warnings.messages())
          .singleElement()
          .asString()
          .contains("has become visible since then", "1000 rows");
    }
    PartFiles.assertHoldsExactly(directory, 3 * ROWS);
  }

  @Test
  void ofAStateThatTheJobWentBackBehindAFileWithOtherRowsFailsTheRestore() throws Exception {
    OperatorSubtaskState checkpoint;
    OperatorSubtaskState savepoint;
    try (SinkHarness<RecordBatch> harness = new SinkHarness<>(sink())) {
      harness.write(batch(0));
      checkpoint = harness.checkpoint(1);
      harness.write(batch(1));
      harness.write(batch(2));
      savepoint = harness.checkpoint(2);
    }
    finish(sink(), checkpoint, 1);
    assertThatThrownBy(() -> new SinkHarness<>(sink(), savepoint))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("Leaving the part file " + base())
        .hasMessageContaining("with 2000 rows, but the state has 3000 rows of it")
        .hasMessageContaining("start it from its last checkpoint");
    PartFiles.assertHoldsExactly(directory, 2 * ROWS);
  }

  @Test
  void aFileThatIsGoneFailsTheRestore() throws Exception {
    OperatorSubtaskState state = left(sink(), 0);
    Files.delete(PartFiles.hidden(directory).get(0));
    assertThatThrownBy(() -> new SinkHarness<>(sink(), state))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("Going on with the part file " + base())
        .hasMessageContaining("The checkpoint has 1000 rows of the file");
  }

  @Test
  void aJobThatIsDrainedGoesBackToAPlainFileSink() throws Exception {
    OperatorSubtaskState state;
    try (SinkHarness<RecordBatch> harness = new SinkHarness<>(sink())) {
      harness.write(batch(0));
      harness.checkpoint(1);
      harness.write(batch(1));
      harness.endInput();
      state = harness.checkpoint(2);
      var flinks =
          org.apache.flink.connector.file.sink.FileSink.forBulkFormat(
                  base(),
                  ArrowParquetWriterFactory.forBatches(
                      NumberedBatches.SCHEMA, WriterOptions.defaults()))
              .withBucketAssigner(new BasePathBucketAssigner<>())
              .build();
      for (var file : harness.committables()) {
        var serializer = flinks.getCommittableSerializer();
        var bytes = ((PartFileSink<RecordBatch>) sink()).getCommittableSerializer().serialize(file);
        serializer.deserialize(serializer.getVersion(), bytes);
        assertThat(bytes.length).as("without the rows").isLessThan(1_000);
      }
      harness.commit();
      try (SinkHarness<RecordBatch> plain = new SinkHarness<>(flinks, state)) {
        plain.write(batch(2));
        plain.checkpoint(3);
        plain.commit();
      }
    }
    PartFiles.assertHoldsExactly(directory, 3 * ROWS);
  }

  @Test
  void whatExcludesItIsSaidWhenTheSinkIsBuilt() {
    assertThatThrownBy(
            () ->
                ArrowParquetSink.forBatches(base(), NumberedBatches.SCHEMA)
                    .keepFilesOpen(true)
                    .build())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("needs rollAtAge");
    assertThatThrownBy(
            () -> builder().options(WriterOptions.builder().fileChecksums(true).build()).build())
        .hasMessageContaining("fileChecksums exclude each other");
    assertThatThrownBy(
            () ->
                ArrowParquetSink.forBatches(base(), NumberedBatches.SCHEMA)
                    .maximumCarriedBytes(1)
                    .build())
        .hasMessageContaining("set keepFilesOpen(true)");
  }
}
