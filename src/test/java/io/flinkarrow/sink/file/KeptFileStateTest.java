package io.flinkarrow.sink.file;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.flinkarrow.parquet.ArrowParquetWriter;
import io.flinkarrow.parquet.UnfinishedFile;
import io.flinkarrow.parquet.WriterOptions;
import io.flinkarrow.sink.registry.OpenWriters;
import io.flinkarrow.testing.InMemoryStream;
import io.flinkarrow.testing.NumberedBatches;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import javax.annotation.Nullable;
import org.apache.flink.connector.file.sink.writer.FileWriterBucketState;
import org.apache.flink.connector.file.sink.writer.FileWriterBucketStateSerializer;
import org.apache.flink.core.fs.FileSystem;
import org.apache.flink.core.fs.RecoverableFsDataOutputStream;
import org.apache.flink.core.fs.RecoverableWriter;
import org.apache.flink.core.fs.RecoverableWriter.ResumeRecoverable;
import org.apache.flink.core.io.SimpleVersionedSerializer;
import org.apache.flink.streaming.api.functions.sink.filesystem.InProgressFileWriter.InProgressFileRecoverable;
import org.apache.flink.streaming.api.functions.sink.filesystem.WriterProperties;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a checkpoint has of a file that it leaves open, as bytes. */
class KeptFileStateTest {

  private static final byte[] MAGIC = "PAR1".getBytes(US_ASCII);
  private static final long MANY = (9_900L * 5) << 20;

  @TempDir Path directory;

  private PartFileBucketWriter<?> bucketWriter;
  private KeptFile kept;

  private org.apache.flink.core.fs.Path path() {
    return new org.apache.flink.core.fs.Path(directory.resolve("part.parquet").toUri());
  }

  @BeforeEach
  void leaveAFile() throws IOException {
    bucketWriter =
        PartFileBucketWriter.of(
            path(),
            new RecordBatchFileOpener(NumberedBatches.SCHEMA, WriterOptions.defaults()),
            new OpenWriters(1 << 20),
            0,
            () -> 0);
    RecoverableWriter streams = FileSystem.getLocalFileSystem().createRecoverableWriter();
    try (RecoverableFsDataOutputStream stream = streams.open(path());
        ArrowParquetWriter writer =
            ArrowParquetWriter.open(
                OutputStream.nullOutputStream(),
                NumberedBatches.SCHEMA,
                WriterOptions.defaults())) {
      writer.write(RecordBatchBuffers.of(NumberedBatches.of(0, 100)));
      kept = new KeptFile(path(), stream.persist(), writer.snapshot());
    }
  }

  private FileWriterBucketState bucket(@Nullable InProgressFileRecoverable file) {
    return new FileWriterBucketState("bucket", path(), 17, file, Map.of());
  }

  private FileWriterBucketStateSerializer flinks() {
    WriterProperties properties = bucketWriter.getProperties();
    return new FileWriterBucketStateSerializer(
        properties.getInProgressFileRecoverableSerializer(),
        properties.getPendingFileRecoverableSerializer());
  }

  @Test
  void ofOursTheBytesGiveTheFileBack() throws IOException {
    SimpleVersionedSerializer<FileWriterBucketState> serializer =
        bucketWriter.bucketStateSerializer();
    byte[] bytes = serializer.serialize(bucket(kept));
    assertThat(bytes.length).isLessThan(kept.file().length() + 1_000);
    FileWriterBucketState back = serializer.deserialize(serializer.getVersion(), bytes);
    assertThat(back.getBucketId()).isEqualTo("bucket");
    assertThat(back.getInProgressFileCreationTime()).isEqualTo(17);
    assertThat(serializer.serialize(back)).isEqualTo(bytes);
    int rows = bytes.length - kept.file().length();
    UnfinishedFile file = UnfinishedFile.of(Arrays.copyOfRange(bytes, rows, bytes.length));
    InMemoryStream finished = new InMemoryStream();
    file.finish(finished);
    assertThat(finished.toByteArray()).startsWith(MAGIC).endsWith(MAGIC);
  }

  @Test
  void ofBucketsWithoutAFileTheBytesAreFlinks() throws IOException {
    byte[] bytes = bucketWriter.bucketStateSerializer().serialize(bucket(null));
    assertThat(bytes).isEqualTo(flinks().serialize(bucket(null)));
  }

  @Test
  void ofFlinksBucketsTheBytesAreRead() throws IOException {
    FileWriterBucketStateSerializer flinks = flinks();
    byte[] bytes = flinks.serialize(bucket(kept.streamOnly()));
    FileWriterBucketState back =
        bucketWriter.bucketStateSerializer().deserialize(flinks.getVersion(), bytes);
    assertThat(flinks.serialize(back)).isEqualTo(bytes);
  }

  @Test
  void bytesThatAreCutAreRefused() throws IOException {
    SimpleVersionedSerializer<FileWriterBucketState> serializer =
        bucketWriter.bucketStateSerializer();
    byte[] bytes = serializer.serialize(bucket(kept));
    int rows = bytes.length - kept.file().length();
    for (int length : new int[] {0, 1, 10, rows / 2, rows, bytes.length - 1}) {
      byte[] cut = Arrays.copyOf(bytes, length);
      assertThatThrownBy(() -> serializer.deserialize(serializer.getVersion(), cut))
          .as("%d bytes", length)
          .isInstanceOf(IOException.class);
    }
    assertThatThrownBy(() -> serializer.deserialize(7, bytes)).isInstanceOf(IOException.class);
  }

  @Test
  void anUploadHasFewerPartsThanStoresRefuse() {
    assertThat(PartCount.areMany(MANY - 1)).isFalse();
    assertThat(PartCount.areMany(MANY)).isTrue();
  }

  @Test
  void aFileSystemThatCannotGoOnIsRefused() {
    RecoverableWriter streams =
        new RecoverableWriter() {
          @Override
          public RecoverableFsDataOutputStream open(org.apache.flink.core.fs.Path file) {
            throw new UnsupportedOperationException();
          }

          @Override
          public RecoverableFsDataOutputStream recover(ResumeRecoverable left) {
            throw new UnsupportedOperationException();
          }

          @Override
          public boolean requiresCleanupOfRecoverableState() {
            return false;
          }

          @Override
          public boolean cleanupRecoverableState(ResumeRecoverable left) {
            return false;
          }

          @Override
          public RecoverableFsDataOutputStream.Committer recoverForCommit(CommitRecoverable left) {
            throw new UnsupportedOperationException();
          }

          @Override
          public SimpleVersionedSerializer<CommitRecoverable> getCommitRecoverableSerializer() {
            throw new UnsupportedOperationException();
          }

          @Override
          public SimpleVersionedSerializer<ResumeRecoverable> getResumeRecoverableSerializer() {
            throw new UnsupportedOperationException();
          }

          @Override
          public boolean supportsResume() {
            return false;
          }
        };
    assertThatThrownBy(() -> PartFileBucketWriter.requireResumable(path(), streams))
        .isInstanceOf(UnsupportedOperationException.class)
        .hasMessageContaining("can go on with a file after a restore");
  }
}
