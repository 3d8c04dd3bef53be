package io.flinkarrow.sink;

import java.io.Serializable;
import org.apache.flink.core.io.SimpleVersionedSerializer;
import org.apache.flink.streaming.api.functions.sink.filesystem.bucketassigners.SimpleVersionedStringSerializer;

/**
 * The one kind of {@link PartitionBucketAssigner}: asks a partitioner for each element's folder.
 */
final class FolderAssigner<T> implements PartitionBucketAssigner<T> {

  private static final long serialVersionUID = 1L;

  private final Folders<T> folders;

  interface Folders<T> extends Serializable {
    String folderOf(T element);
  }

  FolderAssigner(Folders<T> folders) {
    this.folders = folders;
  }

  @Override
  public String getBucketId(T element, Context context) {
    return folders.folderOf(element);
  }

  @Override
  public SimpleVersionedSerializer<String> getSerializer() {
    return SimpleVersionedStringSerializer.INSTANCE;
  }
}
