package io.flinkarrow.benchmark.contestant;

import com.sun.management.OperatingSystemMXBean;
import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** What this process has used up so far: CPU of all its threads, Java heap, resident memory. */
final class ProcessMeter {

  private static final Path STATUS = Path.of("/proc/self/status");
  private static final Path CLEAR_REFERENCES = Path.of("/proc/self/clear_refs");
  private static final String RESET_PEAK = "5";
  private static final Path TASKS = Path.of("/proc/self/task");
  private static final Path THIS_TASK = Path.of("/proc/thread-self");
  private static final String TASK_TIME = "schedstat";

  private final OperatingSystemMXBean system =
      (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
  private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
  private final boolean taskTimes = Files.isReadable(THIS_TASK.resolve(TASK_TIME));

  /**
   * CPU time of all threads that are alive, native ones included. The JVM's own figure for the
   * process counts in steps of 10 ms, so it serves only where the system has no finer one.
   */
  long cpuNanos() throws IOException {
    return taskTimes
        ? threads.getCurrentThreadCpuTime() + cpuNanosOfOtherThreads()
        : system.getProcessCpuTime();
  }

  private static long cpuNanosOfOtherThreads() throws IOException {
    Path thisTask = THIS_TASK.toRealPath().getFileName();
    long nanos = 0;
    try (DirectoryStream<Path> tasks = Files.newDirectoryStream(TASKS)) {
      for (Path task : tasks) {
        if (!task.getFileName().equals(thisTask)) {
          nanos += cpuNanos(task.resolve(TASK_TIME));
        }
      }
    }
    return nanos;
  }

  private static long cpuNanos(Path taskTime) throws IOException {
    try {
      String times = Files.readString(taskTime);
      return Long.parseLong(times.substring(0, times.indexOf(' ')));
    } catch (NoSuchFileException e) {
      // The thread has ended since it was listed.
      return 0;
    }
  }

  /** Bytes that this thread has allocated on the Java heap. */
  long allocatedBytes() {
    return threads.getCurrentThreadAllocatedBytes();
  }

  /** Resident bytes now; -1 where the system does not tell. */
  long residentBytes() throws IOException {
    return statusBytes("VmRSS:");
  }

  /** The most resident bytes since the start or {@link #resetPeak}; -1 if unknown. */
  long peakResidentBytes() throws IOException {
    return statusBytes("VmHWM:");
  }

  /** Lets the peak start from now; without effect where the system does not know how. */
  void resetPeak() throws IOException {
    if (Files.isWritable(CLEAR_REFERENCES)) {
      Files.writeString(CLEAR_REFERENCES, RESET_PEAK);
    }
  }

  private static long statusBytes(String key) throws IOException {
    if (Files.notExists(STATUS)) {
      return -1;
    }
    for (String line : Files.readAllLines(STATUS)) {
      if (line.startsWith(key)) {
        return 1024 * Long.parseLong(line.replaceAll("[^0-9]", ""));
      }
    }
    return -1;
  }
}
