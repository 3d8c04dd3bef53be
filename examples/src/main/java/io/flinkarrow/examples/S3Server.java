package io.flinkarrow.examples;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.CoreOptions;
import org.apache.flink.core.fs.FileSystem;
import org.apache.flink.core.plugin.DefaultPluginManager;
import org.apache.flink.core.plugin.PluginDescriptor;

/**
 * A server that speaks S3, in a process of its own and for this machine only. It has one bucket and
 * asks for no signature. It may be killed and started again with the same port and objects, and
 * uploads that were open stay so. Closing it ends the process, and so does the end of this JVM,
 * even a killed one; its folder stays.
 */
public final class S3Server implements AutoCloseable {

  /** The only bucket. */
  public static final String BUCKET = "bucket";

  private final URI endpoint;
  private final ServerProcess process;

  private S3Server(URI endpoint, ServerProcess process) {
    this.endpoint = endpoint;
    this.process = process;
  }

  /**
   * Starts a server and waits until it serves.
   *
   * @param folder for objects, settings and the log; a new or an empty one
   * @param jar the jar of {@code s3proxy} with all that it needs
   */
  public static S3Server start(Path folder, Path jar) throws IOException, InterruptedException {
    URI endpoint = URI.create("http://127.0.0.1:" + freePort());
    Path objects = folder.resolve("objects");
    Files.createDirectories(objects.resolve(BUCKET));
    Path settings =
        Files.writeString(
            folder.resolve("s3proxy.conf"),
            """
            s3proxy.endpoint=%s
            s3proxy.authorization=none
            jclouds.provider=filesystem
            jclouds.filesystem.basedir=%s
            """
                .formatted(endpoint, objects));
    ServerProcess process =
        new ServerProcess(
            "S3 server",
            folder.resolve("s3proxy.log"),
            ServerProcess.java(
                List.of(),
                jar.toString(),
                "org.gaul.s3proxy.Main",
                "--properties",
                settings.toString()),
            () -> serves(endpoint));
    S3Server server = new S3Server(endpoint, process);
    server.startAgain();
    return server;
  }

  public URI endpoint() {
    return endpoint;
  }

  /** What a cluster's configuration needs to find a server such as this one. */
  public static Map<String, String> settings(URI endpoint) {
    return Map.ofEntries(
        Map.entry("s3.endpoint", endpoint.toString()),
        // Otherwise the bucket would be part of the host's name.
        Map.entry("s3.path-style-access", "true"),
        Map.entry("s3.path.style.access", "true"),
        Map.entry("s3.region", "us-east-1"),
        Map.entry("s3.access-key", "none"),
        Map.entry("s3.secret-key", "none"),
        // Of flink-s3-fs-hadoop: this server takes ten seconds to delete several objects by one
        // request, and nothing needs it to delete the marks of directories.
        Map.entry("s3.directory.marker.retention", "keep"),
        Map.entry("s3.multiobjectdelete.enable", "false"),
        // Of flink-s3-fs-native: Amazon's own ways to send a part, which this server does not know.
        Map.entry("s3.chunked-encoding.enabled", "false"),
        Map.entry("s3.checksum-validation.enabled", "false"));
  }

  /**
   * Lets this JVM's Flink use the server through one of its plugins. A cluster's processes load
   * what lies in their folder of plugins by themselves.
   *
   * @param plugin the plugin's jar
   */
  public static void use(URI endpoint, Path plugin) throws IOException {
    Configuration settings = Configuration.fromMap(settings(endpoint));
    PluginDescriptor descriptor =
        new PluginDescriptor(
            plugin.getFileName().toString(), new URL[] {plugin.toUri().toURL()}, new String[0]);
    FileSystem.initialize(
        settings,
        new DefaultPluginManager(
            List.of(descriptor), CoreOptions.getPluginParentFirstLoaderPatterns(settings)));
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

  private static boolean serves(URI endpoint) throws IOException {
    try {
      new Bucket(endpoint, BUCKET).list("none/");
      return true;
    } catch (ConnectException e) {
      return false;
    }
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }
}
