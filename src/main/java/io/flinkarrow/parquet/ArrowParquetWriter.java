package io.flinkarrow.parquet;

import io.flinkarrow.parquet.refusal.RefusedRowsException;
import io.flinkarrow.parquet.schema.MessageFormat;
import io.flinkarrow.parquet.schema.SchemaCheck;
import io.flinkarrow.parquet.schema.SchemaMetadata;
import io.flinkarrow.parquet.shred.BatchShredder;
import io.flinkarrow.parquet.shred.nodes.BatchBuffers;
import io.flinkarrow.parquet.shred.values.SharedDictionaries;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Objects;
import javax.annotation.Nullable;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.dictionary.DictionaryProvider;
import org.apache.arrow.vector.ipc.ArrowReader;
import org.apache.arrow.vector.types.pojo.Schema;

/**
 * Writes one Parquet file from Arrow record batches: open with a schema, write batch after batch,
 * finish. Vectors become pages column by column; the whole table is never held.
 *
 * <p>The writer holds heap memory only, and nothing of a batch after {@link #write} has returned:
 * the caller may then change or release its vectors. Row groups leave for the stream when a limit
 * of the {@link WriterOptions} is reached, so at most about one row group is held. Batches shape
 * neither pages nor row groups: ten thousand small ones give the file that one large one gives.
 *
 * <p>A batch that has no place in the file is refused before the first of its values is taken: all
 * of it is checked, then all of it is written. {@code write} then throws {@link
 * RefusedRowsException}, the writer is as it was before, and other batches may follow.
 */
public final class ArrowParquetWriter implements ParquetWriter {

  private final BatchSchemaCheck schemas;
  private final DictionaryProvider dictionaries;
  private final FilePlan filePlan;
  private final LeafRowsWriter file;

  private final WriterDictionaries batchDictionaries;

  private ArrowParquetWriter(
      LeafRowsWriter file,
      FilePlan filePlan,
      @Nullable DictionaryProvider dictionaries,
      @Nullable SharedDictionaries shared) {
    this.filePlan = filePlan;
    this.schemas = new BatchSchemaCheck(filePlan.schema());
    this.dictionaries = dictionaries;
    this.file = file;
    this.batchDictionaries = WriterDictionaries.of(filePlan, shared);
  }

  /**
   * Opens a writer for batches without dictionaries, or whose dictionaries come with each batch.
   *
   * @param out receives the file; not closed by the writer. Small writes are buffered.
   * @param schema in Arrow's message format: a dictionary-encoded field has its value type
   * @throws UnsupportedOperationException if a field's type has no place in the file; the message
   *     names its path and what to do
   * @throws IllegalArgumentException if the options name a column that the schema lacks or set the
   *     key-value metadata {@value SchemaMetadata#ARROW_SCHEMA_KEY}, which is the writer's own, or
   *     if the schema's field metadata is malformed
   */
  public static ArrowParquetWriter open(OutputStream out, Schema schema, WriterOptions options) {
    FilePlan plan =
        FilePlan.of(
            Objects.requireNonNull(schema, "schema"), Objects.requireNonNull(options, "options"));
    return new ArrowParquetWriter(new LeafRowsWriter(out, plan), plan, null, null);
  }

  /**
   * Opens a writer for one of many files, which have their plan in common, and the dictionaries of
   * their batches, so that each is held once. They are not counted in {@link #retainedBytes()}, and
   * closing leaves them.
   *
   * @see #open(OutputStream, Schema, WriterOptions)
   */
  public static ArrowParquetWriter open(
      OutputStream out, FilePlan plan, SharedDictionaries shared) {
    Objects.requireNonNull(plan, "plan");
    Objects.requireNonNull(shared, "shared");
    return new ArrowParquetWriter(new LeafRowsWriter(out, plan), plan, null, shared);
  }

  /**
   * Goes on with a file that another writer left: {@code ArrowParquetWriter.resume(out, schema,
   * options, UnfinishedFile.of(in.readAllBytes()))}.
   *
   * @param out stands at {@link UnfinishedFile#writtenBytes()} of the file; not closed by the
   *     writer
   * @param options others than the file was begun with hold from the next row group on
   * @throws IllegalArgumentException if the file can only be finished, as {@link
   *     UnfinishedFile#continuationWith} says
   * @throws IOException if the bytes of the unfinished file are damaged, or the stream fails
   * @see #open(OutputStream, Schema, WriterOptions)
   */
  public static ArrowParquetWriter resume(
      OutputStream out, Schema schema, WriterOptions options, UnfinishedFile unfinished)
      throws IOException {
    FilePlan plan = FilePlan.of(schema, options);
    return new ArrowParquetWriter(LeafRowsWriter.resume(out, plan, unfinished), plan, null, null);
  }

  /** The same for one of many files, which have their plan and dictionaries in common. */
  public static ArrowParquetWriter resume(
      OutputStream out, FilePlan plan, SharedDictionaries shared, UnfinishedFile unfinished)
      throws IOException {
    Objects.requireNonNull(shared, "shared");
    return new ArrowParquetWriter(LeafRowsWriter.resume(out, plan, unfinished), plan, null, shared);
  }

