package io.flinkarrow.docs;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The README's first job, as a user pastes it: files of a project, and commands to type there. */
final class FirstJob {

  /** By which the program is told from the other blocks of code. */
  static final String MAIN = "public class FirstJob {";

  private static final Path README = Path.of("README.md");

  private FirstJob() {}

  static void paste(Path project) throws IOException {
    Path sources = Files.createDirectories(project.resolve("src/main/java"));
    Files.writeString(project.resolve("pom.xml"), block("xml", "<project "));
    Files.writeString(sources.resolve("FirstJob.java"), block("java", MAIN));
  }

  /** The only command that begins so. */
  static String command(String tool) {
    List<String> commands = Documents.matches(block("", "exec:exec"), "^(" + tool + " .*?)$");
    if (commands.size() != 1) {
      throw new IllegalStateException("Not one command of " + tool + ": " + commands);
    }
    return commands.get(0);
  }

  private static String block(String language, String containing) {
    List<String> blocks =
        Documents.matches(Documents.text(README), "^```" + language + "\n(.*?)^```$").stream()
            .filter(block -> block.contains(containing))
            .toList();
    if (blocks.size() != 1) {
      throw new IllegalStateException(
          "%d blocks of README.md contain '%s'".formatted(blocks.size(), containing));
    }
    return blocks.get(0);
  }
}
