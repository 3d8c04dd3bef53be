package io.flinkarrow.parquet.options;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Names a leaf column of the Parquet schema.
 *
 * <p>A dotted path is all that most columns need: {@code tags.list.element}. It names each column
 * whose names, joined by dots, are the path: {@code a.b} is the column {@code b} of the struct
 * {@code a}, and also a column at the top that is called "a.b". Writers refuse it if a schema has
 * both. {@link #of(String...)} names exactly one column, and so does a path with names in
 * backquotes: {@code `a.b`} and {@code `a`.`b`}.
 *
 * @param text the path; a backquote in a name in backquotes is written twice
 */
public record ColumnPath(String text) implements Serializable {

  private static final char QUOTE = '`';
  private static final char DOT = '.';

  /**
   * Checks the path.
   *
   * @throws IllegalArgumentException if it is empty, or if backquotes in it do not end or have an
   *     empty name
   */
  public ColumnPath {
    if (Objects.requireNonNull(text, "path").isEmpty()) {
      throw new IllegalArgumentException("A column's path must not be empty");
    }
    if (isQuoted(text)) {
      names(text);
    }
  }

  /**
   * The column with these names from the top down, whatever characters they have: {@code
   * ColumnPath.of("address", "street")}.
   */
  public static ColumnPath of(String... names) {
    return new ColumnPath(
        Stream.of(Objects.requireNonNull(names, "names"))
            .map(name -> QUOTE + name.replace("`", "``") + QUOTE)
            .collect(Collectors.joining(".")));
  }

  /** The same, without backquotes if no name needs them. */
  public static ColumnPath shortest(List<String> names) {
    return names.stream()
            .anyMatch(name -> name.isEmpty() || name.indexOf(DOT) >= 0 || isQuoted(name))
        ? of(names.toArray(String[]::new))
        : new ColumnPath(String.join(Character.toString(DOT), names));
  }

  /** Whether the path names the leaf column with these names. */
  public boolean matches(List<String> column) {
    return isQuoted(text)
        ? names(text).equals(column)
        : text.equals(String.join(Character.toString(DOT), column));
  }

  /** The names joined by dots, without backquotes: columns of different names may have the same. */
  public String dotted() {
    return isQuoted(text) ? String.join(Character.toString(DOT), names(text)) : text;
  }

  private static boolean isQuoted(String path) {
    return path.indexOf(QUOTE) >= 0;
  }

  private static List<String> names(String path) {
    List<String> names = new ArrayList<>();
    StringBuilder name = new StringBuilder();
    boolean quoted = false;
    for (int i = 0; i <= path.length(); i++) {
      boolean end = i == path.length();
      char character = end ? DOT : path.charAt(i);
      if (character == QUOTE && quoted && path.startsWith("``", i)) {
        name.append(QUOTE);
        i++;
      } else if (character == QUOTE) {
        quoted = !quoted;
      } else if (character == DOT && (!quoted || end)) {
        names.add(name.toString());
        name.setLength(0);
      } else {
        name.append(character);
      }
    }
    if (quoted || names.contains("")) {
      throw new IllegalArgumentException(
          "The column's path %s has backquotes that do not end or hold an empty name. Write %s"
              .formatted(path, "`name`, and a backquote in a name twice"));
    }
    return names;
  }

  /** The path as it was given. */
  @Override
  public String toString() {
    return text;
  }
}
