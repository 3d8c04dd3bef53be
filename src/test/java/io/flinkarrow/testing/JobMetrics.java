package io.flinkarrow.testing;

import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.Gauge;
import org.apache.flink.metrics.Histogram;
import org.apache.flink.metrics.Metric;
import org.apache.flink.metrics.groups.OperatorMetricGroup;
import org.apache.flink.runtime.testutils.InMemoryReporter;

/** The numbers of an operator, as a metric reporter gets them. */
public final class JobMetrics {

  private JobMetrics() {}

  /**
   * The operator's own and those of some of its groups, not those of the task that is named after
   * it.
   *
   * @param groups a pattern of their names
   */
  public static Map<String, Long> of(
      InMemoryReporter reporter, JobClient job, String operator, String groups) {
    Map<String, Long> values = new TreeMap<>();
    reporter
        .findMetrics(
            job.getJobID(),
            ".*\\." + Pattern.quote(operator) + "\\.\\d+\\.(?:" + groups + ")\\.\\w+")
        .forEach((name, metric) -> put(values, name.substring(name.lastIndexOf('.') + 1), metric));
    for (OperatorMetricGroup group : reporter.findOperatorMetricGroups(job.getJobID(), operator)) {
      reporter.getMetricsByGroup(group).forEach((name, metric) -> put(values, name, metric));
    }
    return values;
  }

  private static void put(Map<String, Long> values, String name, Metric metric) {
    if (metric instanceof Counter counter) {
      values.put(name, counter.getCount());
    } else if (metric instanceof Gauge<?> gauge && gauge.getValue() instanceof Long value) {
      values.put(name, value);
    } else if (metric instanceof Histogram histogram) {
      values.put(name + ".count", histogram.getCount());
      values.put(name + ".min", histogram.getStatistics().getMin());
      values.put(name + ".max", histogram.getStatistics().getMax());
    }
  }
}
