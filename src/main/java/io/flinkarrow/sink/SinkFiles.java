package io.flinkarrow.sink;

import io.flinkarrow.sink.file.PartFileBucketWriter;
import io.flinkarrow.sink.file.PartFileOpener;
import io.flinkarrow.sink.registry.OpenWriters;
import java.io.IOException;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.util.Collection;
import java.util.function.LongSupplier;
import org.apache.flink.api.connector.sink2.Committer;
import org.apache.flink.api.connector.sink2.WriterInitContext;
import org.apache.flink.connector.file.sink.FileSinkCommittable;
import org.apache.flink.connector.file.sink.FileSinkCommittableSerializer;
import org.apache.flink.connector.file.sink.committer.FileCommitter;
import org.apache.flink.connector.file.sink.writer.DefaultFileWriterBucketFactory;
import org.apache.flink.connector.file.sink.writer.FileWriter;
import org.apache.flink.connector.file.sink.writer.FileWriterBucketState;
import org.apache.flink.core.fs.Path;
import org.apache.flink.core.io.SimpleVersionedSerializer;
import org.apache.flink.streaming.api.functions.sink.filesystem.OutputFileConfig;
import org.apache.flink.streaming.api.functions.sink.filesystem.WriterProperties;

/**
 * How a sink writes and commits files, by Flink's file writer and committer over our bucket writer.
 *
 * @param base the sink's directory
 * @param format of the files
 * @param openWriters those of the subtask
 * @param buckets names the directory of an element
 * @param rolling says when a file is closed
 * @param kept whether files stay open at checkpoints
 * @param names of the files
 * @param checkMillis how often files are looked at for age and inactivity
 */
record SinkFiles<T>(
    Path base,
    PartFileOpener<T> format,
    OpenWriters openWriters,
    CheckedBucketAssigner<T> buckets,
    PartFileRollingPolicy<T> rolling,
    KeepFilesOpen kept,
    OutputFileConfig names,
    long checkMillis)
    implements Serializable {

  /** Where no file is opened. */
  private static final LongSupplier NO_CLOCK = () -> 0;

  /** The writer of a subtask, which goes on with what a checkpoint left. */
  FileSinkWriter<T> writer(
      WriterInitContext context, Collection<FileWriterBucketState> recovered, FileReport report)
      throws IOException {
    PartFileBucketWriter<T> bucketWriter =
        bucketWriter(context.getProcessingTimeService()::getCurrentProcessingTime);
    if (kept.isOn()) {
      bucketWriter.requireResumable();
    }
    FileWriter<T> writer =
        new FileWriter<>(
            base,
            context.metricGroup(),
            buckets,
            new DefaultFileWriterBucketFactory<>(),
            bucketWriter,
            rolling,
            names,
            context.getProcessingTimeService(),
            checkMillis);
    try {
      writer.initializeState(recovered);
    } catch (IOException | RuntimeException | Error e) {
      writer.close();
      throw e;
    }
    if (!kept.isOn()) {
      return new FileSinkWriter<>(writer, openWriters, null, report);
    }
    bucketWriter.kept().noteStateBytes();
    return new FileSinkWriter<>(writer, openWriters, bucketWriter.kept(), report);
  }

  /** How long a file may be open over checkpoints; 0 if none is. */
  long longestOpenMillis() {
    return rolling.longestOpenMillis(checkMillis);
  }

  Committer<FileSinkCommittable> committer() throws IOException {
    return new FileCommitter(bucketWriter(NO_CLOCK));
  }

  SimpleVersionedSerializer<FileWriterBucketState> writerStateSerializer() {
    return bucketWriterOfNobody().bucketStateSerializer();
  }

  SimpleVersionedSerializer<FileSinkCommittable> committableSerializer() {
    WriterProperties properties = bucketWriterOfNobody().getProperties();
    return new FileSinkCommittableSerializer(
        properties.getPendingFileRecoverableSerializer(),
        properties.getInProgressFileRecoverableSerializer());
  }

  private PartFileBucketWriter<T> bucketWriter(LongSupplier clock) throws IOException {
    return PartFileBucketWriter.of(base, format, openWriters, kept.mostCarriedBytes(), clock);
  }

  /** Only its serializers are asked for. */
  private PartFileBucketWriter<T> bucketWriterOfNobody() {
    try {
      return bucketWriter(NO_CLOCK);
    } catch (IOException e) {
      throw new UncheckedIOException(
          "The file system of the sink's directory %s can't be used: %s"
              .formatted(base, e.getMessage()),
          e);
    }
  }
}
