package io.flinkarrow.sink.registry;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Work on files at a barrier, by several threads: the task's own, and helpers that live for the
 * call. Each file is worked on by one thread, and nothing in it depends on which one. What fails is
 * kept by the file and thrown when Flink asks for it.
 */
public final class BarrierWork {

  /** Sealing pages takes a processor each; more of them would only need more scratch memory. */
  private static final int MOST_THREADS = 4;

  private final List<Runnable> files;
  private final AtomicInteger next = new AtomicInteger();
  private final AtomicBoolean stopped = new AtomicBoolean();

  private BarrierWork(List<Runnable> files) {
    this.files = files;
  }

  /** As many as there are processors, within reason. */
  static int usualThreads() {
    return Math.min(MOST_THREADS, Runtime.getRuntime().availableProcessors());
  }

  /** Works on all files by as many threads as is usual. */
  public static void run(List<Runnable> files) throws InterruptedException {
    run(files, usualThreads());
  }

  /**
   * Works on all files. No helper is left when this returns or throws.
   *
   * @param files what is to be done to each; throws nothing
   * @param threads at most so many, the calling one included
   * @throws InterruptedException if the calling thread was interrupted: helpers were interrupted
   *     too, and some files are not done
   */
  static void run(List<Runnable> files, int threads) throws InterruptedException {
    int helperCount = Math.min(threads, files.size()) - 1;
    BarrierWork work = new BarrierWork(files);
    List<Thread> helpers = new ArrayList<>();
    try {
      for (int i = 0; i < helperCount; i++) {
        Thread helper =
            new Thread(work::work, Thread.currentThread().getName() + ", working on files " + i);
        helper.setDaemon(true);
        helpers.add(helper);
        helper.start();
      }
      work.work();
    } finally {
      work.join(helpers);
    }
  }

  private void work() {
    for (int i = next.getAndIncrement(); i < files.size(); i = next.getAndIncrement()) {
      if (stopped.get()) {
        return;
      }
      files.get(i).run();
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
