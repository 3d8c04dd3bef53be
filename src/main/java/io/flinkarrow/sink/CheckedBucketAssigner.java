package io.flinkarrow.sink;

import javax.annotation.Nullable;
import org.apache.flink.core.fs.Path;
import org.apache.flink.core.io.SimpleVersionedSerializer;
import org.apache.flink.streaming.api.functions.sink.filesystem.BucketAssigner;

/**
 * Asks the user's assigner for the bucket, refuses buckets that lie outside the base path, and
 * tells the open writers which bucket comes next.
 *
 * <p>Bucket ids often are data. Flink resolves them against the base path as they are, where {@code
 * ../../etc} or {@code hdfs://other} would leave it.
 */
final class CheckedBucketAssigner<T> implements BucketAssigner<T, String> {

  private static final long serialVersionUID = 1L;

  private final Path base;
  private final BucketAssigner<T, String> assigner;
  private final OpenWriters openWriters;
  @Nullable private transient String lastChecked;

  CheckedBucketAssigner(Path base, BucketAssigner<T, String> assigner, OpenWriters openWriters) {
    this.base = base;
    this.assigner = assigner;
    this.openWriters = openWriters;
  }

  @Override
  public String getBucketId(T element, Context context) {
    String bucketId = assigner.getBucketId(element, context);
    if (bucketId == null || !bucketId.equals(lastChecked)) {
      check(bucketId);
      lastChecked = bucketId;
    }
    openWriters.noteBucket(bucketId);
    return bucketId;
  }

  @Override
  public SimpleVersionedSerializer<String> getSerializer() {
    return assigner.getSerializer();
  }

  private void check(@Nullable String bucketId) {
    if (bucketId == null) {
      throw new IllegalArgumentException(
          "Bucket assigner %s returned null; the bucket of files directly under %s is the empty string"
              .formatted(assigner.getClass().getName(), base));
    }
    String problem = problemOf(bucketId);
    if (problem != null) {
      throw new IllegalArgumentException(
          ("Bucket id '%s' of bucket assigner %s %s. Buckets must be directories below %s:"
                  + " escape values before they become bucket ids")
              .formatted(printable(bucketId), assigner.getClass().getName(), problem, base));
    }
  }

  /** Flink takes a backslash for a slash, and what stands before a colon for a scheme. */
  @Nullable
  private static String problemOf(String bucketId) {
    if (bucketId.isEmpty()) {
      return null;
    }
    for (int i = 0; i < bucketId.length(); i++) {
      if (bucketId.charAt(i) == ':') {
        return "holds a colon, which file systems read as a scheme";
      }
      if (Character.isISOControl(bucketId.charAt(i))) {
        return "holds a control character";
      }
    }
    String[] segments = bucketId.replace('\\', '/').split("/", -1);
    if (segments[0].isEmpty()) {
      return "is absolute";
    }
    for (String segment : segments) {
      if (segment.equals("..") || segment.equals(".")) {
        return "has the segment '" + segment + "'";
      }
    }
    return null;
  }

  private static String printable(String bucketId) {
    String head = bucketId.length() <= 100 ? bucketId : bucketId.substring(0, 100) + "...";
    return head.replaceAll("\\p{Cntrl}", "?");
  }
}
