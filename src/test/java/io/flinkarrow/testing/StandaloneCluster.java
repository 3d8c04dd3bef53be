package io.flinkarrow.testing;

import java.io.File;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/**
 * A cluster of one JobManager and one TaskManager, each a process of its own, and SQL clients for
 * it, which are processes too. No process gets an {@code --add-opens}. Closing the cluster ends its
 * processes.
 */
public final class StandaloneCluster implements AutoCloseable {

  private static final long LONGEST_SCRIPT_SECONDS = 120;
  private static final int LAST_CHARACTERS = 6000;

  private final FlinkInstallation flink;
  private final Path folder;
  private final List<Process> processes = new ArrayList<>();

  private StandaloneCluster(FlinkInstallation flink, Path folder) {
    this.flink = flink;
    this.folder = folder;
  }

  /** Does not wait until the cluster is up: its clients do. */
  public static StandaloneCluster start(FlinkInstallation flink, Path folder) throws IOException {
    StandaloneCluster cluster = new StandaloneCluster(flink, folder);
    cluster.configure();
    for (String main :
        List.of(
            "org.apache.flink.runtime.entrypoint.StandaloneSessionClusterEntrypoint",
            "org.apache.flink.runtime.taskexecutor.TaskManagerRunner")) {
      cluster.processes.add(cluster.start(flink, main, "--configDir", folder + "/conf"));
    }
    return cluster;
  }

  /**
   * What a SQL client prints that runs a script. It has the cluster's jars and flink-python's, for
   * it doesn't start without.
   */
  public String run(String script) throws IOException, InterruptedException {
    Path file = Files.writeString(folder.resolve("script.sql"), script);
    Process client =
        start(
            flink.with(FlinkInstallation.optionalJar("flink-python")),
            "org.apache.flink.table.client.SqlClient",
            "embedded",
            "--history",
            folder + "/history",
            "--file",
            file.toString());
    if (!client.waitFor(LONGEST_SCRIPT_SECONDS, TimeUnit.SECONDS)) {
      client.destroyForcibly().waitFor();
      throw new IllegalStateException(
          "No end within %d seconds:%n%s".formatted(LONGEST_SCRIPT_SECONDS, outputs()));
    }
    return Files.readString(output("SqlClient"));
  }

  /** The end of what each process has printed, logs included. */
  public String outputs() throws IOException {
    StringBuilder outputs = new StringBuilder();
    for (String name :
        List.of("StandaloneSessionClusterEntrypoint", "TaskManagerRunner", "SqlClient")) {
      String output = Files.exists(output(name)) ? Files.readString(output(name)) : "";
      outputs.append(
          "--- %s%n%s%n"
              .formatted(name, output.substring(Math.max(0, output.length() - LAST_CHARACTERS))));
    }
    return outputs.toString();
  }

  private Process start(FlinkInstallation installation, String main, String... arguments)
      throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    // Short-lived processes, several at once on a small machine.
    command.addAll(List.of("-Xmx256m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"));
    command.add("-Djava.io.tmpdir=" + folder.resolve("tmp"));
    command.add("-Dlog4j.configurationFile=" + folder.resolve("conf/log4j2.properties"));
    command.addAll(List.of("-cp", installation.classPath(), main));
    command.addAll(List.of(arguments));
    File output = output(main.substring(main.lastIndexOf('.') + 1)).toFile();
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().put("FLINK_CONF_DIR", folder + "/conf");
    return builder.redirectOutput(output).start();
  }

  private Path output(String name) {
    return folder.resolve(name + ".out");
  }

  private void configure() throws IOException {
    Files.createDirectories(folder.resolve("tmp"));
    Path conf = Files.createDirectories(folder.resolve("conf"));
    Map<String, String> values = new TreeMap<>();
    values.put("execution.target", "remote");
    values.put("jobmanager.memory.process.size", "600m");
    values.put("jobmanager.rpc.address", "localhost");
    values.put("jobmanager.rpc.port", String.valueOf(freePort()));
    values.put("parallelism.default", "1");
    // A small machine with other work takes longer than the 10 s that are the default.
    values.put("pekko.ask.timeout", "60 s");
    values.put("rest.address", "localhost");
    values.put("rest.port", String.valueOf(freePort()));
    values.put("taskmanager.cpu.cores", "1");
    values.put("taskmanager.host", "localhost");
    values.put("taskmanager.memory.framework.heap.size", "64m");
    values.put("taskmanager.memory.framework.off-heap.size", "16m");
    values.put("taskmanager.memory.jvm-metaspace.size", "128m");
    values.put("taskmanager.memory.jvm-overhead.max", "32m");
    values.put("taskmanager.memory.jvm-overhead.min", "32m");
    values.put("taskmanager.memory.managed.size", "64m");
    values.put("taskmanager.memory.network.max", "32m");
    values.put("taskmanager.memory.network.min", "32m");
    values.put("taskmanager.memory.task.heap.size", "160m");
    values.put("taskmanager.memory.task.off-heap.size", "0");
    values.put("taskmanager.network.sort-shuffle.min-buffers", "16");
    values.put("taskmanager.numberOfTaskSlots", "4");
    List<String> lines = new ArrayList<>();
    values.forEach((key, value) -> lines.add(key + ": " + value));
    Files.write(conf.resolve("config.yaml"), lines);
    Files.writeString(
        conf.resolve("log4j2.properties"),
        """
        rootLogger.level = WARN
        rootLogger.appenderRef.console.ref = console
        appender.console.name = console
        appender.console.type = Console
        appender.console.layout.type = PatternLayout
        appender.console.layout.pattern = %d %-5p %c %m%n
        """);
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }

  @Override
  public void close() {
    processes.forEach(Process::destroy);
    for (Process process : processes) {
      try {
        if (!process.waitFor(10, TimeUnit.SECONDS)) {
          process.destroyForcibly().waitFor();
        }
      } catch (InterruptedException e) {
        process.destroyForcibly();
        Thread.currentThread().interrupt();
      }
    }
  }
}
