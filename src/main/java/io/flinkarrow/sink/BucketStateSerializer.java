package io.flinkarrow.sink;

import java.io.IOException;
import org.apache.flink.connector.file.sink.writer.FileWriterBucketState;
import org.apache.flink.core.io.SimpleVersionedSerializer;

/** The state of buckets, with files that are kept open. */
final class BucketStateSerializer implements SimpleVersionedSerializer<FileWriterBucketState> {

  /**
   * Of StreamingFileSink's first releases, which only Flink's own serializers of files can read.
   */
  private static final int FIRST_VERSION = 1;

  private final SimpleVersionedSerializer<FileWriterBucketState> ours;
  private final SimpleVersionedSerializer<FileWriterBucketState> flinks;

  /**
   * @param ours with our serializer of files that are kept open
   * @param flinks with Flink's
   */
  BucketStateSerializer(
      SimpleVersionedSerializer<FileWriterBucketState> ours,
      SimpleVersionedSerializer<FileWriterBucketState> flinks) {
    this.ours = ours;
    this.flinks = flinks;
  }

  @Override
  public int getVersion() {
    return ours.getVersion();
  }

  @Override
  public byte[] serialize(FileWriterBucketState bucket) throws IOException {
    return ours.serialize(bucket);
  }

  @Override
  public FileWriterBucketState deserialize(int version, byte[] bytes) throws IOException {
    return version == FIRST_VERSION
        ? flinks.deserialize(version, bytes)
        : ours.deserialize(version, bytes);
  }
}
