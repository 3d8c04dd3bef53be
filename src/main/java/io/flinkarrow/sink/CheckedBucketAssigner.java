package io.flinkarrow.sink;

import io.flinkarrow.refusal.RefusedInputException;
import io.flinkarrow.sink.registry.OpenWriters;
import java.net.URI;
import java.nio.charset.Charset;
import java.util.HashSet;
import java.util.Objects;
import java.util.Set;
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

  private static final int MAXIMUM_REMEMBERED = 10_000;
  private static final char DELETE = 0x7F;

  /** What else it holds Java replaces by question marks: different names would become one. */
  private static final Charset FILE_NAMES =
      Charset.forName(System.getProperty("sun.jnu.encoding", "UTF-8"));

  private final Path base;
  private final BucketAssigner<T, String> assigner;
  private final OpenWriters openWriters;
  private final boolean compacted;

  /**
   * So that elements that go from directory to directory don't have them checked again and again.
   */
  @Nullable private transient Set<String> checked;

  /** Of the last element; mostly that of the next one, too. */
  @Nullable private transient String last;

  /**
   * @param compacted whether files are merged, which not every directory can have
   */
  CheckedBucketAssigner(
      Path base, BucketAssigner<T, String> assigner, OpenWriters openWriters, boolean compacted) {
    this.base = base;
    this.assigner = assigner;
    this.openWriters = openWriters;
    this.compacted = compacted;
  }

  @Override
  public String getBucketId(T element, Context context) {
    try {
      String bucketId = checkedBucketId(element, context);
      openWriters.noteBucket(bucketId);
      return bucketId;
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
    if (checked == null || checked.size() == MAXIMUM_REMEMBERED) {
      checked = new HashSet<>();
    }
    if (!checked.contains(bucketId)) {
      check(bucketId);
      checked.add(bucketId);
    }
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
    String problem = problemOf(bucketId);
    if (problem != null) {
      throw new RefusedInputException(
          ("Bucket id '%s' of bucket assigner %s %s. Buckets must be directories below %s:"
                  + " escape values before they become bucket ids")
              .formatted(printable(bucketId), assigner.getClass().getName(), problem, base));
    }
  }

  /** Flink takes a backslash for a slash, and what stands before a colon for a scheme. */
  @Nullable
  private String problemOf(String bucketId) {
    if (bucketId.isEmpty()) {
      return null;
    }
    for (int i = 0; i < bucketId.length(); i++) {
      char character = bucketId.charAt(i);
      if (character == ':') {
        return "holds a colon, which file systems read as a scheme";
      }
      if (character < ' ' || character == DELETE) {
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
    Path directory = new Path(base, bucketId);
    if (!isBelowBase(directory.toUri().normalize())) {
      return "leads elsewhere";
    }
    if (compacted && !CheckedFileCompactor.finds(directory)) {
      return "has spaces, percent signs or others that Flink's compaction mistakes in paths: its"
          + " files could be written but never merged nor become visible. Leave compaction"
          + " off, or choose another id";
    }
    return isLocal() && !FILE_NAMES.newEncoder().canEncode(bucketId)
        ? "has characters that file names can't have in this JVM, whose sun.jnu.encoding is %s; start it in a UTF-8 locale, for example with LC_ALL=C.UTF-8"
            .formatted(FILE_NAMES)
        : null;
  }

  private boolean isBelowBase(URI directory) {
    URI root = base.toUri().normalize();
    String prefix = root.getPath().endsWith("/") ? root.getPath() : root.getPath() + "/";
    return Objects.equals(root.getScheme(), directory.getScheme())
        && Objects.equals(root.getAuthority(), directory.getAuthority())
        && directory.getPath().startsWith(prefix);
  }

  private boolean isLocal() {
    String scheme = base.toUri().getScheme();
    return scheme == null || scheme.equals("file");
  }

  private static String printable(String bucketId) {
    String head = bucketId.length() <= 100 ? bucketId : bucketId.substring(0, 100) + "...";
    return head.replaceAll("\\p{Cc}", "?");
  }
}
