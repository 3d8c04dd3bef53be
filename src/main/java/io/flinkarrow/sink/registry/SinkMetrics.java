package io.flinkarrow.sink.registry;

import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.Gauge;
import org.apache.flink.metrics.Histogram;
import org.apache.flink.metrics.MetricGroup;
import org.apache.flink.metrics.ThreadSafeSimpleCounter;
import org.apache.flink.metrics.groups.SinkWriterMetricGroup;
import org.apache.flink.runtime.metrics.DescriptiveStatisticsHistogram;

/**
 * What a sink's writers did, counted from the start of the subtask. The counters exist without a
 * metric group, so that writers never ask whether there is one; {@link #register} makes them
 * visible.
 */
public final class SinkMetrics {

  /** The group below the sink writer's own that holds our metrics. */
  public static final String GROUP = "arrowParquet";

  /** Histograms tell of so many files, the last ones. */
  private static final int FILES = 500;

  private final Counter rows = new ThreadSafeSimpleCounter();
  private final Counter batches = new ThreadSafeSimpleCounter();
  private final Counter bytes = new ThreadSafeSimpleCounter();
  private final Counter rowGroups = new ThreadSafeSimpleCounter();
  private final Counter rowGroupsEndedByBudget = new ThreadSafeSimpleCounter();
  private final Counter rowGroupsEndedByCheckpoint = new ThreadSafeSimpleCounter();
  private final Counter filesResumed = new ThreadSafeSimpleCounter();
  private final Counter filesFoundVisible = new ThreadSafeSimpleCounter();
  private final Map<FileEnd, Counter> filesEnded = new EnumMap<>(FileEnd.class);
  private final Histogram fileBytes = new DescriptiveStatisticsHistogram(FILES);
  private final Histogram fileRows = new DescriptiveStatisticsHistogram(FILES);
  private final Counter encodeNanos = new ThreadSafeSimpleCounter();
  private final Counter finishNanos = new ThreadSafeSimpleCounter();
  private final Counter checkpointNanos = new ThreadSafeSimpleCounter();

  /** Written by the task's thread. */
  private volatile long lastCheckpointNanos;

  private volatile long stateBytes;

  /** Of files that are closed now. Said by those who decide it, before Flink closes them. */
  private FileEnd end = FileEnd.CHECKPOINT;

  /** Flink's own count of bytes that left the task; ours counts on into it. */
  private volatile Counter bytesSend = new ThreadSafeSimpleCounter();

  /** Flink's own count of elements that could not be written. */
  private volatile Counter refused = new ThreadSafeSimpleCounter();

  SinkMetrics() {
    for (FileEnd reason : FileEnd.values()) {
      filesEnded.put(reason, new ThreadSafeSimpleCounter());
    }
  }

  /**
   * Shows everything below {@value #GROUP}, bytes as {@code numBytesSend} too, and refused elements
   * as {@code numRecordsOutErrors}.
   */
  public void register(SinkWriterMetricGroup sink, Supplier<OpenWriters.Totals> open) {
    bytesSend = sink.getNumBytesSendCounter();
    refused = sink.getNumRecordsOutErrorsCounter();
    MetricGroup group = sink.addGroup(GROUP);
    group.counter("rows", rows);
    group.counter("batches", batches);
    group.counter("bytes", bytes);
    group.counter("rowGroups", rowGroups);
    group.counter("rowGroupsEndedByBudget", rowGroupsEndedByBudget);
    group.counter("rowGroupsEndedByCheckpoint", rowGroupsEndedByCheckpoint);
    group.counter("filesResumed", filesResumed);
    group.counter("filesFoundVisible", filesFoundVisible);
    group.counter("filesEndedByBytes", filesEnded.get(FileEnd.BYTES));
    group.counter("filesEndedByRows", filesEnded.get(FileEnd.ROWS));
    group.counter("filesEndedByAge", filesEnded.get(FileEnd.AGE));
    group.counter("filesEndedByInactivity", filesEnded.get(FileEnd.INACTIVITY));
    group.counter("filesEndedByCheckpoint", filesEnded.get(FileEnd.CHECKPOINT));
    group.counter("filesEndedByEndOfInput", filesEnded.get(FileEnd.END_OF_INPUT));
    group.counter("filesEndedByBudget", filesEnded.get(FileEnd.BUDGET));
    group.histogram("fileBytes", fileBytes);
    group.histogram("fileRows", fileRows);
    gauge(group, "encodeTimeMs", () -> millis(encodeNanos));
    gauge(group, "finishTimeMs", () -> millis(finishNanos));
    gauge(group, "checkpointTimeMs", () -> millis(checkpointNanos));
    gauge(group, "lastCheckpointTimeMs", () -> TimeUnit.NANOSECONDS.toMillis(lastCheckpointNanos));
    gauge(group, "stateBytes", () -> stateBytes);
    gauge(group, "openWriters", () -> (long) open.get().writers());
    gauge(group, "bufferedBytes", () -> open.get().bufferedBytes());
    gauge(group, "retainedBytes", () -> open.get().retainedBytes());
  }

