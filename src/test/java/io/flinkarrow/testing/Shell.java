package io.flinkarrow.testing;

import io.flinkarrow.testing.ForkedJvm.Result;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;

/** Commands as somebody types them, with the Java and the Maven that run the tests. */
public final class Shell {

  private Shell() {}

  /** Runs one to its end in a directory, with nothing on standard input. */
  public static Result run(Path directory, String command)
      throws IOException, InterruptedException {
    ProcessBuilder builder =
        new ProcessBuilder("bash", "-c", command)
            .directory(directory.toFile())
            .redirectInput(Path.of("/dev/null").toFile());
    builder.environment().merge("PATH", javaAndMaven(), (path, ours) -> ours + path);
    return ForkedJvm.toEnd(builder, 15);
  }

  private static String javaAndMaven() {
    String java = Path.of(System.getProperty("java.home"), "bin") + File.pathSeparator;
    String maven = System.getProperty("flinkarrow.mavenHome");
    return maven == null ? java : java + Path.of(maven, "bin") + File.pathSeparator;
  }
}
