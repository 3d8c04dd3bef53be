package io.flinkarrow.examples;

import java.io.File;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A server in a JVM of its own. It may be killed and started again. Closing it ends the process,
 * and so does the end of this JVM, even a killed one.
 */
final class ServerProcess implements AutoCloseable {

  private static final long LONGEST_START_SECONDS = 120;
  private static final int LAST_CHARACTERS = 6000;

  /** Whether a server that was started does its work. */
  interface Serving {
    boolean test() throws IOException;
  }

  private final String name;
  private final Path output;
  private final Serving serving;
  private final List<String> command;
  private final Thread atExit;
  private volatile Process process;

  /**
   * Starts nothing yet.
   *
   * @param name for messages
   * @param output where the process prints to
   * @param command as {@link #java} makes it
   */
  ServerProcess(String name, Path output, List<String> command, Serving serving) {
    this.name = name;
    this.output = output;
    this.serving = serving;
    this.command = command;
    this.atExit = new Thread(this::kill, "end of the " + name);
    Runtime.getRuntime().addShutdownHook(atExit);
  }

  /** The command that runs a main class in a small JVM, which ends with this one. */
  static List<String> java(
      List<String> options, String classPath, String main, String... arguments) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-Xmx384m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"));
    command.addAll(options);
    command.addAll(List.of("-cp", classPath + File.pathSeparator + ownClasses()));
    command.addAll(List.of(ServerMain.class.getName(), main));
    command.addAll(Arrays.asList(arguments));
    return command;
  }

  /** Starts the process, which must not run, and waits until it serves. */
  void start() throws IOException, InterruptedException {
    process = launch(command, output);
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(LONGEST_START_SECONDS);
    while (!serving.test()) {
      if (!process.isAlive() || System.nanoTime() > deadline) {
        kill();
        throw new IllegalStateException("The %s did not start:%n%s".formatted(name, end(output)));
      }
      Thread.sleep(20);
    }
  }

  /** Runs a command to its end, which must be a good one. */
  static void run(String name, Path output, List<String> command)
      throws IOException, InterruptedException {
    Process tool = launch(command, output);
    if (!tool.waitFor(LONGEST_START_SECONDS, TimeUnit.SECONDS) || tool.exitValue() != 0) {
      tool.destroyForcibly();
      throw new IllegalStateException("%s failed:%n%s".formatted(name, end(output)));
    }
  }

  /**
   * Says why, if the process has ended by itself.
   *
   * @throws IllegalStateException if it does not run
   */
  void requireRunning() throws IOException {
    if (!process.isAlive()) {
      throw new IllegalStateException("The %s has ended:%n%s".formatted(name, end(output)));
    }
  }

  /** Ends the process where it stands, as the failure of a machine would. */
  void kill() {
    if (process != null) {
      process.destroyForcibly();
      process.onExit().join();
    }
  }

  @Override
  public void close() {
    kill();
    Runtime.getRuntime().removeShutdownHook(atExit);
  }

  private static Process launch(List<String> command, Path output) throws IOException {
    return new ProcessBuilder(command)
        .redirectErrorStream(true)
        .redirectOutput(output.toFile())
        .start();
  }

  private static Path ownClasses() {
    try {
      return Path.of(ServerMain.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    } catch (URISyntaxException e) {
      throw new IllegalStateException("Classes that do not come from a file", e);
    }
  }

  private static String end(Path output) throws IOException {
    String text = Files.readString(output);
    return text.substring(Math.max(0, text.length() - LAST_CHARACTERS));
  }
}
