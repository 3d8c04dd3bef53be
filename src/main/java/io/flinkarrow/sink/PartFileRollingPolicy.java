package io.flinkarrow.sink;

import io.flinkarrow.sink.file.OpenPartFile;
import io.flinkarrow.sink.registry.FileEnd;
import io.flinkarrow.sink.registry.OpenWriters;
import java.io.Serializable;
import java.time.Duration;
import javax.annotation.Nullable;
import org.apache.flink.streaming.api.functions.sink.filesystem.PartFileInfo;
import org.apache.flink.streaming.api.functions.sink.filesystem.RollingPolicy;

/**
 * Closes a part file at every checkpoint, unless files are kept open, and before that when it is
 * big, long, old or idle enough, or its upload has almost as many parts as stores take.
 *
 * <p>Size and rows are looked at before an element is added, so a file exceeds them by at most one
 * batch. The size is what reached the stream plus what the writer still buffers: Flink's own
 * policies only see the former, which stands still for a whole row group. Both are counted by the
 * writer: to ask the stream before each row would be a system call per row. Age and inactivity are
 * looked at every bucket check interval. A file that the memory budget has ended takes no further
 * element, and is closed at the first occasion.
 */
final class PartFileRollingPolicy<T> implements RollingPolicy<T, String> {

  /** A limit that no file reaches. */
  static final long NEVER = Long.MAX_VALUE;

  private static final Duration DEFAULT_CHECK_INTERVAL = Duration.ofMinutes(1);

  private static final long serialVersionUID = 1L;

  private final Limits limits;
  private final boolean keepsFilesOpen;
  private final OpenWriters openWriters;

  /** A file is closed when it reaches one of them; times in milliseconds. */
  record Limits(long bytes, long rows, long age, long inactivity) implements Serializable {

    /**
     * How often files are looked at, in milliseconds.
     *
     * @param interval the one chosen; null for a minute, or less if files get old or idle sooner
     */
    long checkMillis(@Nullable Duration interval) {
      return interval == null
          ? Math.min(DEFAULT_CHECK_INTERVAL.toMillis(), Math.min(age, inactivity))
          : interval.toMillis();
    }
  }

  /**
   * @param keepsFilesOpen whether checkpoints close no file
   */
  PartFileRollingPolicy(Limits limits, boolean keepsFilesOpen, OpenWriters openWriters) {
    this.limits = limits;
    this.keepsFilesOpen = keepsFilesOpen;
    this.openWriters = openWriters;
  }

  /**
   * How long a file may be open over checkpoints, in milliseconds; 0 if none is.
   *
   * @param checkMillis how often files are looked at
   */
  long longestOpenMillis(long checkMillis) {
    return keepsFilesOpen ? Math.max(limits.age(), limits.age() + checkMillis) : 0;
  }

  @Override
  public boolean shouldRollOnCheckpoint(PartFileInfo<String> info) {
    OpenPartFile file = (OpenPartFile) info;
    return !keepsFilesOpen || file.hasEnded() || (file.hasManyParts() && endsBy(FileEnd.BYTES));
  }

  @Override
  public boolean shouldRollOnEvent(PartFileInfo<String> info, T element) {
    OpenPartFile file = (OpenPartFile) info;
    if (file.hasEnded()) {
      return true;
    }
    if (limits.rows() != NEVER && file.rows() >= limits.rows()) {
      return endsBy(FileEnd.ROWS);
    }
    return (file.getSize() >= limits.bytes() || file.hasManyParts()) && endsBy(FileEnd.BYTES);
  }

  @Override
  public boolean shouldRollOnProcessingTime(PartFileInfo<String> info, long now) {
    OpenPartFile file = (OpenPartFile) info;
    if (file.hasEnded()) {
      return true;
    }
    if (now - file.getCreationTime() >= limits.age()) {
      return endsBy(FileEnd.AGE);
    }
    return now - file.getLastUpdateTime() >= limits.inactivity() && endsBy(FileEnd.INACTIVITY);
  }

  private boolean endsBy(FileEnd reason) {
    openWriters.metrics().filesEndBy(reason);
    return true;
  }
}
