package io.flinkarrow.sink.registry;

import java.io.IOException;
import javax.annotation.Nullable;
import org.apache.flink.core.fs.Path;

/**
 * Where a part file is. Flink tells it to a bucket writer, and never to a factory of bulk writers.
 *
 * @param bucketId null if it is not known
 * @param path the name it gets when it becomes visible; null if it is not known
 */
public record PartFilePlace(@Nullable String bucketId, @Nullable Path path) {

  /** Of files that a sink of Flink's owns. */
  public static final PartFilePlace UNKNOWN = new PartFilePlace(null, null);

  /** Whether the file is our sink's. */
  public boolean isKnown() {
    return bucketId != null;
  }

  /**
   * The exception with the file's name: those of streams rarely have it.
   *
   * @param what was done to the file, as a sentence begins
   */
  public IOException failed(String what, IOException cause) {
    return path == null
        ? cause
        : new IOException(
            "%s the part file %s failed: %s".formatted(what, path, cause.getMessage()), cause);
  }
}
