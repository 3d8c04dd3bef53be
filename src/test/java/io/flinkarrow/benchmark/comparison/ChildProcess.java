package io.flinkarrow.benchmark.comparison;

import io.flinkarrow.benchmark.contestant.Contestant;
import io.flinkarrow.benchmark.contestant.ContestantProcess;
import io.flinkarrow.benchmark.contestant.WriteResult;
import io.flinkarrow.parquet.options.CompressionCodec;
import io.flinkarrow.testing.RivalClassPath;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A contestant's process, as the comparison sees it: it is told what to do and answers when done.
 * Closing it ends the process.
 */
final class ChildProcess implements AutoCloseable {

  private static final int LAST_LINES = 40;

  private final Contestant contestant;
  private final Path log;
  private final Process process;
  private final BufferedReader answers;
  private final BufferedWriter commands;

  private ChildProcess(Contestant contestant, Path log, Process process) {
    this.contestant = contestant;
    this.log = log;
    this.process = process;
    this.answers =
        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    this.commands =
        new BufferedWriter(
            new OutputStreamWriter(process.getOutputStream(), StandardCharsets.UTF_8));
  }

  /**
   * @param command what comes before the class path: the launcher and its options
   */
  static ChildProcess start(Contestant contestant, List<String> command, Path logFolder)
      throws IOException {
    Files.createDirectories(logFolder);
    Path log = logFolder.resolve(contestant.label() + ".log");
    ProcessBuilder builder = new ProcessBuilder(command);
    builder
        .command()
        .addAll(
            List.of(
                "-cp",
                RivalClassPath.with(contestant.replacedJars()),
                ContestantProcess.class.getName(),
                contestant.name()));
    // Arrow C++ would start threads for a core each.
    builder.environment().put("OMP_NUM_THREADS", "1");
    builder.environment().put("ARROW_IO_THREADS", "1");
    builder.redirectError(ProcessBuilder.Redirect.to(log.toFile()));
    return new ChildProcess(contestant, log, builder.start());
  }

  Contestant contestant() {
    return contestant;
  }

  void load(Path input) throws IOException {
    ask("load " + input);
  }

  void prepare(CompressionCodec codec, Path folder) throws IOException {
    ask("prepare %s %s".formatted(codec, folder));
  }

  WriteResult write(CompressionCodec codec, Path file) throws IOException {
    return WriteResult.decoded(ask("write %s %s".formatted(codec, file)));
  }

  WriteResult retained(CompressionCodec codec, Path file, long rowGroupBytes) throws IOException {
    return WriteResult.decoded(ask("retained %s %s %d".formatted(codec, file, rowGroupBytes)));
  }

  private String ask(String command) throws IOException {
    commands.write(command);
    commands.newLine();
    commands.flush();
    for (String line = answers.readLine(); line != null; line = answers.readLine()) {
      if (line.startsWith(ContestantProcess.ANSWER)) {
        return line.substring(ContestantProcess.ANSWER.length());
      }
    }
    throw new IllegalStateException(
        "The process of %s ended on '%s'. The end of its log %s:%n%s"
            .formatted(contestant.label(), command, log, String.join("\n", lastLines())));
  }

  private List<String> lastLines() throws IOException {
    List<String> lines = Files.readAllLines(log);
    return lines.subList(Math.max(0, lines.size() - LAST_LINES), lines.size());
  }

  @Override
  public void close() throws IOException {
    try {
      commands.close();
      if (!process.waitFor(10, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
