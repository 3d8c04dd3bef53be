package io.flinkarrow.benchmark.comparison;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** What starts a process on one core only, so that no figure depends on how many there are. */
public final class OneCore {

  private OneCore() {}

  /**
   * The words before a command. They pin it to the last core, where the system can: the first has
   * most of its other work.
   */
  public static List<String> launcher() {
    List<String> pinned =
        List.of("taskset", "-c", String.valueOf(Runtime.getRuntime().availableProcessors() - 1));
    List<String> test = new ArrayList<>(pinned);
    test.add("true");
    try {
      return new ProcessBuilder(test).start().waitFor() == 0 ? pinned : List.of();
    } catch (IOException e) {
      // There is no such command: each process still has one busy thread.
      return List.of();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("Interrupted while looking for taskset", e);
    }
  }
}
