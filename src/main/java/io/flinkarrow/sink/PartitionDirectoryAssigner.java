package io.flinkarrow.sink;

import java.io.Serializable;
import org.apache.flink.core.io.SimpleVersionedSerializer;
import org.apache.flink.streaming.api.functions.sink.filesystem.bucketassigners.SimpleVersionedStringSerializer;

/**
 * The one kind of {@link PartitionBucketAssigner}: asks a partitioner for each element's directory.
 */
final class PartitionDirectoryAssigner<T> implements PartitionBucketAssigner<T> {

  private static final long serialVersionUID = 1L;

  private final Directories<T> directories;

  interface Directories<T> extends Serializable {
    String directoryOf(T element);
  }

  PartitionDirectoryAssigner(Directories<T> directories) {
    this.directories = directories;
  }

  @Override
  public String getBucketId(T element, Context context) {
    return directoryOf(element);
  }

  String directoryOf(T element) {
    return directories.directoryOf(element);
  }

  @Override
  public SimpleVersionedSerializer<String> getSerializer() {
    return SimpleVersionedStringSerializer.INSTANCE;
  }
}
