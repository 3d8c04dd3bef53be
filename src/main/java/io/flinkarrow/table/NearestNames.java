package io.flinkarrow.table;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.function.ToIntFunction;

/** Which known names an unknown one was probably meant to be. */
final class NearestNames {

  private NearestNames() {}

  /** The {@code most} names with the fewest changes from an unknown one, nearest first. */
  static List<String> of(String unknown, Collection<String> known, int most) {
    ToIntFunction<String> distance = name -> distance(unknown, name);
    return known.stream()
        .sorted(Comparator.comparingInt(distance).thenComparing(Comparator.naturalOrder()))
        .limit(most)
        .toList();
  }

  /**
   * How many characters must be inserted, removed or replaced to turn one string into the other.
   */
  static int distance(String from, String to) {
    int[] distances = new int[to.length() + 1];
    for (int column = 0; column < distances.length; column++) {
      distances[column] = column;
    }
    for (int row = 1; row <= from.length(); row++) {
      int diagonal = distances[0];
      distances[0] = row;
      for (int column = 1; column < distances.length; column++) {
        int replaced = diagonal + (from.charAt(row - 1) == to.charAt(column - 1) ? 0 : 1);
        diagonal = distances[column];
        distances[column] =
            Math.min(replaced, Math.min(distances[column], distances[column - 1]) + 1);
      }
    }
    return distances[to.length()];
  }
}
