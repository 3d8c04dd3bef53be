package io.flinkarrow.testing;

import java.io.File;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/**
 * A cluster of one JobManager and some TaskManagers, each a process of its own, and clients for it,
 * which are processes too. No process gets an {@code --add-opens} but Flink's own client, which
 * submits no job without. Closing the cluster ends its processes.
 */
public final class StandaloneCluster implements AutoCloseable {

  private static final long LONGEST_CLIENT_SECONDS = 120;
  private static final int LAST_CHARACTERS = 6000;

  private final FlinkInstallation flink;
  private final Path folder;
  private final int restPort;
  private final List<Process> processes = new ArrayList<>();
  private final Deque<Process> taskManagers = new ArrayDeque<>();
  private final Set<String> names = new LinkedHashSet<>();

  private StandaloneCluster(FlinkInstallation flink, Path folder) throws IOException {
    this.flink = flink;
    this.folder = folder;
    this.restPort = freePort();
  }

  /** With one TaskManager. Does not wait until the cluster is up: its clients do. */
  public static StandaloneCluster start(FlinkInstallation flink, Path folder) throws IOException {
    return start(flink, folder, 1, Map.of());
  }

  /** With settings besides, or in place of, those of a small cluster. */
  public static StandaloneCluster start(
      FlinkInstallation flink, Path folder, int taskManagers, Map<String, String> settings)
      throws IOException {
    StandaloneCluster cluster = new StandaloneCluster(flink, folder);
    cluster.configure(settings);
    cluster.startServer(
        "JobManager", "org.apache.flink.runtime.entrypoint.StandaloneSessionClusterEntrypoint");
    for (int i = 0; i < taskManagers; i++) {
      cluster.startTaskManager();
    }
    return cluster;
  }

  public void startTaskManager() throws IOException {
    taskManagers.add(
        startServer(
            "TaskManager-" + processes.size(),
            "org.apache.flink.runtime.taskexecutor.TaskManagerRunner"));
  }

  /** Ends the oldest TaskManager with SIGKILL; returns its exit code. */
  public int killTaskManager() throws InterruptedException {
    return taskManagers.remove().destroyForcibly().waitFor();
  }

  /** What a SQL client prints that runs a script. It has the cluster's jars and its own. */
  public String run(String script) throws IOException, InterruptedException {
    Path file = Files.writeString(folder.resolve("script.sql"), script);
    return client(
        flink.withSqlClient(),
        List.of(),
        "org.apache.flink.table.client.SqlClient",
        "embedded",
        "--history",
        folder + "/history",
        "--file",
        file.toString());
  }

  /** What Flink's own client prints. */
  public String flink(String... arguments) throws IOException, InterruptedException {
    return client(
        flink,
        List.of("--add-opens=java.base/java.util=ALL-UNNAMED"),
        "org.apache.flink.client.cli.CliFrontend",
        arguments);
  }

  /** What the JobManager answers over HTTP. */
  public String get(String path) throws IOException, InterruptedException {
    URI address = URI.create("http://localhost:%d%s".formatted(restPort, path));
    return HttpClient.newHttpClient()
        .send(HttpRequest.newBuilder(address).build(), HttpResponse.BodyHandlers.ofString())
        .body();
  }

  /** The end of what each process has printed, logs included. */
  public String outputs() throws IOException {
    StringBuilder outputs = new StringBuilder();
    for (String name : names) {
      String output = Files.readString(output(name));
      outputs.append(
          "--- %s%n%s%n"
              .formatted(name, output.substring(Math.max(0, output.length() - LAST_CHARACTERS))));
    }
    return outputs.toString();
  }

  private Process startServer(String name, String main) throws IOException {
    Process process = start(name, flink, List.of(), main, "--configDir", folder + "/conf");
    processes.add(process);
    return process;
  }

  private String client(
      FlinkInstallation installation, List<String> options, String main, String... arguments)
      throws IOException, InterruptedException {
    String name = main.substring(main.lastIndexOf('.') + 1);
    Process client = start(name, installation, options, main, arguments);
    if (!client.waitFor(LONGEST_CLIENT_SECONDS, TimeUnit.SECONDS)) {
      client.destroyForcibly().waitFor();
      throw new IllegalStateException(
          "No end within %d seconds:%n%s".formatted(LONGEST_CLIENT_SECONDS, outputs()));
    }
    return Files.readString(output(name));
  }

  private Process start(
      String name,
      FlinkInstallation installation,
      List<String> options,
      String main,
      String... arguments)
      throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    // Short-lived processes, several at once on a small machine.
    command.addAll(List.of("-Xmx256m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"));
    command.add("-Djava.io.tmpdir=" + folder.resolve("tmp"));
    command.add("-Dlog4j.configurationFile=" + folder.resolve("conf/log4j2.properties"));
    command.addAll(options);
    command.addAll(List.of("-cp", installation.classPath(), main));
    command.addAll(List.of(arguments));
    File output = output(name).toFile();
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().put("FLINK_CONF_DIR", folder + "/conf");
    builder.environment().putAll(installation.environment());
    Process process = builder.redirectOutput(output).start();
    names.add(name);
    return process;
  }

  private Path output(String name) {
    return folder.resolve(name + ".out");
  }

  private void configure(Map<String, String> settings) throws IOException {
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
    values.put("pekko.startup-timeout", "120 s");
    values.put("rest.address", "localhost");
    values.put("rest.port", String.valueOf(restPort));
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
    values.putAll(settings);
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
