package io.flinkarrow.sink;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.flinkarrow.batch.RecordBatch;
import io.flinkarrow.partition.PartitionByColumns;
import java.io.OutputStream;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;
import org.apache.flink.connector.file.sink.compactor.ConcatFileCompactor;
import org.apache.flink.connector.file.sink.compactor.FileCompactStrategy;
import org.apache.flink.connector.file.sink.compactor.FileCompactor;
import org.apache.flink.connector.file.sink.compactor.IdenticalFileCompactor;
import org.apache.flink.connector.file.sink.compactor.OutputStreamBasedFileCompactor;
import org.apache.flink.connector.file.sink.compactor.RecordWiseFileCompactor;
import org.apache.flink.core.fs.Path;
import org.apache.flink.streaming.api.functions.sink.filesystem.bucketassigners.BasePathBucketAssigner;
import org.apache.flink.table.types.logical.BigIntType;
import org.apache.flink.table.types.logical.RowType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ArrowParquetSinkBuilderTest {

  private static final Schema SCHEMA =
      new Schema(List.of(Field.notNullable("id", new ArrowType.Int(64, true))));

  private static void refused(
      Consumer<ArrowParquetSink.Builder<RecordBatch>> setter, String... message) {
    var builder = ArrowParquetSink.forBatches(new Path("file:///data/out"), SCHEMA);
    assertThatThrownBy(() -> setter.accept(builder))
        .isInstanceOf(IllegalArgumentException.class)
        .message()
        .contains(message);
  }

  @ParameterizedTest
  @ValueSource(longs = {0, -1, Long.MIN_VALUE})
  void limitsThatEveryFileReachesAreRefused(long limit) {
    refused(builder -> builder.rollAtBytes(limit), "rollAtBytes", Long.toString(limit));
    refused(builder -> builder.rollAtRows(limit), "rollAtRows", Long.toString(limit));
  }

  @Test
  void timesBelowAMillisecondAreRefused() {
    Duration tooShort = Duration.ofNanos(999_999);
    refused(builder -> builder.rollAtAge(tooShort), "rollAtAge", "was 0");
    refused(builder -> builder.rollAtInactivity(tooShort), "rollAtInactivity", "was 0");
    refused(builder -> builder.bucketCheckInterval(tooShort), "bucketCheckInterval", "was 0");
  }

  @ParameterizedTest
  @ValueSource(strings = {"a/b", "/", "../x", "a\\b", "a:b", "a\nb", "a\0b", "a\u007f"})
  void fileNamesCannotLeaveTheirDirectory(String name) {
    refused(builder -> builder.partPrefix(name), "partPrefix", name);
    refused(builder -> builder.partSuffix(name), "partSuffix", name);
  }

  @ParameterizedTest
  @ValueSource(strings = {".part", "_part"})
  void filesThatReadersWouldNotSeeAreRefused(String prefix) {
    refused(builder -> builder.partPrefix(prefix), "partPrefix", prefix);
  }

  @Test
  void successFilesAreRefusedWhereTheyCouldComeBeforeTheirFiles() {
    Duration delay = Duration.ofMinutes(10);
    refused(
        builder -> builder.committedFiles(files -> files.successFiles(delay)).build(),
        "successFiles are for directories of partitions");
    refused(
        builder ->
            builder
                .bucketAssigner(new BasePathBucketAssigner<>())
                .committedFiles(files -> files.successFiles(delay))
                .enableCompaction(
                    FileCompactStrategy.Builder.newBuilder()
                        .enableCompactionOnCheckpoint(1)
                        .build(),
                    new RecordWiseFileCompactor<RecordBatch>(file -> null))
                .build(),
        "successFiles and compaction exclude each other");
    refused(
        builder -> builder.committedFiles(files -> files.successFiles(Duration.ZERO)),
        "successFiles in milliseconds must be at least 1 but was 0");
    refused(
        builder ->
            builder.committedFiles(
                files -> files.successFiles(partition -> null, Duration.ofMillis(-1))),
        "successFiles must be at least 0 but was PT-0.001S");
  }

  @Test
  void shufflingByPartitionNeedsPartitions() {
    refused(
        builder ->
            builder.bucketAssigner(new BasePathBucketAssigner<>()).shuffleByPartition(true).build(),
        "shuffleByPartition needs partitionBy");
    ArrowParquetSink.forBatches(new Path("file:///data/out"), SCHEMA)
        .shuffleByPartition(true)
        .shuffleByPartition(false)
        .build();
  }

  @Test
  void whatOnlySplitBatchesNeedIsRefusedElsewhere() {
    RowType type = RowType.of(new BigIntType(false), new BigIntType());
    Path directory = new Path("file:///data/out");
    PartitionByColumns byId = PartitionByColumns.of("f0");
    var builders =
        List.of(
            ArrowParquetSink.forBatches(directory, SCHEMA).coalesceBytes(0),
            ArrowParquetSink.forRows(directory, type).coalesceBytes(16 << 20),
            ArrowParquetSink.forRows(directory, type).coalesceBytes(0).partitionBy(byId));
    for (var builder : builders) {
      assertThatThrownBy(builder::build)
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("coalesceBytes is for parts of batches");
    }
  }

  @Test
  void twoWaysToChooseTheFolderAreRefusedWhicheverTheAssigner() {
    var builder =
        ArrowParquetSink.forRows(
                new Path("file:///data/out"), RowType.of(new BigIntType(), new BigIntType()))
            .partitionBy(PartitionByColumns.of("f0"));
    builder.build();
    builder.bucketAssigner(new BasePathBucketAssigner<>());
    assertThatThrownBy(builder::build)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("set one of them");
  }

  private static final class NeitherBytesNorRows implements FileCompactor {
    private static final long serialVersionUID = 1L;
  }

  private static final class OwnConcatenation extends OutputStreamBasedFileCompactor {
    private static final long serialVersionUID = 1L;

    @Override
    protected void doCompact(List<Path> files, OutputStream out) {}
  }

  @Test
  void compactorsThatDoNotMergeRowByRowAreRefused() {
    FileCompactStrategy strategy =
        FileCompactStrategy.Builder.newBuilder().enableCompactionOnCheckpoint(1).build();
    for (FileCompactor compactor :
        List.of(
            new ConcatFileCompactor(),
            new ConcatFileCompactor(new byte[] {10}),
            new ConcatFileCompactor() {},
            new IdenticalFileCompactor(),
            new OwnConcatenation(),
            new NeitherBytesNorRows())) {
      refused(
          builder -> builder.enableCompaction(strategy, compactor),
          compactor.getClass().getName(),
          "RecordWiseFileCompactor",
          "RecordBatch");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"my part", "100%", "a%20b", "a#b", "a?b"})
  void fileNamesThatFlinkCannotMergeAreRefusedIfItIsToMerge(String piece) {
    FileCompactStrategy strategy =
        FileCompactStrategy.Builder.newBuilder().enableCompactionOnCheckpoint(1).build();
    var directory = new Path("file:///data/out");
    for (var builder :
        List.of(
            ArrowParquetSink.forBatches(directory, SCHEMA).partPrefix(piece),
            ArrowParquetSink.forBatches(directory, SCHEMA).partSuffix(piece))) {
      builder.build();
      builder.enableCompaction(strategy, new RecordWiseFileCompactor<RecordBatch>(file -> null));
      assertThatThrownBy(builder::build)
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("partPrefix")
          .hasMessageContaining(piece);
    }
  }

  @Test
  void directoriesWhoseFilesFlinkCannotMergeAreRefusedIfItIsToMerge() {
    FileCompactStrategy strategy =
        FileCompactStrategy.Builder.newBuilder().enableCompactionOnCheckpoint(1).build();
    var builder = ArrowParquetSink.forBatches(new Path("file:///data/my files"), SCHEMA);
    builder.build();
    builder.enableCompaction(strategy, new RecordWiseFileCompactor<RecordBatch>(file -> null));
    assertThatThrownBy(builder::build)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("/data/my files");
    builder.disableCompaction().build();
  }
}
