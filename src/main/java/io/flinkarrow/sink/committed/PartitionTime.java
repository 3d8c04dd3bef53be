package io.flinkarrow.sink.committed;

import java.io.Serializable;
import java.time.Instant;
import java.util.Map;
import javax.annotation.Nullable;

/**
 * Which time the rows of a partition belong to, by the values in its directory. It is sent with the
 * job to the task that marks partitions, and must always give the same answer.
 *
 * <pre>{@code
 * partition -> LocalDate.parse(partition.get("dt")).atStartOfDay(ZoneOffset.UTC).toInstant()
 * }</pre>
 */
@FunctionalInterface
public interface PartitionTime extends Serializable {

  /**
   * The time from which on the partition has rows.
   *
   * @param partition the values that stand in the directory, by name and in its order, as {@link
   *     CommittedFile#partition()} has them
   * @return null for a partition without a time, which gets no marker
   * @throws Exception fails the task, and after the restart again
   */
  @Nullable
  Instant of(Map<String, String> partition) throws Exception;
}
