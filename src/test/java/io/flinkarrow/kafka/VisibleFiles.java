package io.flinkarrow.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import io.flinkarrow.testing.PageWalk;
import io.flinkarrow.testing.PartFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;

/**
 * The visible files of a folder as they appear while a job writes: each whole when it is first
 * seen, unchanged whenever it is seen again, none with a row that another has, and none that
 * vanishes.
 */
final class VisibleFiles {

  private static final Duration PATIENCE = Duration.ofSeconds(120);

  /** Brings what is visible elsewhere into the folder. */
  interface Mirror {
    void refresh() throws IOException;
  }

  private final Path directory;
  private final Mirror mirror;
  private final Map<Path, byte[]> seen = new HashMap<>();
  private final Set<Long> rows = new HashSet<>();

  VisibleFiles(Path directory) {
    this(directory, () -> {});
  }

  VisibleFiles(Path directory, Mirror mirror) {
    this.directory = directory;
    this.mirror = mirror;
  }

  /** Looks for new files; takes as long as reading them. */
  void look() throws IOException {
    mirror.refresh();
    List<Path> visible = PartFiles.visible(directory);
    assertThat(visible).as("files seen before").containsAll(seen.keySet());
    List<Path> appeared = visible.stream().filter(file -> !seen.containsKey(file)).toList();
    for (Path file : appeared) {
      byte[] bytes = Files.readAllBytes(file);
      PageWalk.walk(bytes, PageWalk.Rules.OURS);
      seen.put(file, bytes);
    }
    for (long id : PartFiles.idsOf(appeared)) {
      assertThat(rows.add(id)).as("whether row %d is new", id).isTrue();
    }
  }

  /** Looks again and again until something is so; fails if that takes too long. */
  void lookUntil(Callable<Boolean> reached) throws Exception {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (!reached.call()) {
      assertThat(System.nanoTime()).as("time, after %d rows", rows()).isLessThan(deadline);
      look();
      Thread.sleep(20);
    }
  }

  /** How many rows were seen. */
  int rows() {
    return rows.size();
  }

  Set<Path> files() {
    return seen.keySet();
  }

  void assertNoneChanged() throws IOException {
    for (Map.Entry<Path, byte[]> file : seen.entrySet()) {
      assertThat(Files.readAllBytes(file.getKey()))
          .as("%s", file.getKey())
          .isEqualTo(file.getValue());
    }
  }
}
