package io.flinkarrow.sink.registry;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Finishes files at a barrier by several threads: the task's own, and helpers that live for the
 * call. Each file is finished by one thread, and nothing in it depends on which one. What fails is
 * kept by the file's writer and thrown when Flink finishes it.
 */
final class FinishAhead {

  /** Sealing pages takes a processor each; more of them would only need more scratch memory. */
  private static final int MOST_THREADS = 4;

  private final List<OpenWriter> writers;
  private final AtomicInteger next = new AtomicInteger();
  private final AtomicBoolean stopped = new AtomicBoolean();

  private FinishAhead(List<OpenWriter> writers) {
    this.writers = writers;
  }

  /** As many as there are processors, within reason. */
  static int usualThreads() {
    return Math.min(MOST_THREADS, Runtime.getRuntime().availableProcessors());
  }

  /**
   * Finishes files. No helper is left when this returns or throws.
   *
   * @param threads at most so many, the calling one included
   * @throws InterruptedException if the calling thread was interrupted: helpers were interrupted
   *     too, and some files are not finished
   */
  static void finish(List<OpenWriter> writers, int threads) throws InterruptedException {
    int helperCount = Math.min(threads, writers.size()) - 1;
    if (helperCount < 1) {
      return;
    }
    FinishAhead work = new FinishAhead(writers);
    List<Thread> helpers = new ArrayList<>(helperCount);
    try {
      for (int i = 0; i < helperCount; i++) {
        Thread helper =
            new Thread(
                work::finishFiles, Thread.currentThread().getName() + ", finishing files " + i);
        helper.setDaemon(true);
        helpers.add(helper);
        helper.start();
      }
      work.finishFiles();
    } finally {
      work.join(helpers);
    }
  }

  private void finishFiles() {
    for (int i = next.getAndIncrement(); i < writers.size(); i = next.getAndIncrement()) {
      if (stopped.get()) {
        return;
      }
      writers.get(i).finishAhead();
    }
  }

  /** Waits for every helper, even if interrupted: a file must not have two threads. */
  private void join(List<Thread> helpers) throws InterruptedException {
    InterruptedException interruption = null;
    for (Thread helper : helpers) {
      boolean ended = false;
      while (!ended) {
        try {
          helper.join();
          ended = true;
        } catch (InterruptedException e) {
          interruption = e;
          stopped.set(true);
          helpers.forEach(Thread::interrupt);
        }
      }
    }
    if (interruption != null) {
      throw interruption;
    }
  }
}
