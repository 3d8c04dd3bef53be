package io.flinkarrow.partition;

import java.util.List;
import javax.annotation.Nullable;

/**
 * What decides about a row's directory: a value per level, null for a null. Keys of one partitioner
 * have an order, by which a hash table finds its way even if all hashes were made equal.
 *
 * @param values per level a Long, a String or a BigDecimal, of one class and scale in all keys
 */
record PartitionKey(List<Object> values) implements Comparable<PartitionKey> {

  @Override
  public int compareTo(PartitionKey other) {
    for (int level = 0; level < values.size(); level++) {
      int order = compare(values.get(level), other.values.get(level));
      if (order != 0) {
        return order;
      }
    }
    return 0;
  }

  @SuppressWarnings("unchecked")
  private static int compare(@Nullable Object left, @Nullable Object right) {
    if (left == null || right == null) {
      return Boolean.compare(left != null, right != null);
    }
    return ((Comparable<Object>) left).compareTo(right);
  }
}
