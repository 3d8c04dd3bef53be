package io.flinkarrow.sink;

import static org.assertj.core.api.Assertions.assertThat;

import io.flinkarrow.sink.committed.CommittedFile;
import io.flinkarrow.testing.PartFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * When files became visible, as a listener hears it, and whether the markers of their partitions
 * came later. Listeners are serialized, so what they hear belongs to the class.
 */
final class VisibleSince {

  /** In milliseconds: clocks of file systems go by ticks. */
  private static final long TOLERANCE = 20;

  /** By path. */
  private static final Map<String, Long> TIMES = new ConcurrentHashMap<>();

  private VisibleSince() {}

  /** Forgets what was heard. */
  static void nothing() {
    TIMES.clear();
  }

  /** Returns whether it is the first time that this file is heard of. */
  static boolean hear(CommittedFile file) {
    return TIMES.putIfAbsent(file.path().getPath(), System.currentTimeMillis()) == null;
  }

  /** The files that were heard of. */
  static Set<String> paths() {
    return TIMES.keySet();
  }

  /** A partition has files, and its marker came so long after each of them. */
  static void assertMarkedAfterItsFiles(Path partition, Duration delay) throws IOException {
    long marked = marked(partition);
    assertThat(PartFiles.visible(partition))
        .isNotEmpty()
        .allSatisfy(
            file ->
                assertThat(TIMES.get(file.toString()) + delay.toMillis())
                    .as("marked the delay after %s", file)
                    .isLessThanOrEqualTo(marked + TOLERANCE));
  }

  /** The marker of a partition came after the files of all partitions. */
  static void assertMarkedAfterAll(Path partition) throws IOException {
    long marked = marked(partition);
    assertThat(TIMES.values()).allMatch(time -> time <= marked + TOLERANCE);
  }

  private static long marked(Path partition) throws IOException {
    Path marker = partition.resolve("_SUCCESS");
    assertThat(marker).isEmptyFile();
    return Files.getLastModifiedTime(marker).toMillis();
  }
}
