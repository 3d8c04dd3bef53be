package io.flinkarrow.parquet.predicate.pruning;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;
import org.apache.parquet.format.BloomFilterHeader;
import org.apache.parquet.format.ColumnChunk;
import org.apache.parquet.format.ColumnIndex;
import org.apache.parquet.format.FileMetaData;
import org.apache.parquet.format.OffsetIndex;
import org.apache.parquet.format.Util;

/** A file whose footer is written anew, with other structures before it. */
final class PatchedFile {

  private final ByteBuffer file;
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final FileMetaData footer;

  PatchedFile(byte[] bytes) throws IOException {
    file = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    int length = file.getInt(bytes.length - 8);
    int start = bytes.length - 8 - length;
    footer = Util.readFileMetaData(new ByteArrayInputStream(bytes, start, length));
    out.write(bytes, 0, start);
  }

  /** To be changed. */
  FileMetaData footer() {
    return footer;
  }

  private ByteArrayInputStream at(long offset) {
    return new ByteArrayInputStream(file.array(), (int) offset, file.capacity() - (int) offset);
  }

  long append(byte[] bytes) throws IOException {
    long offset = out.size();
    out.write(bytes);
    return offset;
  }

  ColumnIndex columnIndex(ColumnChunk chunk) throws IOException {
    return Util.readColumnIndex(at(chunk.getColumn_index_offset()));
  }

  void setColumnIndex(ColumnChunk chunk, ColumnIndex index) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    Util.writeColumnIndex(index, bytes);
    chunk.setColumn_index_offset(append(bytes.toByteArray()));
    chunk.setColumn_index_length(bytes.size());
  }

  OffsetIndex offsetIndex(ColumnChunk chunk) throws IOException {
    return Util.readOffsetIndex(at(chunk.getOffset_index_offset()));
  }

  void setOffsetIndex(ColumnChunk chunk, OffsetIndex index) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    Util.writeOffsetIndex(index, bytes);
    chunk.setOffset_index_offset(append(bytes.toByteArray()));
    chunk.setOffset_index_length(bytes.size());
  }

  /** The bits that come behind the header are all unset. */
  void setBloomFilterHeader(ColumnChunk chunk, Consumer<BloomFilterHeader> damage)
      throws IOException {
    BloomFilterHeader header =
        Util.readBloomFilterHeader(at(chunk.getMeta_data().getBloom_filter_offset()));
    damage.accept(header);
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    Util.writeBloomFilterHeader(header, bytes);
    bytes.write(new byte[64]);
    chunk.getMeta_data().setBloom_filter_offset(append(bytes.toByteArray()));
    chunk.getMeta_data().unsetBloom_filter_length();
  }

  void dropIndexes(ColumnChunk chunk) {
    chunk.unsetColumn_index_offset();
    chunk.unsetOffset_index_offset();
  }

  byte[] bytes() throws IOException {
    int start = out.size();
    Util.writeFileMetaData(footer, out);
    out.write(
        ByteBuffer.allocate(8)
            .order(ByteOrder.LITTLE_ENDIAN)
            .putInt(out.size() - start)
            .put("PAR1".getBytes(StandardCharsets.US_ASCII))
            .array());
    return out.toByteArray();
  }
}
