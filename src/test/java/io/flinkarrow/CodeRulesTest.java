package io.flinkarrow;

import static org.assertj.core.api.Assertions.assertThat;

import io.flinkarrow.layout.ColumnLayout;
import java.io.IOException;
import java.lang.reflect.Field;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Rules about the source that no compiler holds. */
class CodeRulesTest {

  private static final Path MAIN = Path.of("src/main/java");
  private static final int MOST_LINES = 300;
  private static final Pattern SWITCH = Pattern.compile("switch \\([^{]*\\) \\{");
  private static final Pattern CASE = Pattern.compile("case ([\\w, \n]+) ->");
  private static final Pattern INNERMOST_BLOCK = Pattern.compile("\\{[^{}]*\\}");
  private static final Pattern INSTANCEOF = Pattern.compile("instanceof (?:[\\w]+\\.)*(\\w+)");
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

  /** Without a default the compiler finds each place that must know a new constant. */
  @Test
  void noSwitchOverAnEnumOfOursHasADefault() throws IOException {
    Set<Set<String>> enums = new HashSet<>();
    for (Class<?> type : mainTypes()) {
      if (type.isEnum()) {
        enums.add(
            Arrays.stream(type.getFields())
                .filter(Field::isEnumConstant)
                .map(Field::getName)
                .collect(Collectors.toSet()));
      }
    }
    assertThat(enums).hasSizeGreaterThan(10);
    for (Path file : mainFiles()) {
      String source = Files.readString(file);
      Matcher start = SWITCH.matcher(source);
      while (start.find()) {
        String cases = withoutBlocks(block(source, start.end()));
        Set<String> labels =
            CASE.matcher(cases)
                .results()
                .flatMap(label -> Arrays.stream(label.group(1).split(",\\s*")))
                .collect(Collectors.toSet());
        if (cases.contains("default ->") && !labels.isEmpty()) {
          assertThat(enums)
              .as("%s, %s", file, start.group())
              .noneMatch(constants -> constants.containsAll(labels));
        }
      }
    }
  }

  /**
   * A visitor or an abstract method takes its place: then the compiler finds each place that must
   * know a new member. Of the many layouts of columns some places want a few, and refuse all
   * others.
   */
  @Test
  void noFileTellsMembersOfASealedTypeApartByInstanceof() throws IOException {
    List<Set<String>> members =
        mainTypes().stream()
            .filter(type -> type.isSealed() && type != ColumnLayout.class)
            .map(
                type ->
                    Arrays.stream(type.getPermittedSubclasses())
                        .map(Class::getSimpleName)
                        .collect(Collectors.toSet()))
            .toList();
    assertThat(members).hasSizeGreaterThan(10);
    for (Path file : mainFiles()) {
      Set<String> tested =
          INSTANCEOF
              .matcher(Files.readString(file))
              .results()
              .map(test -> test.group(1))
              .collect(Collectors.toSet());
      for (Set<String> ofOneType : members) {
        Set<String> toldApart = new HashSet<>(ofOneType);
        toldApart.retainAll(tested);
        assertThat(toldApart).as("%s", file).hasSizeLessThan(2);
      }
    }
  }

  /** The classes of the main code, and those nested in them. */
  private static List<Class<?>> mainTypes() throws IOException {
    List<Class<?>> types = new ArrayList<>();
    for (Path file : mainFiles()) {
      String path = MAIN.relativize(file).toString();
      if (!path.endsWith("package-info.java")) {
        addWithNested(types, path.replaceFirst("\\.java$", "").replace('/', '.'));
      }
    }
    return types;
  }

  private static void addWithNested(List<Class<?>> types, String name) {
    try {
      addWithNested(types, Class.forName(name, false, CodeRulesTest.class.getClassLoader()));
    } catch (ClassNotFoundException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void addWithNested(List<Class<?>> types, Class<?> type) {
    types.add(type);
    for (Class<?> nested : type.getDeclaredClasses()) {
      addWithNested(types, nested);
    }
  }

  private static String withoutBlocks(String source) {
    String outside = source;
    String before;
    do {
      before = outside;
      outside = INNERMOST_BLOCK.matcher(before).replaceAll("");
    } while (!outside.equals(before));
    return outside;
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
