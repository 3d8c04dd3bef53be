package io.flinkarrow.ipc;

import static org.assertj.core.api.Assertions.assertThat;

import io.flinkarrow.batch.LoadedBatch;
import io.flinkarrow.batch.RecordBatch;
import io.flinkarrow.parquet.WriterOptions;
import io.flinkarrow.sink.ArrowParquetWriterFactory;
import io.flinkarrow.testing.InMemoryStream;
import io.flinkarrow.testing.ParquetJavaReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.arrow.memory.RootAllocator;
import org.apache.flink.api.common.serialization.BulkWriter;

/**
 * What must hold of any bytes whatever: they are refused by the one exception there is for that, or
 * become batches that Arrow for Java loads and that are written to a file of as many rows; and none
 * of it costs more than it may.
 */
final class PayloadOracle {

  /** Small, so that what is read can be written and read again at once. */
  static final DecodeLimits LIMITS =
      DecodeLimits.builder().maximumDecodedBytes(1 << 17).maximumRows(2_000).build();

  /** Heap that decoding may take, garbage included: a schema is many small objects. */
  private static final long MOST_BYTES = 16L << 20;

  private PayloadOracle() {}

  /** Decodes a payload in one of the ways there are. */
  interface Decoding {
    List<RecordBatch> decode() throws MalformedPayloadException;
  }

  /** Whether the payload was read. */
  static boolean holds(Decoding decoding) throws IOException {
    List<RecordBatch> batches = new ArrayList<>();
    boolean[] read = new boolean[1];
    requireFrugal(
        MOST_BYTES,
        () -> {
          batches.clear();
          try {
            batches.addAll(decoding.decode());
            read[0] = true;
          } catch (MalformedPayloadException e) {
            // What is caught in the end was not checked before it was used.
            assertThat(e.isDecoderFailure()).as(e.getMessage()).isFalse();
          }
        });
    for (RecordBatch batch : batches) {
      assertThat(ArrowIpc.readStream(ArrowIpc.writeStream(batch), DecodeLimits.defaults()))
          .containsExactly(batch);
      loads(batch);
    }
    writes(batches);
    return read[0];
  }

  /** Once more if it was too much: the first time classes are loaded, too. */
  static void requireFrugal(long mostBytes, Runnable work) {
    long before = Allocated.bytes();
    work.run();
    if (Allocated.bytes() - before >= mostBytes) {
      before = Allocated.bytes();
      work.run();
      assertThat(Allocated.bytes() - before).isLessThan(mostBytes);
    }
  }

  private static void loads(RecordBatch batch) {
    try (RootAllocator allocator = new RootAllocator()) {
      try (LoadedBatch loaded = batch.load(allocator)) {
        assertThat(loaded.root().getRowCount()).isEqualTo(batch.rowCount());
      }
      assertThat(allocator.getAllocatedMemory()).isZero();
    }
  }

  /** All in one file; types and values that Parquet has not are refused, with the column's name. */
  private static void writes(List<RecordBatch> batches) throws IOException {
    InMemoryStream stream = new InMemoryStream();
    List<RecordBatch> written = new ArrayList<>();
    try {
      BulkWriter<RecordBatch> writer =
          ArrowParquetWriterFactory.forBatches(WriterOptions.defaults()).create(stream);
      for (RecordBatch batch : batches) {
        if (batch.rowCount() > 0) {
          writer.addElement(batch);
          written.add(batch);
        }
      }
      writer.finish();
    } catch (UnsupportedOperationException e) {
      assertThat(e).hasMessageContaining("cannot be written to Parquet");
      return;
    } catch (IllegalArgumentException e) {
      assertThat(e).hasMessageStartingWith("Column ");
      return;
    }
    if (!written.isEmpty()) {
      Path file = Files.createTempFile("fuzzed", ".parquet");
      try {
        Files.write(file, stream.toByteArray());
        assertThat(ParquetJavaReader.read(file))
            .hasSize(written.stream().mapToInt(RecordBatch::rowCount).sum());
      } finally {
        Files.delete(file);
      }
    }
  }
}
