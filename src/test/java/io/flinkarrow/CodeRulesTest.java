package io.flinkarrow;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Rules about the source that no compiler holds. */
class CodeRulesTest {

  private static final Path MAIN = Path.of("src/main/java");
  private static final int MOST_LINES = 300;
  private static final Pattern SWITCH_OVER_TYPES =
      Pattern.compile("switch \\((\\w+\\.getTypeRoot\\(\\)|root)\\) \\{");

  @Test
  void noFileOfTheMainCodeIsLongerThan300Lines() throws IOException {
    for (Path file : mainFiles()) {
      assertThat(Files.readAllLines(file)).as("%s", file).hasSizeLessThanOrEqualTo(MOST_LINES);
    }
  }

  @Test
  void everyPackageSaysFromWhereToWhere() throws IOException {
    Set<Path> packages = new TreeSet<>();
    mainFiles().forEach(file -> packages.add(file.getParent()));
    assertThat(packages).isNotEmpty();
    for (Path directory : packages) {
      assertThat(directory.resolve("package-info.java"))
          .as("%s", directory)
          .content()
          .contains("From", "To");
    }
  }

  /** A name tells which class is meant, without its package. */
  @Test
  void noTwoClassesHaveOneName() throws IOException {
    List<String> names =
        mainFiles().stream()
            .map(file -> file.getFileName().toString())
            .filter(name -> !name.equals("package-info.java"))
            .toList();
    assertThat(names).isNotEmpty().doesNotHaveDuplicates();
  }

  @Test
  void nothingIsLeftToDo() throws IOException {
    for (Path file : mainFiles()) {
      assertThat(Files.readString(file)).as("%s", file).doesNotContain("TODO", "FIXME", "XXX");
    }
  }

  /** One file holds for all: docs/decisions/0028. */
  @Test
  void noFileRepeatsTheLicence() throws IOException {
    for (Path directory :
        List.of(MAIN, Path.of("src/test/java"), Path.of("examples/src/main/java"))) {
      for (Path file : javaFiles(directory)) {
        String head = Files.readString(file).split("(?m)^package ", 2)[0];
        assertThat(head).as("%s", file).doesNotContainIgnoringCase("licen").doesNotContain("SPDX");
      }
    }
  }

  /** Other releases of Flink have other types; without a default Java ends a job with an Error. */
  @Test
  void everySwitchOverTypesOfFlinkHasADefault() throws IOException {
    int switches = 0;
    for (Path file : mainFiles()) {
      Matcher start = SWITCH_OVER_TYPES.matcher(Files.readString(file));
      while (start.find()) {
        switches++;
        assertThat(block(Files.readString(file), start.end()))
            .as("%s, %s", file, start.group())
            .contains("default ->");
      }
    }
    assertThat(switches).isGreaterThan(10);
  }

  /** Up to the brace that closes the one before {@code from}. */
  private static String block(String source, int from) {
    int depth = 1;
    int to = from;
    for (; depth > 0; to++) {
      depth += source.charAt(to) == '{' ? 1 : source.charAt(to) == '}' ? -1 : 0;
    }
    return source.substring(from, to);
  }

  private static List<Path> mainFiles() throws IOException {
    return javaFiles(MAIN);
  }

  private static List<Path> javaFiles(Path directory) throws IOException {
    try (Stream<Path> files = Files.walk(directory)) {
      return files.filter(file -> file.toString().endsWith(".java")).toList();
    }
  }
}
