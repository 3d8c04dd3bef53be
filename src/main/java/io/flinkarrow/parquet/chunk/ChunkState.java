package io.flinkarrow.parquet.chunk;

import io.flinkarrow.parquet.encoding.ValuesState;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/**
 * What the pages of an open chunk do not tell of its writer.
 *
 * @param openPages how many of the last pages are one page, which is to take more rows
 * @param openBytes the size of that page's rows as they came in, of which nulls may be a part
 * @param dictionaryEnd where the dictionary was full
 * @param compressionRatio of the pages so far, or of the chunk before
 */
public record ChunkState(
    int openPages,
    long openBytes,
    DictionaryEnd dictionaryEnd,
    float compressionRatio,
    ValuesState values) {

  /** Whether the values came by reference that decide on a dictionary. */
  public boolean begunByReference() {
    return values.begunByReference();
  }

  public void writeTo(DataOutput out) throws IOException {
    out.writeInt(openPages);
    out.writeLong(openBytes);
    out.writeInt(dictionaryEnd.page());
    out.writeBoolean(dictionaryEnd.withRows());
    out.writeFloat(compressionRatio);
    values.writeTo(out);
  }

  public static ChunkState readFrom(DataInput in) throws IOException {
    int openPages = in.readInt();
    long openBytes = in.readLong();
    if (openPages < 0 || openBytes < 0) {
      throw new IOException(
          "An open page should not have %d bytes and %d pages".formatted(openBytes, openPages));
    }
    DictionaryEnd dictionaryEnd = new DictionaryEnd(in.readInt(), in.readBoolean());
    return new ChunkState(
        openPages, openBytes, dictionaryEnd, readRatio(in), ValuesState.readFrom(in));
  }

  /**
   * Reads the compression ratio of a chunk.
   *
   * @throws IOException if no bytes can have it: a size that is estimated by it ends row groups
   */
  public static float readRatio(DataInput in) throws IOException {
    float ratio = in.readFloat();
    if (!Float.isFinite(ratio) || ratio < 0) {
      throw new IOException("A compression ratio should be a number from 0 on, but is " + ratio);
    }
    return ratio;
  }
}
