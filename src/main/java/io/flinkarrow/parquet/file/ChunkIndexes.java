package io.flinkarrow.parquet.file;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import org.apache.parquet.format.ColumnChunk;
import org.apache.parquet.format.ColumnIndex;
import org.apache.parquet.format.OffsetIndex;
import org.apache.parquet.format.Util;

/**
 * The indexes of a written chunk, serialized, waiting for the end of the file, where all of them
 * lie together next to the footer.
 *
 * @param chunk the footer's entry, which learns where its indexes are
 * @param columnIndex empty if the chunk has none
 */
record ChunkIndexes(ColumnChunk chunk, byte[] columnIndex, byte[] offsetIndex) {

  private static final byte[] NONE = {};

  static ChunkIndexes of(ColumnChunk chunk, ColumnIndex columnIndex, OffsetIndex offsetIndex)
      throws IOException {
    byte[] columnIndexBytes = NONE;
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(128);
    if (columnIndex != null) {
      Util.writeColumnIndex(columnIndex, bytes);
      columnIndexBytes = bytes.toByteArray();
      bytes.reset();
    }
    Util.writeOffsetIndex(offsetIndex, bytes);
    return new ChunkIndexes(chunk, columnIndexBytes, bytes.toByteArray());
  }

  long length() {
    return (long) columnIndex.length + offsetIndex.length;
  }

  void writeColumnIndex(BufferedFileOutput out) throws IOException {
    if (columnIndex.length > 0) {
      chunk.setColumn_index_offset(out.position());
      chunk.setColumn_index_length(columnIndex.length);
      out.write(columnIndex);
    }
  }

  void writeOffsetIndex(BufferedFileOutput out) throws IOException {
    chunk.setOffset_index_offset(out.position());
    chunk.setOffset_index_length(offsetIndex.length);
    out.write(offsetIndex);
  }
}
