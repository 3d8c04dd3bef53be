package io.flinkarrow.partition;

import java.io.Serializable;
import javax.annotation.Nullable;

/**
 * One level of directories.
 *
 * @param name what stands before the equals sign
 * @param column whose values decide
 * @param pattern of a time, or null if the values stand in the path themselves
 */
record PartitionField(String name, String column, @Nullable String pattern)
    implements Serializable {

  /** Whether the path says all that the column does. */
  boolean isColumn() {
    return pattern == null;
  }
}
