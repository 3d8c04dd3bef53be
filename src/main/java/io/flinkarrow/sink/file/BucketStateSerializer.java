package io.flinkarrow.sink.file;

import io.flinkarrow.parquet.UnfinishedFile;
import java.io.IOException;
import org.apache.flink.connector.file.sink.writer.FileWriterBucketState;
import org.apache.flink.connector.file.sink.writer.FileWriterBucketStateSerializer;
import org.apache.flink.core.fs.RecoverableWriter.ResumeRecoverable;
import org.apache.flink.core.io.SimpleVersionedSerializer;
import org.apache.flink.core.memory.DataOutputSerializer;
import org.apache.flink.streaming.api.functions.sink.filesystem.InProgressFileWriter.InProgressFileRecoverable;
import org.apache.flink.streaming.api.functions.sink.filesystem.WriterProperties;

/**
 * The state of buckets, with files that are kept open. It is Flink's, with the rows of the file
 * behind it: so these are copied once, and not by each serializer within another. Without a file it
 * is Flink's as it is, which a plain FileSink can go on with.
 */
final class BucketStateSerializer implements SimpleVersionedSerializer<FileWriterBucketState> {

  /**
   * Of StreamingFileSink's first releases, which only Flink's own serializers of files can read.
   */
  private static final int FIRST_VERSION = 1;

  private final SimpleVersionedSerializer<ResumeRecoverable> streams;
  private final WriterProperties flinks;

  /**
   * @param streams of the file system
   * @param flinks the serializers of Flink's sinks
   */
  BucketStateSerializer(
      SimpleVersionedSerializer<ResumeRecoverable> streams, WriterProperties flinks) {
    this.streams = streams;
    this.flinks = flinks;
  }

  @Override
  public int getVersion() {
    return with(flinksFiles()).getVersion();
  }

  @Override
  public byte[] serialize(FileWriterBucketState bucket) throws IOException {
    KeptFileSerializer files = KeptFileSerializer.toWrite(streams);
    byte[] state = with(files).serialize(bucket);
    UnfinishedFile rows = files.rows();
    if (rows == null) {
      return state;
    }
    DataOutputSerializer out = new DataOutputSerializer(state.length + rows.length());
    out.write(state);
    rows.writeTo(out);
    return out.getSharedBuffer(); // which is full
  }

  @Override
  public FileWriterBucketState deserialize(int version, byte[] bytes) throws IOException {
    return with(version == FIRST_VERSION
            ? flinksFiles()
            : KeptFileSerializer.toRead(streams, flinksFiles(), bytes))
        .deserialize(version, bytes);
  }

  private SimpleVersionedSerializer<InProgressFileRecoverable> flinksFiles() {
    return flinks.getInProgressFileRecoverableSerializer();
  }

  private FileWriterBucketStateSerializer with(
      SimpleVersionedSerializer<InProgressFileRecoverable> files) {
    return new FileWriterBucketStateSerializer(files, flinks.getPendingFileRecoverableSerializer());
  }
}
