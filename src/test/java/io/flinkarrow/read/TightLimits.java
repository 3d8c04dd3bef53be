package io.flinkarrow.read;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import org.apache.flink.table.runtime.typeutils.InternalTypeInfo;
import org.apache.flink.table.types.logical.RowType;

/** Limits that a hostile file of a few bytes must not get past. */
final class TightLimits {

  static final ReadLimits LIMITS =
      ReadLimits.builder()
          .maximumMetadataBytes(1 << 20)
          .maximumPageBytes(8 << 20)
          .maximumRowBytes(8 << 20)
          .build();

  /** Classes that are loaded, the file itself, what the limits allow, some of it twice. */
  private static final long MOST_ALLOCATED = 64L << 20;

  private TightLimits() {}

  /** Expects parts of a message beside the file's name, and little work. */
  static void assertRefused(Path file, RowType asked, String... message) throws IOException {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long before = threads.getCurrentThreadAllocatedBytes();
    ParquetRowFormat format =
        new ParquetRowFormat(asked, InternalTypeInfo.of(asked)).withLimits(LIMITS);
    Throwable failure = catchThrowable(() -> Splits.rows(Splits.whole(file), format));
    long allocated = threads.getCurrentThreadAllocatedBytes() - before;
    assertThat(failure)
        .isInstanceOf(IOException.class)
        .hasMessageContaining(file.getFileName().toString());
    for (String part : message) {
      assertThat(failure.getMessage()).containsIgnoringCase(part);
    }
    assertThat(allocated).isLessThan(MOST_ALLOCATED);
  }
}
