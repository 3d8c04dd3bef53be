package io.flinkarrow.parquet;

import io.flinkarrow.batch.body.DictionaryBatch;
import io.flinkarrow.batch.vectors.BodyMessage;
import io.flinkarrow.batch.vectors.VectorFields;
import io.flinkarrow.parquet.input.ParquetInput;
import io.flinkarrow.parquet.scan.FileScan;
import io.flinkarrow.parquet.scan.ScannedBatch;
import java.io.IOException;
import java.nio.file.Path;
import javax.annotation.Nullable;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.ipc.ArrowReader;
import org.apache.arrow.vector.ipc.message.ArrowDictionaryBatch;
import org.apache.arrow.vector.types.pojo.Schema;

/**
 * A Parquet file as Arrow's own reader: it can be written again ({@link
 * ArrowParquetWriter#writeAll}), sent over Flight, or exported over the C stream interface. Files
 * may be of any writer. A file that keeps its Arrow schema comes back with the types that it was
 * written from, others with those of {@code docs/reference/type-mapping.md}.
 *
 * <pre>{@code
 * try (ArrowParquetReader reader = ArrowParquetReader.open(Path.of("flights.parquet"), allocator)) {
 *   VectorSchemaRoot root = reader.getVectorSchemaRoot();
 *   while (reader.loadNextBatch()) {
 *     System.out.println(root.getRowCount());
 *   }
 * }
 * }</pre>
 *
 * <p>Owns the open file, and the vectors. The root stays the same object; {@link #loadNextBatch}
 * fills its vectors anew, and {@link #close} frees them. Dictionaries are those of the last batch.
 * Close the reader before the allocator. For one thread; a thread of its own fetches the next row
 * group.
 *
 * <p>Files are untrusted: what a file can make the reader hold is limited by the options. Batches
 * before a damaged place are right. After an exception the reader can only be closed.
 */
public final class ArrowParquetReader extends ArrowReader {

  private final FileScan scan;

  /** Null unless a call failed: columns may be at different rows then. */
  @Nullable private Throwable failure;

  private ArrowParquetReader(FileScan scan, BufferAllocator allocator) {
    super(allocator);
    this.scan = scan;
  }

  /**
   * Opens a file of Java's file systems, with default options.
   *
   * @throws IOException if it is no Parquet file, or is damaged
   * @throws UnsupportedOperationException if it cannot be read, for example because it is encrypted
   */
  public static ArrowParquetReader open(Path file, BufferAllocator allocator) throws IOException {
    return open(ParquetInput.open(file), ReaderOptions.defaults(), allocator);
  }

  /**
   * Opens a file that may be stored anywhere.
   *
   * @param input closed with the reader, or if it cannot be opened
   * @param allocator of the vectors; stays the caller's
   * @throws IOException if it is no Parquet file, is damaged, or asks for more than the options
   *     allow
   * @throws UnsupportedOperationException if it cannot be read with these options
   * @throws IllegalArgumentException if it does not have a column that the options name, or a
   *     filter does not fit its columns
   */
  public static ArrowParquetReader open(
      ParquetInput input, ReaderOptions options, BufferAllocator allocator) throws IOException {
    return new ArrowParquetReader(FileScan.open(input, options.scan()), allocator);
  }

  /**
   * Loads the next rows into the root's vectors, and the dictionaries that they need.
   *
   * @return whether there were any
   * @throws IOException if the file is damaged, or asks for more than the options allow; the
   *     message says where
   * @throws UnsupportedOperationException if a column cannot be read
   * @throws IllegalStateException if an earlier call failed
   */
  @Override
  public boolean loadNextBatch() throws IOException {
    if (failure != null) {
      throw new IllegalStateException(
          "The file cannot be read on, because an earlier call failed. Close the reader", failure);
    }
    try {
      return load();
    } catch (IOException | RuntimeException | Error e) {
      failure = e;
      throw e;
    }
  }

  private boolean load() throws IOException {
    prepareLoadNextBatch();
    ScannedBatch next = scan.next();
    if (next == null) {
      return false;
    }
    for (DictionaryBatch dictionary : next.batch().dictionaries()) {
      loadDictionary(
          new ArrowDictionaryBatch(
              dictionary.id(),
              BodyMessage.of(dictionary.size(), dictionary.body(), allocator),
              false));
    }
    loadRecordBatch(BodyMessage.of(next.batch().rowCount(), next.batch().body(), allocator));
    return true;
  }

  /** Of the file, so far. */
  @Override
  public long bytesRead() {
    return scan.bytesRead();
  }

  @Override
  protected void closeReadSource() throws IOException {
    scan.close();
  }

  @Override
  protected Schema readSchema() {
    return VectorFields.of(scan.schema().schema());
  }
}
