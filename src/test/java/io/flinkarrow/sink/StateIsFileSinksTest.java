package io.flinkarrow.sink;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.flinkarrow.parquet.WriterOptions;
import io.flinkarrow.testing.PartFiles;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.flink.api.connector.sink2.Sink;
import org.apache.flink.connector.file.sink.FileSink;
import org.apache.flink.connector.file.sink.FileSinkCommittable;
import org.apache.flink.core.io.SimpleVersionedSerialization;
import org.apache.flink.core.io.SimpleVersionedSerializer;
import org.apache.flink.core.memory.DataOutputSerializer;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.api.functions.sink.filesystem.OutputFileConfig;
import org.apache.flink.streaming.api.functions.sink.filesystem.bucketassigners.BasePathBucketAssigner;
import org.apache.flink.streaming.api.functions.sink.filesystem.bucketassigners.SimpleVersionedStringSerializer;
import org.apache.flink.table.data.GenericRowData;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.types.logical.BigIntType;
import org.apache.flink.table.types.logical.RowType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What our bucket writer leaves in checkpoints, Flink's own reads, and the other way round. */
class StateIsFileSinksTest {

  private static final RowType TYPE = RowType.of(new BigIntType());

  @TempDir Path directory;

  private org.apache.flink.core.fs.Path base() {
    return new org.apache.flink.core.fs.Path(directory.toUri());
  }

  private ArrowParquetSink<RowData> ours() {
    return ArrowParquetSink.forRows(base(), TYPE).build();
  }

  private FileSink<RowData> plain() {
    return FileSink.forBulkFormat(
            base(), ArrowParquetWriterFactory.forRows(TYPE, WriterOptions.defaults()))
        .withBucketAssigner(new BasePathBucketAssigner<>())
        .withOutputFileConfig(new OutputFileConfig("part", ".parquet"))
        .build();
  }

  /** Leaves its file open at checkpoints. */
  private FileSink<RowData> ofText() {
    return FileSink.<RowData>forRowFormat(
            base(), (row, out) -> out.write((row.getLong(0) + "\n").getBytes(UTF_8)))
        .withBucketAssigner(new BasePathBucketAssigner<>())
        .build();
  }

  @Test
  void filesToBeCommittedHaveTheSameBytes() throws Exception {
    try (SinkHarness<RowData> harness = new SinkHarness<>(ours())) {
      harness.write(GenericRowData.of(1L));
      harness.checkpoint(1);
      SimpleVersionedSerializer<FileSinkCommittable> mine =
          ((PartFileSink<RowData>) ours()).getCommittableSerializer();
      SimpleVersionedSerializer<FileSinkCommittable> flinks = plain().getCommittableSerializer();
      FileSinkCommittable file = harness.committables().get(0);
      byte[] bytes = mine.serialize(file);
      assertThat(mine.getVersion()).isEqualTo(flinks.getVersion());
      assertThat(bytes).isEqualTo(flinks.serialize(file));
      assertThat(flinks.serialize(mine.deserialize(mine.getVersion(), bytes))).isEqualTo(bytes);
      assertThat(file.getPendingFile().getPath().getName()).matches("part-.+-0\\.parquet");
      assertThat(file.getPendingFile().getSize()).isPositive();
    }
  }

  /** Of StreamingFileSink's first releases. */
  @Test
  void bucketsOfTheFirstVersionAreRead() throws Exception {
    DataOutputSerializer out = new DataOutputSerializer(100);
    out.writeInt(0x1e764b79);
    SimpleVersionedSerialization.writeVersionAndSerialize(
        SimpleVersionedStringSerializer.INSTANCE, "day=1", out);
    out.writeUTF(base() + "/day=1");
    out.writeLong(Long.MAX_VALUE);
    out.writeBoolean(false);
    out.writeInt(1); // the version of pending files
    out.writeInt(0);
    var bucket =
        ((PartFileSink<RowData>) ours())
            .getWriterStateSerializer()
            .deserialize(1, out.getCopyOfBuffer());
    assertThat(bucket.getBucketId()).isEqualTo("day=1");
  }

  @Test
  void eachGoesOnFromTheOthersCheckpoint() throws Exception {
    OperatorSubtaskState state = null;
    long row = 0;
    for (Sink<RowData> sink : List.of(plain(), ours(), plain())) {
      try (SinkHarness<RowData> harness = new SinkHarness<>(sink, state)) {
        harness.write(GenericRowData.of(row++));
        state = harness.checkpoint(row);
        harness.write(GenericRowData.of(-1L));
        harness.commit();
      }
    }
    assertThat(PartFiles.visible(directory)).hasSize(3);
  }

  @Test
  void aFileThatASinkOfRowsLeftOpenIsClosedAsItIs() throws Exception {
    OperatorSubtaskState state;
    try (SinkHarness<RowData> harness = new SinkHarness<>(ofText(), null)) {
      harness.write(GenericRowData.of(17L));
      state = harness.checkpoint(1);
      harness.write(GenericRowData.of(18L));
      assertThat(harness.committables()).isEmpty();
    }
    try (SinkHarness<RowData> harness = new SinkHarness<>(ours(), state)) {
      harness.write(GenericRowData.of(18L));
      harness.checkpoint(2);
      assertThat(harness.committables()).hasSize(2);
      harness.commit();
    }
    List<Path> files = PartFiles.visible(directory);
    assertThat(files).hasSize(2);
    assertThat(files)
        .filteredOn(file -> !file.toString().endsWith(".parquet"))
        .singleElement()
        .satisfies(file -> assertThat(Files.readString(file)).isEqualTo("17\n"));
  }
}
