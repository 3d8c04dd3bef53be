package io.flinkarrow.examples;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A Kafka broker that is its own controller, in a process of its own and for this machine only. It
 * may be killed and started again with the same port and data. Closing it ends the process, and so
 * does the end of this JVM, even a killed one; its folder stays.
 */
public final class KafkaBroker implements AutoCloseable {

  private static final String STARTED = "Kafka Server started";
  private static final String CLUSTER_ID =
      Base64.getUrlEncoder()
          .withoutPadding()
          .encodeToString("flink-arrow-demo".getBytes(StandardCharsets.US_ASCII));

  private final Path folder;
  private final int port;
  private final ServerProcess process;

  private KafkaBroker(Path folder, String classPath, int port) {
    this.folder = folder;
    this.port = port;
    Path log = folder.resolve("broker.log");
    this.process =
        new ServerProcess(
            "Kafka broker",
            log,
            java(classPath, "kafka.Kafka", settings().toString()),
            () -> Files.readString(log).contains(STARTED));
  }

  /**
   * Starts a broker and waits until it serves.
   *
   * @param folder for data, settings and logs; a new or an empty one
   * @param classPath the jars of {@code kafka_2.13}
   * @param settings of the broker, besides or in place of those that a small one needs
   */
  public static KafkaBroker start(Path folder, String classPath, Map<String, String> settings)
      throws IOException, InterruptedException {
    int[] ports = freePorts();
    KafkaBroker broker = new KafkaBroker(folder, classPath, ports[0]);
    broker.configure(ports[1], settings);
    broker.format(classPath);
    broker.startAgain();
    return broker;
  }

  /** Host and port for clients. */
  public String bootstrapServers() {
    return "127.0.0.1:" + port;
  }

  /** Starts the process, which must not run, and waits until it serves. */
  public void startAgain() throws IOException, InterruptedException {
    process.start();
  }

  /**
   * Says why, if the process has ended by itself.
   *
   * @throws IllegalStateException if it does not run
   */
  public void requireRunning() throws IOException {
    process.requireRunning();
  }

  /** Ends the process where it stands, as the failure of a machine would. */
  public void kill() {
    process.kill();
  }

  @Override
  public void close() {
    process.close();
  }

  private void format(String classPath) throws IOException, InterruptedException {
    ServerProcess.run(
        "Making a folder for Kafka's data",
        folder.resolve("format.log"),
        java(
            classPath,
            "kafka.tools.StorageTool",
            "format",
            "--cluster-id",
            CLUSTER_ID,
            "--config",
            settings().toString()));
  }

  private List<String> java(String classPath, String main, String... arguments) {
    return ServerProcess.java(
        List.of("-Dlog4j.configurationFile=" + folder.resolve("log4j2.properties")),
        classPath,
        main,
        arguments);
  }

  private static int[] freePorts() throws IOException {
    InetAddress here = InetAddress.getLoopbackAddress();
    try (ServerSocket one = new ServerSocket(0, 1, here);
        ServerSocket other = new ServerSocket(0, 1, here)) {
      return new int[] {one.getLocalPort(), other.getLocalPort()};
    }
  }

  private Path settings() {
    return folder.resolve("server.properties");
  }

  private void configure(int controllerPort, Map<String, String> given) throws IOException {
    Map<String, String> settings = new TreeMap<>();
    settings.put("advertised.listeners", "CLIENTS://" + bootstrapServers());
    settings.put("auto.create.topics.enable", "false");
    settings.put("broker.heartbeat.interval.ms", "500");
    settings.put("broker.session.timeout.ms", "3000");
    settings.put("controller.listener.names", "CONTROLLER");
    settings.put("controller.quorum.voters", "1@127.0.0.1:" + controllerPort);
    settings.put("group.initial.rebalance.delay.ms", "0");
    settings.put("inter.broker.listener.name", "CLIENTS");
    settings.put(
        "listeners",
        "CLIENTS://%s,CONTROLLER://127.0.0.1:%d".formatted(bootstrapServers(), controllerPort));
    settings.put("listener.security.protocol.map", "CLIENTS:PLAINTEXT,CONTROLLER:PLAINTEXT");
    settings.put("log.cleaner.dedupe.buffer.size", String.valueOf(4 << 20));
    settings.put("log.dirs", folder.resolve("data").toString());
    settings.put("node.id", "1");
    settings.put("offsets.topic.num.partitions", "1");
    settings.put("offsets.topic.replication.factor", "1");
    settings.put("process.roles", "broker,controller");
    settings.put("share.coordinator.state.topic.min.isr", "1");
    settings.put("share.coordinator.state.topic.replication.factor", "1");
    settings.put("transaction.state.log.min.isr", "1");
    settings.put("transaction.state.log.num.partitions", "4");
    settings.put("transaction.state.log.replication.factor", "1");
    settings.putAll(given);
    List<String> lines = new ArrayList<>();
    settings.forEach((key, value) -> lines.add(key + "=" + value));
    Files.createDirectories(folder);
    Files.write(settings(), lines);
    Files.writeString(
        folder.resolve("log4j2.properties"),
        """
        rootLogger.level = WARN
        rootLogger.appenderRef.console.ref = console
        logger.server.name = kafka.server.KafkaRaftServer
        logger.server.level = INFO
        appender.console.name = console
        appender.console.type = Console
        appender.console.layout.type = PatternLayout
        appender.console.layout.pattern = %d %-5p %c %m%n
        """);
  }
}
