package io.flinkarrow.sink;

import io.flinkarrow.refusal.RefusedInputException;
import io.flinkarrow.sink.registry.OpenWriters;
import javax.annotation.Nullable;
import org.apache.flink.core.fs.Path;
import org.apache.flink.core.io.SimpleVersionedSerializer;
import org.apache.flink.streaming.api.functions.sink.filesystem.BucketAssigner;

/**
 * Asks the user's assigner for the bucket, refuses buckets that lie outside the base path.
 *
 * <p>Bucket ids often are data. Flink resolves them against the base path as they are, where {@code
 * ../../etc} or {@code hdfs://other} would leave it.
 */
final class CheckedBucketAssigner<T> implements BucketAssigner<T, String> {

  private static final long serialVersionUID = 1L;

  private final Path base;
  private final BucketAssigner<T, String> assigner;
  private final OpenWriters openWriters;
  private final BucketIdCheck bucketIds;

  /** Of the last element; mostly that of the next one, too. */
  @Nullable private transient String last;

  CheckedBucketAssigner(
      Path base,
      BucketAssigner<T, String> assigner,
      OpenWriters openWriters,
      BucketIdCheck bucketIds) {
    this.base = base;
    this.assigner = assigner;
    this.openWriters = openWriters;
    this.bucketIds = bucketIds;
  }

  @Override
  public String getBucketId(T element, Context context) {
    try {
      return checkedBucketId(element, context);
    } catch (RefusedInputException e) {
      openWriters.metrics().countRefused();
      throw e;
    }
  }

  private String checkedBucketId(T element, Context context) {
    String bucketId = assigner.getBucketId(element, context);
    if (bucketId != null && bucketId.equals(last)) {
      return last;
    }
    check(bucketId);
    last = bucketId;
    return bucketId;
  }

  @Override
  public SimpleVersionedSerializer<String> getSerializer() {
    return assigner.getSerializer();
  }

  private void check(@Nullable String bucketId) {
    if (bucketId == null) {
      throw new RefusedInputException(
          "Bucket assigner %s returned null; the bucket of files directly under %s is the empty string"
              .formatted(assigner.getClass().getName(), base));
    }
    String problem = bucketIds.problemOf(bucketId);
    if (problem != null) {
      throw new RefusedInputException(
          ("Bucket id '%s' of bucket assigner %s %s. Buckets must be directories below %s:"
                  + " escape values before they become bucket ids")
              .formatted(printable(bucketId), assigner.getClass().getName(), problem, base));
    }
  }

  private static String printable(String bucketId) {
    String head = bucketId.length() <= 100 ? bucketId : bucketId.substring(0, 100) + "...";
    return head.replaceAll("\\p{Cc}", "?");
  }
}
