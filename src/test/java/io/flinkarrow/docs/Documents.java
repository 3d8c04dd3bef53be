package io.flinkarrow.docs;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The project's files as documents: their text, tables and classes. Paths are relative to it. */
public final class Documents {

  private static final Set<String> NOT_OURS = Set.of("target", ".git", ".idea", ".vscode");
  private static final List<Path> SOURCES =
      List.of(
          Path.of("src/main/java"), Path.of("src/test/java"), Path.of("examples/src/main/java"));

  private Documents() {}

  /** All files of the project that a commit could hold. */
  static List<Path> files() {
    return files(Path.of(""));
  }

  static List<Path> markdown() {
    return files().stream().filter(file -> file.toString().endsWith(".md")).toList();
  }

  public static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What the pattern's first group, or the whole pattern, matches in a text. */
  public static List<String> matches(String text, String pattern) {
    return Pattern.compile(pattern, Pattern.MULTILINE | Pattern.DOTALL)
        .matcher(text)
        .results()
        .map((MatchResult match) -> match.groupCount() == 0 ? match.group() : match.group(1))
        .toList();
  }

  /** The cells of the first table below a heading, without the table's own head. */
  public static List<List<String>> table(Path file, String heading) {
    return lines(file, heading).skip(2).map(Documents::cells).collect(Collectors.toList());
  }

  /** The cells of the head of the first table below a heading. */
  public static List<String> head(Path file, String heading) {
    return lines(file, heading).map(Documents::cells).findFirst().orElseThrow();
  }

  private static Stream<String> lines(Path file, String heading) {
    List<String> lines = text(file).lines().toList();
    int at = lines.indexOf(heading);
    if (at < 0) {
      throw new IllegalArgumentException(file + " has no heading '" + heading + "'");
    }
    return lines.subList(at, lines.size()).stream()
        .dropWhile(line -> !line.startsWith("|"))
        .takeWhile(line -> line.startsWith("|"));
  }

  /** The class of a source file of that name, if there is one. */
  static Optional<Class<?>> ourClass(String simpleName) {
    for (Path sources : SOURCES) {
      for (Path file : files(sources)) {
        if (file.getFileName().toString().equals(simpleName + ".java")) {
          String name = sources.relativize(file).toString().replace(".java", "").replace('/', '.');
          return Optional.of(load(name));
        }
      }
    }
    return Optional.empty();
  }

  private static Class<?> load(String name) {
    try {
      return Class.forName(name, false, Documents.class.getClassLoader());
    } catch (ClassNotFoundException e) {
      throw new IllegalStateException(name + " has a source file but no class", e);
    }
  }

  private static List<Path> files(Path folder) {
    List<Path> files = new ArrayList<>();
    try (Stream<Path> entries = Files.list(folder)) {
      for (Path entry : entries.sorted().collect(Collectors.toList())) {
        if (!Files.isDirectory(entry)) {
          files.add(entry);
        } else if (!NOT_OURS.contains(entry.getFileName().toString())) {
          files.addAll(files(entry));
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return files;
  }

  private static List<String> cells(String line) {
    String inner = line.substring(1, line.lastIndexOf('|'));
    return Arrays.stream(inner.split("\\|", -1))
        .map(cell -> cell.strip().replace("`", ""))
        .toList();
  }
}
