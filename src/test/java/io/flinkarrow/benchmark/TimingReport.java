package io.flinkarrow.benchmark;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Where a timing's table goes: to standard output and to a file below target. */
public final class TimingReport {

  private static final Path FOLDER = Path.of("target/benchmark");

  private TimingReport() {}

  /** Prints Markdown and keeps it as {@code target/benchmark/<name>.md}. */
  public static void publish(String name, String markdown) throws IOException {
    Files.createDirectories(FOLDER);
    Files.writeString(FOLDER.resolve(name + ".md"), markdown);
    System.out.print(markdown);
  }
}
