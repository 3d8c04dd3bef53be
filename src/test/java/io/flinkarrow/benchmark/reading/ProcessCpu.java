package io.flinkarrow.benchmark.reading;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;

/** The CPU time of all threads that this process has or had. */
final class ProcessCpu {

  private static final OperatingSystemMXBean SYSTEM =
      (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();

  private ProcessCpu() {}

  static double millis() {
    return SYSTEM.getProcessCpuTime() / 1e6;
  }
}