  /**
   * Opens a writer for batches whose dictionaries are {@code dictionaries}, unless a batch brings
   * its own.
   *
   * @param schema as vectors in memory have it: a dictionary-encoded field has its index type
   * @throws IllegalArgumentException if {@code dictionaries} lacks one of the schema's, or for the
   *     other method's reasons
   * @see #open(OutputStream, Schema, WriterOptions)
   */
  public static ArrowParquetWriter open(
      OutputStream out, Schema schema, DictionaryProvider dictionaries, WriterOptions options) {
    FilePlan plan =
        FilePlan.of(
            MessageFormat.of(
                SchemaCheck.checked(Objects.requireNonNull(schema, "schema")),
                Objects.requireNonNull(dictionaries, "dictionaries")),
            Objects.requireNonNull(options, "options"));
    return new ArrowParquetWriter(new LeafRowsWriter(out, plan), plan, dictionaries, null);
  }

  /**
   * Writes a batch: any number of rows, any slicing. Its schema must be the writer's in names,
   * types and dictionary encodings; nullability and metadata, which Arrow loses when it slices, may
   * differ.
   *
   * @throws RefusedRowsException if the batch's schema is not the writer's, a dictionary is
   *     missing, its buffers do not fit one another, a value has no place in its column, such as a
   *     null in a required one, or a row is larger than {@link
   *     WriterOptions.Builder#maximumRowBytes(long)}; the writer is then as it was, and nothing of
   *     the batch was taken
   * @throws IOException if the stream fails
   */
  public void write(VectorSchemaRoot root) throws IOException {
    write(root, dictionaries);
  }

  /**
   * Writes a batch with the dictionaries it refers to, which may differ from those of other
   * batches.
   */
  public void write(VectorSchemaRoot root, DictionaryProvider dictionaries) throws IOException {
    file.checkWritable();
    write(schemas.checked(root, dictionaries));
  }

  /**
   * Writes all batches that a reader still has, with its dictionaries, which may grow or change
   * from batch to batch: an IPC stream or file, Flight's, or, through {@code
   * org.apache.arrow.c.Data.importArrayStream}, what native code sends over the C stream interface.
   * The reader stays open, its caller's to close.
   *
   * <pre>{@code
   * try (ArrowReader reader = new ArrowStreamReader(in, allocator);
   *     ArrowParquetWriter writer =
   *         ArrowParquetWriter.open(
   *             out, reader.getVectorSchemaRoot().getSchema(), reader, options)) {
   *   writer.writeAll(reader);
   *   writer.finish();
   * }
   * }</pre>
   *
   * <p>An exception of the reader comes as it is. Batches before it are written, none in part, and
   * the writer can be used on: {@link #rowsWritten()} says how many rows it has.
   *
   * @return how many rows were written
   * @throws RefusedRowsException if the reader's schema is not the writer's, before a batch is
   *     loaded, or for the reasons of {@link #write(VectorSchemaRoot)}: the refused batch is left
   *     out, those before it are written, and a further call goes on behind it
   * @throws IOException if the reader or the stream fails; after the latter the writer is failed
   */
  public long writeAll(ArrowReader reader) throws IOException {
    file.checkWritable();
    VectorSchemaRoot root = reader.getVectorSchemaRoot();
    schemas.check(root.getSchema(), reader);
    long before = rowsWritten();
    while (reader.loadNextBatch()) {
      write(root, reader);
    }
    return rowsWritten() - before;
  }

  /**
   * Writes a batch given as a view over its buffers. Its schema is the caller's to compare; its
   * structure and values are checked.
   */
  public void write(BatchBuffers batch) throws IOException {
    file.checkWritable();
    BatchShredder shredder = filePlan.shredder(batchDictionaries.dictionaries());
    file.check(() -> shredder.bind(batch));
    try {
      file.write(shredder.leaves(), batch.rowCount());
      shredder.take();
    } finally {
      shredder.release();
      filePlan.giveBack(shredder);
      releaseIfFailed();
    }
  }

  @Override
  public long bufferedBytes() {
    return file.bufferedBytes();
  }

  /** Counts its plan and dictionaries that came in, too, unless other writers share them. */
  @Override
  public long retainedBytes() {
    return file.retainedBytes() + batchDictionaries.ownBytes();
  }

  @Override
  public long flushableBytes() {
    return file.flushableBytes();
  }

  @Override
  public long footerEntryBytes() {
    return file.footerEntryBytes();
  }

  @Override
  public long rowsWritten() {
    return file.rowsWritten();
  }

  @Override
  public int rowGroupsWritten() {
    return file.rowGroupsWritten();
  }

  @Override
  public void flushRowGroup() throws IOException {
    try {
      file.flushRowGroup();
    } finally {
      releaseIfFailed();
    }
  }

  @Override
  public UnfinishedFile snapshot() throws IOException {
    return file.snapshot();
  }

  /**
   * Adds an entry to the file's key-value metadata, in place of one of the same key: {@code
   * writer.addKeyValueMetadata("last.offset", "4711")} after the last batch, before {@code finish}.
   *
   * @throws IllegalArgumentException if the key is empty or {@value
   *     SchemaMetadata#ARROW_SCHEMA_KEY}
   * @throws IllegalStateException if the writer is failed, finished or closed
   */
  public void addKeyValueMetadata(String key, String value) {
    file.addKeyValueMetadata(key, value);
  }

  /** What the row groups written so far hold, without the footer's bytes and checksums. */
  public FileSummary summarySoFar() {
    return file.summarySoFar();
  }

  @Override
  public FileSummary finish() throws IOException {
    batchDictionaries.release();
    return file.finish();
  }

  @Override
  public void close() {
    batchDictionaries.release();
    file.close();
  }

  private void releaseIfFailed() {
    if (file.hasFailed()) {
      batchDictionaries.release();
    }
  }
}
