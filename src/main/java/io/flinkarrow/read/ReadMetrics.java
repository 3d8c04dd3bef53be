package io.flinkarrow.read;

import io.flinkarrow.parquet.scan.FileScan;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.Gauge;
import org.apache.flink.metrics.MetricGroup;
import org.apache.flink.metrics.ThreadSafeSimpleCounter;
import org.apache.flink.metrics.groups.SourceReaderMetricGroup;

/**
 * What the readers of a subtask did, counted from its start. The counters exist without a metric
 * group, so that readers never ask whether there is one; {@link #register} makes them visible.
 */
final class ReadMetrics {

  /** The group below the source reader's own that holds our metrics. */
  static final String GROUP = "arrowParquet";

  private final Counter rows = new ThreadSafeSimpleCounter();
  private final Counter batches = new ThreadSafeSimpleCounter();
  private final Counter bytes = new ThreadSafeSimpleCounter();
  private final Counter requests = new ThreadSafeSimpleCounter();
  private final Counter rowGroups = new ThreadSafeSimpleCounter();
  private final Counter rowGroupsSkipped = new ThreadSafeSimpleCounter();
  private final Counter pagesSkipped = new ThreadSafeSimpleCounter();
  private final Counter rowsSkipped = new ThreadSafeSimpleCounter();
  private final Counter rowsFiltered = new ThreadSafeSimpleCounter();
  private final Counter readNanos = new ThreadSafeSimpleCounter();

  /** Flink's own count of bytes that came into the task; ours counts on into it. */
  private volatile Counter bytesIn = new ThreadSafeSimpleCounter();

  /** Shows everything below {@value #GROUP}, and bytes as {@code numBytesIn} too. */
  void register(SourceReaderMetricGroup source) {
    bytesIn = source.getIOMetricGroup().getNumBytesInCounter();
    MetricGroup group = source.addGroup(GROUP);
    group.counter("rows", rows);
    group.counter("batches", batches);
    group.counter("bytes", bytes);
    group.counter("requests", requests);
    group.counter("rowGroups", rowGroups);
    group.counter("rowGroupsSkipped", rowGroupsSkipped);
    group.counter("pagesSkipped", pagesSkipped);
    group.counter("rowsSkipped", rowsSkipped);
    group.counter("rowsFiltered", rowsFiltered);
    Gauge<Long> readTime = () -> TimeUnit.NANOSECONDS.toMillis(readNanos.getCount());
    group.gauge("readTimeMs", readTime);
  }

  void countBatch(int rowCount) {
    batches.inc();
    rows.inc(rowCount);
  }

  void countTime(long nanos) {
    readNanos.inc(nanos);
  }

  /** Counts what a scan does from its start on. */
  Meter meter(FileScan scan) {
    return new Meter(
        new Total(bytes, scan::bytesRead),
        new Total(bytesIn, scan::bytesRead),
        new Total(requests, scan::requests),
        new Total(rowGroups, scan::rowGroupsRead),
        new Total(rowGroupsSkipped, () -> scan.counts().rowGroupsSkipped()),
        new Total(pagesSkipped, () -> scan.counts().pagesSkipped()),
        new Total(rowsSkipped, () -> scan.counts().rowsSkipped()),
        new Total(rowsFiltered, () -> scan.counts().rowsFiltered()));
  }

  /** Counters that follow the totals of a scan, as far as it is when they are told to. */
  static final class Meter {

    private final Total[] totals;

    private Meter(Total... totals) {
      this.totals = totals;
    }

    void update() {
      for (Total total : totals) {
        total.update();
      }
    }
  }

  private static final class Total {

    private final Counter counter;
    private final LongSupplier total;
    private long counted;

    Total(Counter counter, LongSupplier total) {
      this.counter = counter;
      this.total = total;
    }

    void update() {
      long now = total.getAsLong();
      counter.inc(now - counted);
      counted = now;
    }
  }
}
