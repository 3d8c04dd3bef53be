package io.flinkarrow.partition;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/** The names and values that stand in the path of a partition's directory. */
public final class PartitionValues {

  private PartitionValues() {}

  /**
   * The value of each {@code name=value} by its name, in the order of the path. Other levels have
   * none; of a name that comes twice the last value counts.
   *
   * @param directory relative to the table's
   */
  public static Map<String, String> of(String directory) {
    Map<String, String> values = new LinkedHashMap<>();
    for (String level : directory.split("/")) {
      int equals = level.indexOf('=');
      if (equals > 0) {
        values.put(
            PathEscaping.unescape(level.substring(0, equals)),
            PathEscaping.unescape(level.substring(equals + 1)));
      }
    }
    return Collections.unmodifiableMap(values);
  }
}
