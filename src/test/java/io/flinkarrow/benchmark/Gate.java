package io.flinkarrow.benchmark;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.flink.api.connector.source.SourceSplit;
import org.apache.flink.api.connector.source.util.ratelimit.RateLimiter;

/**
 * Lets a source emit only as many elements as it was told to. One for the JVM, where a job's source
 * finds it. (Flink's own limiter opens at a checkpoint, but not if the source asks only
 * afterwards.)
 */
final class Gate<S extends SourceSplit> implements RateLimiter<S> {

  private static final Object LOCK = new Object();
  private static long allowed;
  private static long asked;
  private static CompletableFuture<Void> opened = new CompletableFuture<>();

  /** Closes the gate for the next job. */
  static void close() {
    synchronized (LOCK) {
      allowed = 0;
      asked = 0;
      opened = new CompletableFuture<>();
    }
  }

  /** Lets the elements before this number through. */
  static void open(long number) {
    CompletableFuture<Void> waiting;
    synchronized (LOCK) {
      allowed = number;
      waiting = opened;
      opened = new CompletableFuture<>();
    }
    waiting.complete(null);
  }

  @Override
  public CompletionStage<Void> acquire(int elements) {
    synchronized (LOCK) {
      asked += elements;
      return asked <= allowed ? CompletableFuture.completedFuture(null) : opened;
    }
  }
}