  /** An element has no bucket, or no place in its file. */
  public void countRefused() {
    refused.inc();
  }

  public void countBatch() {
    batches.inc();
  }

  public void countEncodeTime(long nanos) {
    encodeNanos.inc(nanos);
  }

  public void countWritten(long rowsWritten, long bytesWritten, int rowGroupsWritten) {
    rows.inc(rowsWritten);
    bytes.inc(bytesWritten);
    bytesSend.inc(bytesWritten);
    rowGroups.inc(rowGroupsWritten);
  }

  public void countFinish(long nanos) {
    finishNanos.inc(nanos);
  }

  /** How long a barrier waited for open files to be closed, or the end of the input did. */
  public void countCheckpoint(long nanos) {
    checkpointNanos.inc(nanos);
    lastCheckpointNanos = nanos;
  }

  /** How much longer it took because files stay open, which are left in the checkpoint's state. */
  public void countLeaving(long nanos) {
    checkpointNanos.inc(nanos);
    lastCheckpointNanos += nanos;
  }

  /** The time in all calls that finished a file. */
  public long finishNanos() {
    return finishNanos.getCount();
  }

  public void countRowGroupEndedByBudget() {
    rowGroupsEndedByBudget.inc();
  }

  /** A checkpoint ended a row group that was too large to be carried. */
  public void countRowGroupEndedByCheckpoint() {
    rowGroupsEndedByCheckpoint.inc();
  }

  /** A checkpoint has so many bytes of files that stay open. */
  void noteStateBytes(long bytes) {
    stateBytes = bytes;
  }

  /** A file goes on where a checkpoint left it. */
  public void countFileResumed() {
    filesResumed.inc();
  }

  /** A file that the restored checkpoint left open had become visible since then. */
  public void countFileFoundVisible() {
    filesFoundVisible.inc();
  }

  /** Files that are closed from now on are closed for this reason, until there is another. */
  public void filesEndBy(FileEnd reason) {
    end = reason;
  }

  /** A file with rows was closed by Flink. */
  public void countFile(long rowsWritten, long bytesWritten) {
    count(end, rowsWritten, bytesWritten);
  }

  /** Whether it was the first. */
  public boolean countFileEndedByBudget(long rowsWritten, long bytesWritten) {
    count(FileEnd.BUDGET, rowsWritten, bytesWritten);
    return filesEnded.get(FileEnd.BUDGET).getCount() == 1;
  }

  private void count(FileEnd reason, long rowsWritten, long bytesWritten) {
    filesEnded.get(reason).inc();
    fileRows.update(rowsWritten);
    fileBytes.update(bytesWritten);
  }

  private static void gauge(MetricGroup group, String name, Gauge<Long> gauge) {
    group.gauge(name, gauge);
  }

  private static long millis(Counter nanos) {
    return TimeUnit.NANOSECONDS.toMillis(nanos.getCount());
  }
}
