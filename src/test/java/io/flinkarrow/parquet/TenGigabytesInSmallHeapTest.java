package io.flinkarrow.parquet;

import static org.assertj.core.api.Assertions.assertThat;

import io.flinkarrow.parquet.options.CompressionCodec;
import io.flinkarrow.testing.ForkedJvm;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.junit.jupiter.api.Test;

/**
 * One writer takes far more than its heap: 10 GB with {@code -Xmx256m} and row groups of 64 MB in
 * the extended profile, a small copy of that otherwise.
 */
class TenGigabytesInSmallHeapTest {

  private static final boolean EXTENDED = Boolean.getBoolean("flinkarrow.extended");
  private static final List<String> ADD_OPENS =
      List.of("--add-opens=java.base/java.nio=ALL-UNNAMED");
  private static final int BATCH_ROWS = 10_000;
  private static final int TEXT_LENGTH = 400;

  @Test
  void oneWriterTakesFarMoreThanItsHeap() throws Exception {
    long bytes = EXTENDED ? 10_000_000_000L : 400_000_000L;
    int rowGroupMegabytes = EXTENDED ? 64 : 12;
    // The directories of all jars on the tests' class path, some 10 MB, lie on the heap too.
    String heap = EXTENDED ? "-Xmx256m" : "-Xmx60m";
    ForkedJvm.Result result =
        ForkedJvm.run(
            List.of(heap, "-XX:+ExitOnOutOfMemoryError", ADD_OPENS.get(0)),
            Child.class,
            Long.toString(bytes),
            Integer.toString(rowGroupMegabytes));
    System.out.println(result.output());
    assertThat(result.exitCode()).as(result.output()).isZero();
    assertThat(result.output()).contains("written:", "peak resident memory:");
  }

  /** Writes batches of incompressible texts to nowhere until enough bytes went there. */
  static final class Child {

    private static final class CountingOutput extends OutputStream {
      private long bytes;

      @Override
      public void write(int b) {
        bytes++;
      }

      @Override
      public void write(byte[] source, int offset, int length) {
        bytes += length;
      }
    }

    private Child() {}

    public static void main(String[] arguments) throws IOException {
      long bytes = Long.parseLong(arguments[0]);
      WriterOptions options =
          WriterOptions.builder()
              .codec(CompressionCodec.UNCOMPRESSED)
              .rowGroupBytes(Long.parseLong(arguments[1]) * 1_000_000)
              .build();
      CountingOutput out = new CountingOutput();
      try (BufferAllocator allocator = new RootAllocator();
          VectorSchemaRoot batch = FlatRows.batch(allocator, 0, BATCH_ROWS, TEXT_LENGTH);
          ArrowParquetWriter writer = ArrowParquetWriter.open(out, FlatRows.SCHEMA, options)) {
        long batches = 0;
        while (out.bytes < bytes) {
          // Other texts each time, or dictionaries would swallow them.
          batch.getVector("text").getDataBuffer().setLong((batches * 8) % 1_000_000, batches);
          writer.write(batch);
          batches++;
        }
        FileSummary summary = writer.finish();
        if (summary.rows() != batches * BATCH_ROWS || summary.bytes() != out.bytes) {
          throw new IllegalStateException("Wrong summary " + summary);
        }
        System.out.printf(
            "written: %d bytes, %d rows, %d row groups%n",
            summary.bytes(), summary.rows(), summary.rowGroups());
      }
      String peak =
          Files.readAllLines(Path.of("/proc/self/status")).stream()
              .filter(line -> line.startsWith("VmHWM"))
              .findFirst()
              .orElse("unknown");
      System.out.println("peak resident memory: " + peak);
    }
  }
}
