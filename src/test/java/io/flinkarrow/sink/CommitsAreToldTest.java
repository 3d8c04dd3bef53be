package io.flinkarrow.sink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.flinkarrow.batch.RecordBatch;
import io.flinkarrow.parquet.FileSummary.ColumnSummary;
import io.flinkarrow.parquet.TestKeys;
import io.flinkarrow.parquet.WriterOptions;
import io.flinkarrow.parquet.options.ColumnEncryption;
import io.flinkarrow.parquet.options.StatisticsLevel;
import io.flinkarrow.sink.committed.CommittedFile;
import io.flinkarrow.testing.NumberedBatches;
import io.flinkarrow.testing.PartFiles;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.apache.flink.api.common.serialization.SerializerConfigImpl;
import org.apache.flink.connector.file.sink.FileSinkCommittable;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.api.connector.sink2.CommittableMessage;
import org.apache.flink.streaming.api.connector.sink2.CommittableMessageTypeInfo;
import org.apache.flink.streaming.api.connector.sink2.CommittableSummary;
import org.apache.flink.streaming.api.connector.sink2.CommittableWithLineage;
import org.apache.flink.streaming.runtime.operators.sink.CommitterOperatorFactory;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.OneInputStreamOperatorTestHarness;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the listener is told of files once the committer has committed them, or again. */
@SuppressWarnings("try") // closing a harness may be interrupted
class CommitsAreToldTest {

  private static final Queue<CommittedFile> TOLD = new ConcurrentLinkedQueue<>();

  @TempDir Path directory;

  @BeforeEach
  void nothingIsTold() {
    TOLD.clear();
  }

  private PartFileSink<RecordBatch> sink(WriterOptions options) {
    return (PartFileSink<RecordBatch>)
        ArrowParquetSink.forBatches(
                new org.apache.flink.core.fs.Path(directory.toUri()), NumberedBatches.SCHEMA)
            .options(options)
            .committedFiles(committed -> committed.listener(TOLD::add))
            .build();
  }

  private static OneInputStreamOperatorTestHarness<
          CommittableMessage<FileSinkCommittable>, CommittableMessage<FileSinkCommittable>>
      committer(PartFileSink<RecordBatch> sink) throws Exception {
    var harness =
        new OneInputStreamOperatorTestHarness<
            CommittableMessage<FileSinkCommittable>, CommittableMessage<FileSinkCommittable>>(
            new CommitterOperatorFactory<>(sink, false, true));
    harness.setup(
        CommittableMessageTypeInfo.of(sink::getCommittableSerializer)
            .createSerializer(new SerializerConfigImpl()));
    return harness;
  }

  /** Commits one file of ten rows; the state that the committer had before. */
  private OperatorSubtaskState commit(PartFileSink<RecordBatch> sink) throws Exception {
    List<FileSinkCommittable> written;
    try (SinkHarness<RecordBatch> writer = new SinkHarness<>(sink)) {
      writer.write(NumberedBatches.of(0, 10));
      writer.checkpoint(1);
      written = writer.committables();
    }
    try (var committer = committer(sink)) {
      committer.open();
      committer.processElement(
          new StreamRecord<>(new CommittableSummary<>(0, 1, 1, written.size(), 0)));
      for (FileSinkCommittable file : written) {
        committer.processElement(new StreamRecord<>(new CommittableWithLineage<>(file, 1, 0)));
      }
      OperatorSubtaskState state = committer.snapshot(1, 1);
      assertThat(PartFiles.visible(directory)).isEmpty();
      assertThat(TOLD).isEmpty();
      committer.notifyOfCompletedCheckpoint(1);
      return state;
    }
  }

  private void restore(PartFileSink<RecordBatch> sink, OperatorSubtaskState state)
      throws Exception {
    try (var committer = committer(sink)) {
      committer.setRestoredCheckpointId(1);
      committer.initializeState(state);
      committer.open();
    }
  }

  private Path onlyFile() {
    assertThat(PartFiles.visible(directory)).hasSize(1);
    return PartFiles.visible(directory).get(0);
  }

  @Test
  void aRestoredCommitterTellsTheSameAgain() throws Exception {
    PartFileSink<RecordBatch> sink = sink(WriterOptions.defaults());
    OperatorSubtaskState state = commit(sink);
    assertThat(TOLD)
        .singleElement()
        .satisfies(file -> assertThat(file.path().getPath()).isEqualTo(onlyFile().toString()))
        .satisfies(file -> assertThat(file.summary().rows()).isEqualTo(10));
    restore(sink, state);
    assertThat(TOLD).hasSize(2);
    assertThat(TOLD).allMatch(TOLD.peek()::equals);
  }

  @Test
  void aFileThatIsGoneFailsNoJob() throws Exception {
    PartFileSink<RecordBatch> sink = sink(WriterOptions.defaults());
    OperatorSubtaskState state = commit(sink);
    Files.delete(onlyFile());
    restore(sink, state);
    assertThat(TOLD).as("told when it was there").hasSize(1);
  }

  @Test
  void aFileThatIsDamagedFailsTheTaskAndIsNamed() throws Exception {
    PartFileSink<RecordBatch> sink = sink(WriterOptions.defaults());
    OperatorSubtaskState state = commit(sink);
    byte[] bytes = Files.readAllBytes(onlyFile());
    bytes[bytes.length - 1] = 0;
    Files.write(onlyFile(), bytes);
    assertThatThrownBy(() -> restore(sink, state))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("The committed file file:" + onlyFile())
        .hasMessageContaining("could not be read");
  }

  @Test
  void withoutStatisticsNobodyKnowsTheNulls() throws Exception {
    commit(
        sink(WriterOptions.builder().columns(all -> all.statistics(StatisticsLevel.OFF)).build()));
    assertThat(TOLD.element().summary().columns())
        .extracting(ColumnSummary::path, column -> column.nulls().isPresent())
        .containsExactlyElementsOf(
            NumberedBatches.SCHEMA.getFields().stream()
                .map(
                    field ->
                        org.assertj.core.groups.Tuple.tuple(field.getName(), !field.isNullable()))
                .toList());
  }

  @Test
  void anEncryptedFileIsReadWithTheSinksKeys() throws Exception {
    commit(
        sink(
            WriterOptions.builder()
                .encryption(files -> files.keyProvider(new TestKeys()).aadPrefix("numbers"))
                .columns(all -> all.encryption(ColumnEncryption.COLUMN_KEY))
                .build()));
    assertThat(onlyFile()).content(StandardCharsets.ISO_8859_1).startsWith("PARE");
    assertThat(TOLD.element().summary().columns().get(0).max().orElseThrow().text()).isEqualTo("9");
  }
}
