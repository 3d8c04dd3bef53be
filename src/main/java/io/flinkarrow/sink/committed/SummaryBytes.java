package io.flinkarrow.sink.committed;

import io.flinkarrow.parquet.FileSummary;
import io.flinkarrow.parquet.FileSummary.Bound;
import io.flinkarrow.parquet.FileSummary.ColumnSummary;
import io.flinkarrow.parquet.FileSummary.FileChecksums;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;
import org.apache.flink.types.StringValue;

/**
 * The form of a {@link FileSummary} in a {@link CommittedFile}; an optional value is a boolean, and
 * the value if that is true.
 *
 * <pre>
 * long rows, int rowGroups, long bytes
 * optional (long crc32c, string sha256)
 * int columns, for each:
 *   string path, optional int fieldId, long values
 *   optional long nulls, nans
 *   optional bound min, max                        int length, byte * length, boolean exact, string
 *   optional long distinctValues, invalidGeometries
 *   int encodings, string * encodings
 *   long uncompressedBytes, compressedBytes
 * </pre>
 */
final class SummaryBytes {

  private SummaryBytes() {}

  static void write(FileSummary summary, DataOutputView out) throws IOException {
    out.writeLong(summary.rows());
    out.writeInt(summary.rowGroups());
    out.writeLong(summary.bytes());
    out.writeBoolean(summary.checksums().isPresent());
    if (summary.checksums().isPresent()) {
      FileChecksums checksums = summary.checksums().get();
      out.writeLong(checksums.crc32c());
      StringValue.writeString(checksums.sha256(), out);
    }
    out.writeInt(summary.columns().size());
    for (ColumnSummary column : summary.columns()) {
      write(column, out);
    }
  }

  private static void write(ColumnSummary column, DataOutputView out) throws IOException {
    StringValue.writeString(column.path(), out);
    out.writeBoolean(column.fieldId().isPresent());
    if (column.fieldId().isPresent()) {
      out.writeInt(column.fieldId().getAsInt());
    }
    out.writeLong(column.values());
    write(column.nulls(), out);
    write(column.nans(), out);
    write(column.min(), out);
    write(column.max(), out);
    write(column.distinctValues(), out);
    write(column.invalidGeometries(), out);
    out.writeInt(column.encodings().size());
    for (String encoding : column.encodings()) {
      StringValue.writeString(encoding, out);
    }
    out.writeLong(column.uncompressedBytes());
    out.writeLong(column.compressedBytes());
  }

  private static void write(OptionalLong value, DataOutputView out) throws IOException {
    out.writeBoolean(value.isPresent());
    if (value.isPresent()) {
      out.writeLong(value.getAsLong());
    }
  }

  private static void write(Optional<Bound> bound, DataOutputView out) throws IOException {
    out.writeBoolean(bound.isPresent());
    if (bound.isPresent()) {
      ByteBuffer view = bound.get().bytes();
      byte[] bytes = new byte[view.remaining()];
      view.get(bytes);
      out.writeInt(bytes.length);
      out.write(bytes);
      out.writeBoolean(bound.get().exact());
      StringValue.writeString(bound.get().text(), out);
    }
  }

  static FileSummary read(DataInputView in) throws IOException {
    long rows = in.readLong();
    int rowGroups = in.readInt();
    long bytes = in.readLong();
    Optional<FileChecksums> checksums =
        in.readBoolean()
            ? Optional.of(new FileChecksums(in.readLong(), StringValue.readString(in)))
            : Optional.empty();
    List<ColumnSummary> columns = new ArrayList<>();
    for (int left = count("columns", in); left > 0; left--) {
      columns.add(readColumn(in));
    }
    return new FileSummary(rows, rowGroups, bytes, columns, checksums);
  }

  private static ColumnSummary readColumn(DataInputView in) throws IOException {
    return new ColumnSummary(
        StringValue.readString(in),
        in.readBoolean() ? OptionalInt.of(in.readInt()) : OptionalInt.empty(),
        in.readLong(),
        readLong(in),
        readLong(in),
        readBound(in),
        readBound(in),
        readLong(in),
        readLong(in),
        readEncodings(in),
        in.readLong(),
        in.readLong());
  }

  private static OptionalLong readLong(DataInputView in) throws IOException {
    return in.readBoolean() ? OptionalLong.of(in.readLong()) : OptionalLong.empty();
  }

  private static Optional<Bound> readBound(DataInputView in) throws IOException {
    if (!in.readBoolean()) {
      return Optional.empty();
    }
    byte[] bytes = new byte[count("bytes of a bound", in)];
    in.readFully(bytes);
    return Optional.of(
        new Bound(ByteBuffer.wrap(bytes), in.readBoolean(), StringValue.readString(in)));
  }

  private static List<String> readEncodings(DataInputView in) throws IOException {
    List<String> encodings = new ArrayList<>();
    for (int left = count("encodings", in); left > 0; left--) {
      encodings.add(StringValue.readString(in));
    }
    return encodings;
  }

  private static int count(String what, DataInputView in) throws IOException {
    int count = in.readInt();
    if (count < 0) {
      throw new IOException("Broken committed file: it has %d %s".formatted(count, what));
    }
    return count;
  }
}
