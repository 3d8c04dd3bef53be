package io.flinkarrow.parquet;

import io.flinkarrow.parquet.UnfinishedFile.Continuation;
import io.flinkarrow.parquet.file.OpenRowGroup;
import io.flinkarrow.parquet.file.ParquetFileAssembler;
import io.flinkarrow.parquet.file.WrittenRowGroups;
import io.flinkarrow.parquet.sort.SortCheck;
import io.flinkarrow.parquet.unfinished.GatheredBytes;
import io.flinkarrow.parquet.unfinished.PlanFingerprint;
import io.flinkarrow.parquet.unfinished.UnfinishedBytes;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Map;
import java.util.Optional;
import javax.annotation.Nullable;

/**
 * The state of a {@link LeafRowsWriter} in an {@link UnfinishedFile}: what the bytes that complete
 * the file do not tell. To be read in the order in which it was written, once.
 */
final class WriterState {

  private final UnfinishedFile file;
  private final boolean endsRowGroup;
  private final DataInputStream in;
  private final WrittenRowGroups written;
  private final AddedMetadata addedMetadata = new AddedMetadata();

  private WriterState(UnfinishedFile file, boolean endsRowGroup, int columns) throws IOException {
    this.file = file;
    this.endsRowGroup = endsRowGroup;
    this.in = file.bytes().stateInput();
    PlanFingerprint.readFrom(in);
    addedMetadata.readFrom(in);
    long[] nulls = readNulls(columns);
    long[] ofOpenRowGroup = readNulls(columns);
    for (int i = 0; endsRowGroup && i < columns; i++) {
      nulls[i] += ofOpenRowGroup[i];
    }
    this.written =
        WrittenRowGroups.read(
            file.bytes().tailInput(),
            file.writtenBytes() + (endsRowGroup ? file.carriedBytes() : 0),
            !endsRowGroup && file.carriedBytes() > 0,
            nulls);
  }

  /** What a writer consists of. */
  record Parts(
      FilePlan plan,
      ParquetFileAssembler file,
      RowGroupWriter rowGroup,
      @Nullable SortCheck sortCheck,
      AddedMetadata addedMetadata) {

    UnfinishedFile snapshot(long rows) throws IOException {
      boolean sorted = sortCheck == null || sortCheck.isSorted();
      Optional<OpenRowGroup> open = rowGroup.open(sorted);
      Map<String, String> metadata =
          plan.keyValueMetadata(rowGroup.geometries().ofFileIfEnded(), addedMetadata.entries());
      GatheredBytes.Output tail = new GatheredBytes.Output();
      long carriedBytes = file.writeTail(open, metadata, tail);
      return new UnfinishedFile(
          UnfinishedBytes.of(
              file.writtenBytes(), rows, carriedBytes, state(open), tail.gathered()));
    }

    private byte[] state(Optional<OpenRowGroup> open) throws IOException {
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      DataOutputStream state = new DataOutputStream(bytes);
      plan.fingerprint().writeTo(state);
      addedMetadata.writeTo(state);
      writeNulls(file.nulls(), state);
      writeNulls(open.isEmpty() ? new long[0] : open.get().nulls(), state);
      rowGroup.compressionRatios().writeTo(state);
      rowGroup.geometries().writeTo(state);
      writeSort(state);
      rowGroup.writeTo(state);
      return bytes.toByteArray();
    }

    private void writeNulls(long[] nulls, DataOutputStream state) throws IOException {
      for (int i = 0; i < plan.columns().size(); i++) {
        state.writeLong(nulls.length == 0 ? 0 : nulls[i]);
      }
    }

    private void writeSort(DataOutputStream state) throws IOException {
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      if (sortCheck != null) {
        sortCheck.writeTo(new DataOutputStream(bytes));
      }
      state.writeUTF(sortKeys(plan));
      state.writeInt(bytes.size());
      bytes.writeTo(state);
    }
  }

  /**
   * @throws IllegalArgumentException if writers of the plan cannot go on with the file
   * @throws IOException if its bytes are damaged
   */
  static WriterState read(UnfinishedFile file, FilePlan plan) throws IOException {
    Continuation continuation = file.continuationWith(plan);
    if (continuation == Continuation.NONE) {
      throw new IllegalArgumentException(
          "The file was written by another schema or by another version of the library, or the"
              + " options forbid to go on with it: call finish of the unfinished file");
    }
    boolean ends = continuation == Continuation.NEW_ROW_GROUP && file.carriedBytes() > 0;
    try {
      return new WriterState(file, ends, plan.columns().size());
    } catch (IOException | RuntimeException e) {
      throw damaged(e);
    }
  }

  private long[] readNulls(int columns) throws IOException {
    long[] nulls = new long[columns];
    for (int i = 0; i < columns; i++) {
      nulls[i] = in.readLong();
    }
    return nulls;
  }

  /** Sends the row group at hand to the stream, if it ends as it is. */
  void writeEndedTo(OutputStream out) throws IOException {
    if (endsRowGroup) {
      file.bytes().tail().writeTo(out::write, file.carriedBytes());
    }
  }

  /** The row groups that the stream has, with that one. */
  WrittenRowGroups written() {
    return written;
  }

  /**
   * Gives the rest of the state to a new writer.
   *
   * @throws IOException if it is damaged
   */
  void restore(Parts writer) throws IOException {
    try {
      readInto(writer);
    } catch (IOException | RuntimeException e) {
      throw damaged(e);
    }
  }

  private static IOException damaged(Exception e) {
    return new IOException(
        "The state of an unfinished file is not what a writer left: %s. Its bytes were changed; take those of another checkpoint"
            .formatted(e.getMessage()),
        e);
  }

  private void readInto(Parts writer) throws IOException {
    addedMetadata.entries().forEach(writer.addedMetadata()::put);
    writer.rowGroup().compressionRatios().readFrom(in);
    writer.rowGroup().geometries().readFrom(in);
    readSort(writer);
    if (endsRowGroup) {
      writer.rowGroup().geometries().forgetRowGroup();
    } else {
      writer.rowGroup().readFrom(in, file.bytes().tailInput());
    }
  }

  private void readSort(Parts writer) throws IOException {
    boolean isSame = in.readUTF().equals(sortKeys(writer.plan()));
    byte[] bytes = in.readNBytes(in.readInt());
    if (writer.sortCheck() != null && isSame) {
      writer.sortCheck().readFrom(new DataInputStream(new ByteArrayInputStream(bytes)));
      if (endsRowGroup) {
        writer.sortCheck().endRowGroup();
      }
    }
  }

  private static String sortKeys(FilePlan plan) {
    return plan.sortKeys().stream()
        .map(key -> key.forFooter() + " " + key.column().type())
        .toList()
        .toString();
  }
}
