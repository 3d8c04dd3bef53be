package io.flinkarrow.testing;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Libraries for Parquet files in JavaScript, in processes of Node.js. Needs {@code node} and {@code
 * npm}, which fetches them into {@code target}.
 */
public enum JavaScriptLibrary {
  PARQUET_WASM("parquet-wasm"),
  POLARS("polars"),
  HYPARQUET("hyparquet");

  private static final Path DIRECTORY = Path.of("target/javascript-readers").toAbsolutePath();
  private static final long LONGEST_MINUTES = 10;

  private final String argument;

  JavaScriptLibrary(String argument) {
    this.argument = argument;
  }

  /**
   * Reads files, and writes what each holds beside it: an Arrow stream, or rows as JSON.
   *
   * @return per file, in order: "read", or "refused: " and why
   */
  public List<String> read(List<Path> parquetFiles) throws IOException, InterruptedException {
    install();
    List<String> command = new ArrayList<>(List.of("node", "read.js", argument));
    for (Path file : parquetFiles) {
      command.add(file.toAbsolutePath().toString());
      command.add(output(file).toString());
    }
    return run(command).lines().filter(line -> line.matches("(read|refused: .*)")).toList();
  }

  /**
   * Writes the rows of an Arrow stream as Parquet files, one for each way that the library can be
   * told to use; hyparquet writes rows of its own.
   *
   * @param numbers columns that may have the encoding of integers
   * @param bytes columns that may have those of byte arrays
   */
  public List<Path> write(Path stream, Path directory, List<String> numbers, List<String> bytes)
      throws IOException, InterruptedException {
    install();
    String written =
        run(
            List.of(
                "node",
                "write.js",
                argument,
                stream.toAbsolutePath().toString(),
                directory.toAbsolutePath().toString(),
                String.join(",", numbers),
                String.join(",", bytes)));
    return written
        .lines()
        .filter(line -> line.endsWith(".parquet"))
        .map(directory::resolve)
        .toList();
  }

  /** Where the content of a file is written to. */
  public Path output(Path parquetFile) {
    return parquetFile.resolveSibling(parquetFile.getFileName() + "." + argument).toAbsolutePath();
  }

  private static void install() throws IOException, InterruptedException {
    OneJvmAtATime.run(JavaScriptLibrary::installIfOther);
  }

  private static Path installIfOther() throws IOException, InterruptedException {
    Files.createDirectories(DIRECTORY);
    byte[] installed = bytesOf(DIRECTORY.resolve("installed.json"));
    for (String name : List.of("package.json", "read.js", "write.js")) {
      OneJvmAtATime.copyResource("/io/flinkarrow/readers/" + name, DIRECTORY.resolve(name));
    }
    byte[] wanted = bytesOf(DIRECTORY.resolve("package.json"));
    if (!Arrays.equals(installed, wanted)) {
      run(List.of("npm", "install", "--no-audit", "--no-fund", "--no-package-lock"));
      Files.write(DIRECTORY.resolve("installed.json"), wanted);
    }
    return DIRECTORY;
  }

  private static byte[] bytesOf(Path file) throws IOException {
    return Files.exists(file) ? Files.readAllBytes(file) : new byte[0];
  }

  private static String run(List<String> command) throws IOException, InterruptedException {
    ForkedJvm.Result result =
        ForkedJvm.toEnd(new ProcessBuilder(command).directory(DIRECTORY.toFile()), LONGEST_MINUTES);
    if (result.exitCode() != 0) {
      throw new IllegalStateException(
          "%s ended with %d: %s"
              .formatted(command.subList(0, 2), result.exitCode(), result.output()));
    }
    return result.output();
  }
}
