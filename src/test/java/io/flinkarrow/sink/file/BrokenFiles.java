package io.flinkarrow.sink.file;

import io.flinkarrow.batch.RecordBatch;
import io.flinkarrow.parquet.ArrowParquetWriter;
import io.flinkarrow.parquet.FilePlan;
import io.flinkarrow.parquet.UnfinishedFile;
import io.flinkarrow.parquet.WriterOptions;
import io.flinkarrow.sink.registry.EndMetadata;
import io.flinkarrow.sink.registry.OpenWriters;
import io.flinkarrow.sink.registry.PartFilePlace;
import io.flinkarrow.sink.registry.SinkMetrics;
import io.flinkarrow.testing.NumberedBatches;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.apache.flink.core.fs.FSDataOutputStream;

/**
 * Files of {@link NumberedBatches}, of which some are broken on the way from the writer, in no
 * checksum's sight: one bit of a page is another. Counts them under a name for the whole JVM.
 *
 * @param most how many are broken, from the first on
 */
public record BrokenFiles(String name, int most, WriterOptions options)
    implements PartFileOpener<RecordBatch> {

  private static final int LONGEST_HEADER = 200;
  private static final Map<String, AtomicInteger> BROKEN = new ConcurrentHashMap<>();

  public static int brokenBy(String name) {
    return BROKEN.getOrDefault(name, new AtomicInteger()).get();
  }

  @Override
  public PartFileBulkWriter<RecordBatch, ?> open(
      FSDataOutputStream out, PartFilePlace place, OpenWriters openWriters) {
    return new Writer(this, out, place, openWriters);
  }

  @Override
  public Consumer<RecordBatch> openCheck() {
    return batch -> {};
  }

  private boolean takesOne() {
    AtomicInteger broken = BROKEN.computeIfAbsent(name, key -> new AtomicInteger());
    return broken.getAndUpdate(before -> Math.min(most, before + 1)) < most;
  }

  private static final class Writer extends PartFileBulkWriter<RecordBatch, ArrowParquetWriter> {
    private final BrokenFiles files;

    private Writer(
        BrokenFiles files, FSDataOutputStream out, PartFilePlace place, OpenWriters openWriters) {
      super(out, place, openWriters);
      this.files = files;
    }

    @Override
    public void check(RecordBatch element) {}

    @Override
    public boolean hasSchema() {
      return true;
    }

    @Override
    public ArrowParquetWriter open(FSDataOutputStream stream) {
      return ArrowParquetWriter.open(
          new FlippingStream(files, stream), NumberedBatches.SCHEMA, files.options);
    }

    @Override
    public FilePlan plan() {
      return FilePlan.of(NumberedBatches.SCHEMA, files.options);
    }

    @Override
    public ArrowParquetWriter resume(FSDataOutputStream stream, UnfinishedFile left) {
      throw new UnsupportedOperationException();
    }

    @Override
    public boolean write(ArrowParquetWriter file, RecordBatch element, SinkMetrics metrics)
        throws IOException {
      file.write(RecordBatchBuffers.of(element));
      return true;
    }

    @Override
    public void add(EndMetadata metadata, ArrowParquetWriter file, String bucketId) {}
  }

  /** Changes one bit of the first page, if the file is one to be broken. */
  private static final class FlippingStream extends OutputStream {
    private final BrokenFiles files;
    private final OutputStream out;
    private boolean decided;

    private FlippingStream(BrokenFiles files, OutputStream out) {
      this.files = files;
      this.out = out;
    }

    @Override
    public void write(int b) throws IOException {
      out.write(b);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      byte[] copy = Arrays.copyOfRange(bytes, offset, offset + length);
      if (!decided && length > LONGEST_HEADER) {
        decided = true;
        copy[length / 2] ^= (byte) (files.takesOne() ? 1 : 0);
      }
      out.write(copy, 0, length);
    }
  }
}
