package io.flinkarrow.table;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.MemorySize;
import org.apache.flink.configuration.ReadableConfig;
import org.apache.flink.table.api.ValidationException;

/**
 * A format's options of one table, as the user wrote them. Messages name the table and the option
 * with its prefix.
 *
 * @param prefix what the options' keys begin with in the table
 * @param values without the prefix
 */
record FormatOptions(String tableName, String prefix, ReadableConfig values) {

  private static final int MAXIMUM_SUGGESTIONS = 3;

  /** Before it, Flink names the class. */
  private static final String VALUES_OF_ENUM = "Expected one of: ";

  private static final Pattern WHOLE_NUMBER = Pattern.compile("[-+]?\\d+");

  interface Setter<T> {
    void set(T value);
  }

  /**
   * Hands an option's value on, if the table has it.
   *
   * @throws ValidationException if it can't be read, or the setter refuses it
   */
  <T> void set(ConfigOption<T> option, Setter<T> setter) {
    try {
      values.getOptional(option).ifPresent(setter::set);
    } catch (IllegalArgumentException e) {
      throw TableFailure.of(
          "%s, option %s: %s".formatted(tableName, shown(option), reason(option, e)), e);
    }
  }

  /**
   * An option's value, if the table has it.
   *
   * @throws ValidationException if it can't be read
   */
  <T> Optional<T> value(ConfigOption<T> option) {
    List<T> found = new ArrayList<>(1);
    set(option, found::add);
    return found.stream().findFirst();
  }

  /**
   * @throws IllegalArgumentException if they are more than an array holds
   */
  static int bytesOfOneArray(MemorySize size) {
    if (size.getBytes() > Integer.MAX_VALUE) {
      throw new IllegalArgumentException("less than 2 gb is possible");
    }
    return (int) size.getBytes();
  }

  /** That the format has no option of this name. */
  ValidationException unknown(String name, Collection<String> known) {
    return new ValidationException(
        "Table %s has the option '%s', which the format does not know. Nearest to it are: %s"
            .formatted(
                tableName,
                prefix + name,
                NearestNames.of(name, known, MAXIMUM_SUGGESTIONS).stream()
                    .map(prefix::concat)
                    .collect(Collectors.joining(", "))));
  }

  /** The names of all options that the table has, in order. */
  List<String> names() {
    return values.toMap().keySet().stream().sorted().toList();
  }

  /** Entries of a map each have a key of their own, and the map none. */
  private String shown(ConfigOption<?> option) {
    String key = "'" + prefix + option.key() + "'";
    String value = values.toMap().get(option.key());
    return value == null ? key : key + " = '" + value + "'";
  }

  /** Flink says what could not be read, and only in the cause why. */
  private String reason(ConfigOption<?> option, IllegalArgumentException failure) {
    String why =
        String.valueOf((failure.getCause() == null ? failure : failure.getCause()).getMessage());
    int values = why.indexOf(VALUES_OF_ENUM);
    if (values >= 0) {
      return "expected one of "
          + why.substring(values + VALUES_OF_ENUM.length()).replaceAll("[\\[\\]]", "");
    } else if (why.startsWith("For input string")) {
      String value = String.valueOf(values().toMap().get(option.key()));
      return WHOLE_NUMBER.matcher(value).matches()
          ? "the number is out of range"
          : "expected a whole number";
    }
    return why;
  }
}
