package io.flinkarrow.parquet;

import io.flinkarrow.parquet.unfinished.PlanFingerprint;
import io.flinkarrow.parquet.unfinished.UnfinishedBytes;
import java.io.DataOutput;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.util.Objects;
import org.apache.arrow.vector.types.pojo.Schema;

/**
 * A Parquet file that is not finished, as its writer left it at a moment: enough to finish it, or
 * to write it on. {@link ParquetWriter#snapshot()} makes one. Immutable.
 *
 * <p>It has what would complete the file: the row group at hand as pages, indexes, footer. So any
 * version of the library, with any schema, can {@link #finish} the file by writing that. Beside it,
 * it has what a writer must know to go on; see {@link Continuation}.
 *
 * <pre>{@code
 * UnfinishedFile file = writer.snapshot();
 * byte[] kept = file.toBytes();
 * // Later, and elsewhere, on a stream that stands at writtenBytes() of the file:
 * UnfinishedFile file = UnfinishedFile.of(kept);
 * ArrowParquetWriter writer = ArrowParquetWriter.resume(out, schema, options, file);
 * }</pre>
 */
public final class UnfinishedFile {

  /** What may be done with the file besides finishing it. */
  public enum Continuation {
    /** It goes on as if nothing had happened: it becomes the same file, byte for byte. */
    EXACT,

    /**
     * Its columns are the same, but other options hold: the row group at hand ends as it is,
     * without minima and maxima of its last pages, and the next ones have these options.
     */
    NEW_ROW_GROUP,

    /** It can only be finished. */
    NONE
  }

  private final UnfinishedBytes bytes;

  UnfinishedFile(UnfinishedBytes bytes) {
    this.bytes = bytes;
  }

  /**
   * Reads what {@link #toBytes()} gave.
   *
   * @param bytes are the file's from now on; nobody changes them
   * @throws IOException if they are damaged, or of a version that this one does not know
   */
  public static UnfinishedFile of(byte[] bytes) throws IOException {
    return new UnfinishedFile(UnfinishedBytes.read(Objects.requireNonNull(bytes, "bytes")));
  }

  /** All of it, to be kept: a copy. About as long as what would complete the file. */
  public byte[] toBytes() {
    ByteBuffer copy = ByteBuffer.allocate(length());
    bytes.writeTo(copy::put);
    return copy.array();
  }

  /** Writes what {@link #toBytes()} gives, piece by piece, without a copy. */
  public void writeTo(DataOutput out) throws IOException {
    bytes.writeTo(out::write);
  }

  /** How many bytes {@link #toBytes()} gives. */
  public int length() {
    return bytes.length();
  }

  /** The bytes of the file that the stream had. A stream that it is written on must stand there. */
  public long writtenBytes() {
    return bytes.writtenBytes();
  }

  /** The rows that the file has once it is finished. */
  public long rows() {
    return bytes.rows();
  }

  /** The bytes of the row group at hand, which {@link #toBytes()} has; 0 if it has no rows. */
  public int carriedBytes() {
    return bytes.carriedBytes();
  }

  /**
   * Completes the file.
   *
   * @param out stands at {@link #writtenBytes()} of the file; flushed, but not closed
   * @throws IOException if the stream fails
   */
  public void finish(OutputStream out) throws IOException {
    bytes.tail().writeTo(out::write);
    out.flush();
  }

  /**
   * How a writer may go on with the file.
   *
   * @throws IOException if the bytes are damaged
   */
  public Continuation continuationWith(Schema schema, WriterOptions options) throws IOException {
    return continuationWith(FilePlan.of(schema, options));
  }

  /**
   * How writers of a plan may go on with the file.
   *
   * @throws IOException if the bytes are damaged
   */
  public Continuation continuationWith(FilePlan plan) throws IOException {
    if (!bytes.isVersionKnown() || Continuity.obstacle(plan).isPresent()) {
      return Continuation.NONE;
    }
    PlanFingerprint now = plan.fingerprint();
    PlanFingerprint then = bytes.fingerprint();
    if (!then.schema().equals(now.schema())) {
      return Continuation.NONE;
    }
    return then.options().equals(now.options()) ? Continuation.EXACT : Continuation.NEW_ROW_GROUP;
  }

  UnfinishedBytes bytes() {
    return bytes;
  }
}
