package io.flinkarrow.parquet.options;

import java.io.Serializable;
import java.util.Locale;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A column that rows are sorted by: {@code SortingColumn.descending("time").nulls(false)}.
 *
 * @param path of a leaf column outside lists and maps
 * @param nullsFirst whether nulls come before all values, whatever the direction
 */
public record SortingColumn(ColumnPath path, boolean descending, boolean nullsFirst)
    implements Serializable {

  private static final Pattern TEXT =
      Pattern.compile(
          "(.*?)(?:\\s+(ASC|DESC))?(?:\\s+NULLS\\s+(FIRST|LAST))?",
          Pattern.CASE_INSENSITIVE | Pattern.DOTALL);

  public SortingColumn {
    Objects.requireNonNull(path, "path");
  }

  /** From the least value to the greatest, nulls first. */
  public static SortingColumn ascending(String path) {
    return new SortingColumn(new ColumnPath(path), false, true);
  }

  /** From the greatest value to the least, nulls last. */
  public static SortingColumn descending(String path) {
    return new SortingColumn(new ColumnPath(path), true, false);
  }

  /** The same with nulls before all values, or behind them. */
  public SortingColumn nulls(boolean first) {
    return new SortingColumn(path, descending, first);
  }

  /**
   * As in SQL: {@code time}, {@code time DESC} or {@code time ASC NULLS LAST}.
   *
   * @throws IllegalArgumentException if the path is none
   */
  public static SortingColumn parse(String text) {
    Matcher matcher = TEXT.matcher(Objects.requireNonNull(text, "text").strip());
    matcher.matches();
    boolean descending = is(matcher.group(2), "DESC");
    SortingColumn column =
        new SortingColumn(new ColumnPath(matcher.group(1)), descending, !descending);
    return matcher.group(3) == null ? column : column.nulls(is(matcher.group(3), "FIRST"));
  }

  private static boolean is(String word, String expected) {
    return word != null && word.toUpperCase(Locale.ROOT).equals(expected);
  }
}
