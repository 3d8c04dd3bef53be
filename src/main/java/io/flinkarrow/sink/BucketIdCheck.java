package io.flinkarrow.sink;

import java.io.Serializable;
import java.net.URI;
import java.nio.charset.Charset;
import java.util.HashSet;
import java.util.Objects;
import java.util.Set;
import javax.annotation.Nullable;
import org.apache.flink.core.fs.Path;

/**
 * Tells which bucket ids are no directories below the base path, or such that files in them could
 * not be written or merged. Not thread-safe.
 */
final class BucketIdCheck implements Serializable {

  private static final long serialVersionUID = 1L;

  private static final int MAXIMUM_REMEMBERED = 10_000;
  private static final char DELETE = 0x7F;

  /** What else it holds Java replaces by question marks: different names would become one. */
  private static final Charset FILE_NAMES =
      Charset.forName(System.getProperty("sun.jnu.encoding", "UTF-8"));

  private final Path base;
  private final boolean compacted;

  /**
   * So that elements that go from directory to directory don't have them checked again and again.
   */
  @Nullable private transient Set<String> checked;

  /**
   * @param compacted whether files are merged, which not every directory can have
   */
  BucketIdCheck(Path base, boolean compacted) {
    this.base = base;
    this.compacted = compacted;
  }

  /** What is wrong with a bucket id, as what follows its name in a message; null if nothing. */
  @Nullable
  String problemOf(String bucketId) {
    if (checked == null || checked.size() == MAXIMUM_REMEMBERED) {
      checked = new HashSet<>();
    }
    if (checked.contains(bucketId)) {
      return null;
    }
    String problem = problem(bucketId);
    if (problem == null) {
      checked.add(bucketId);
    }
    return problem;
  }

  /** Flink takes a backslash for a slash, and what stands before a colon for a scheme. */
  @Nullable
  private String problem(String bucketId) {
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
}
