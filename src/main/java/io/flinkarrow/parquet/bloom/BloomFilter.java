package io.flinkarrow.parquet.bloom;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import org.apache.parquet.format.BloomFilterAlgorithm;
import org.apache.parquet.format.BloomFilterCompression;
import org.apache.parquet.format.BloomFilterHash;
import org.apache.parquet.format.BloomFilterHeader;
import org.apache.parquet.format.SplitBlockAlgorithm;
import org.apache.parquet.format.Uncompressed;
import org.apache.parquet.format.Util;
import org.apache.parquet.format.XxHash;

/** The Bloom filter of a column chunk as it will be in the file: a header and the bits. */
public final class BloomFilter {

  /** Of the bits that are handed on at a time. */
  private static final int PIECE_BYTES = 4 << 10;

  private final SplitBlocks blocks;
  private final byte[] header;

  BloomFilter(SplitBlocks blocks) {
    this.blocks = blocks;
    this.header = header(blocks.bytes());
  }

  private static byte[] header(int bytes) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try {
      Util.writeBloomFilterHeader(
          new BloomFilterHeader(
              bytes,
              BloomFilterAlgorithm.BLOCK(new SplitBlockAlgorithm()),
              BloomFilterHash.XXHASH(new XxHash()),
              BloomFilterCompression.UNCOMPRESSED(new Uncompressed())),
          out);
    } catch (IOException e) {
      throw new UncheckedIOException("The header of a Bloom filter could not be serialized", e);
    }
    return out.toByteArray();
  }

  public int headerLength() {
    return header.length;
  }

  public int bitsLength() {
    return blocks.bytes();
  }

  public void writeHeader(OutputStream out) throws IOException {
    out.write(header);
  }

  public void writeBits(OutputStream out) throws IOException {
    int[] words = blocks.words();
    byte[] piece = new byte[Math.min(PIECE_BYTES, blocks.bytes())];
    for (int from = 0; from < words.length; from += piece.length / Integer.BYTES) {
      for (int i = 0; i < piece.length; i++) {
        piece[i] = (byte) (words[from + i / Integer.BYTES] >>> (Byte.SIZE * (i % Integer.BYTES)));
      }
      out.write(piece);
    }
  }
}
