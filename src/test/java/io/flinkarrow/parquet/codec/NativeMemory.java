package io.flinkarrow.parquet.codec;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * What this process has in memory, and what of it the heap may have.
 *
 * @param resident bytes of the whole process
 * @param heap bytes that are the heap's, whether they were touched yet or not
 */
record NativeMemory(long resident, long heap) {

  private static final Path PAGES = Path.of("/proc/self/statm");
  private static final int PAGE_BYTES = 4096;

  /** Skips the test where the system does not tell. */
  static NativeMemory now() throws IOException {
    assumeTrue(Files.exists(PAGES), "needs Linux's /proc");
    return new NativeMemory(
        PAGE_BYTES * Long.parseLong(Files.readString(PAGES).split(" ")[1]),
        ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getCommitted());
  }

  /** How many bytes native code has taken meanwhile, at least, however the heap grew or shrank. */
  long growth() throws IOException {
    NativeMemory now = now();
    return now.resident - resident - Math.max(0, now.heap - heap);
  }
}
