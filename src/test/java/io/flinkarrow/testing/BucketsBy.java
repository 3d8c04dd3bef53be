package io.flinkarrow.testing;

import org.apache.flink.core.io.SimpleVersionedSerializer;
import org.apache.flink.streaming.api.functions.sink.filesystem.BucketAssigner;
import org.apache.flink.streaming.api.functions.sink.filesystem.bucketassigners.SimpleVersionedStringSerializer;
import org.apache.flink.util.function.SerializableFunction;

/** Buckets that follow from the element. */
public record BucketsBy<T>(SerializableFunction<T, String> bucketOf)
    implements BucketAssigner<T, String> {

  private static final long serialVersionUID = 1L;

  @Override
  public String getBucketId(T element, Context context) {
    return bucketOf.apply(element);
  }

  @Override
  public SimpleVersionedSerializer<String> getSerializer() {
    return SimpleVersionedStringSerializer.INSTANCE;
  }
}
