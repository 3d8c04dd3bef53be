package io.flinkarrow.testing;

import io.flinkarrow.testing.ForkedJvm.Result;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/** Commands as somebody types them, with the Java and the Maven that run the tests. */
public final class Shell {

  private Shell() {}

  /** Runs one to its end in a directory, with nothing on standard input. */
  public static Result run(Path directory, String command)
      throws IOException, InterruptedException {
    Path output = Files.createTempFile("shell", ".log");
    try {
      ProcessBuilder builder =
          new ProcessBuilder("bash", "-c", command)
              .directory(directory.toFile())
              .redirectErrorStream(true)
              .redirectInput(Path.of("/dev/null").toFile())
              .redirectOutput(output.toFile());
      builder.environment().merge("PATH", javaAndMaven(), (path, ours) -> ours + path);
      Process process = builder.start();
      if (!process.waitFor(15, TimeUnit.MINUTES)) {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
        throw new IllegalStateException("No end within 15 minutes: " + command);
      }
      return new Result(process.exitValue(), Files.readString(output));
    } finally {
      Files.delete(output);
    }
  }

  private static String javaAndMaven() {
    String java = Path.of(System.getProperty("java.home"), "bin") + File.pathSeparator;
    String maven = System.getProperty("flinkarrow.mavenHome");
    return maven == null ? java : java + Path.of(maven, "bin") + File.pathSeparator;
  }
}
