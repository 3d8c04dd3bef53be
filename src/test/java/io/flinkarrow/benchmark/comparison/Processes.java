package io.flinkarrow.benchmark.comparison;

import io.flinkarrow.benchmark.contestant.Contestant;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** The contestants' processes; at most one each, all on the same core. */
final class Processes implements AutoCloseable {

  private final Settings settings;
  private final List<String> launcher;
  private final Map<Contestant, ChildProcess> running = new EnumMap<>(Contestant.class);

  Processes(Settings settings) {
    this.settings = settings;
    this.launcher = OneCore.launcher();
  }

  /** The process of a contestant, started if there is none. */
  ChildProcess of(Contestant contestant, String... options) throws IOException {
    ChildProcess process = running.get(contestant);
    if (process == null) {
      List<String> command = new ArrayList<>(launcher);
      command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
      command.addAll(settings.processOptions());
      command.addAll(List.of(options));
      process = ChildProcess.start(contestant, command, settings.results().resolve("logs"));
      running.put(contestant, process);
    }
    return process;
  }

  /** Ends all, if what comes next is to have new ones. */
  void renew() throws IOException {
    if (settings.ownProcesses()) {
      close();
    }
  }

  @Override
  public void close() throws IOException {
    for (ChildProcess process : running.values()) {
      process.close();
    }
    running.clear();
  }
}
