package io.flinkarrow.parquet.bloom;

import io.flinkarrow.hash.XxHash64;
import io.flinkarrow.parquet.encoding.bytes.ByteArrayBuilder;
import io.flinkarrow.parquet.encryption.ChunkDecryption;
import io.flinkarrow.parquet.encryption.ModuleType;
import io.flinkarrow.parquet.footer.BoundedThrift;
import io.flinkarrow.parquet.input.ParquetInput;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Optional;
import javax.annotation.Nullable;
import org.apache.parquet.format.BloomFilterHeader;
import org.apache.parquet.format.ColumnMetaData;
import shaded.parquet.org.apache.thrift.TException;

/**
 * The Bloom filter of a column chunk as a file has it, whoever wrote it. A filter that is not what
 * the format asks for is none. Its beginning is fetched at once, and blocks behind that one by one,
 * so memory does not grow with the filter.
 */
public final class StoredBloomFilter {

  /** What is fetched at once. */
  private static final int PIECE = 64 << 10;

  /** Headers have less than 20 bytes. */
  private static final int LONGEST_HEADER = 256;

  /** An encrypted filter is opened as a whole; larger ones are not looked at. */
  private static final int LARGEST_ENCRYPTED = 16 << 20;

  private final ParquetInput file;

  /** Where the bits are, in the file or, if they were encrypted, in the piece. */
  private final long bits;

  private final int blocks;
  private final long pieceStart;
  private final byte[] piece;

  private StoredBloomFilter(
      ParquetInput file, long bits, int blocks, long pieceStart, byte[] piece) {
    this.file = file;
    this.bits = bits;
    this.blocks = blocks;
    this.pieceStart = pieceStart;
    this.piece = piece;
  }

  /**
   * Reads the beginning of a chunk's filter.
   *
   * @param decryption null if the chunk is not encrypted
   * @param place of the chunk, for messages
   * @return empty if the chunk has none that can be relied on
   * @throws IOException if the file cannot be read, or the filter cannot be decrypted
   */
  public static Optional<StoredBloomFilter> open(
      ParquetInput file, ColumnMetaData chunk, @Nullable ChunkDecryption decryption, String place)
      throws IOException {
    long start = chunk.getBloom_filter_offset();
    if (!chunk.isSetBloom_filter_offset() || start <= 0 || start >= file.length()) {
      return Optional.empty();
    }
    long most = file.length() - start;
    if (chunk.isSetBloom_filter_length()) {
      if (chunk.getBloom_filter_length() <= 0 || chunk.getBloom_filter_length() > most) {
        return Optional.empty();
      }
      most = chunk.getBloom_filter_length();
    }
    return decryption == null
        ? plain(file, start, most)
        : new EncryptedModules(file, start, start + most, decryption, place).filter();
  }

  private static Optional<StoredBloomFilter> plain(ParquetInput file, long start, long most)
      throws IOException {
    byte[] piece = file.read(start, (int) Math.min(PIECE, most));
    ByteArrayInputStream input = new ByteArrayInputStream(piece);
    Optional<Integer> bytes = bytes(input, Math.min(LONGEST_HEADER, piece.length));
    int headerLength = piece.length - input.available();
    return bytes
        .filter(length -> length <= most - headerLength)
        .map(
            length ->
                new StoredBloomFilter(
                    file, start + headerLength, length / SplitBlocks.BLOCK_BYTES, start, piece));
  }

  /** How many bytes of bits come behind a header; empty if it is not one that is known. */
  private static Optional<Integer> bytes(ByteArrayInputStream input, int longest) {
    try {
      BloomFilterHeader header = BoundedThrift.bloomFilterHeader(input, longest);
      boolean isKnown =
          header.getNumBytes() > 0
              && header.getNumBytes() % SplitBlocks.BLOCK_BYTES == 0
              && header.getAlgorithm().isSetBLOCK()
              && header.getHash().isSetXXHASH()
              && header.getCompression().isSetUNCOMPRESSED();
      return isKnown ? Optional.of(header.getNumBytes()) : Optional.empty();
    } catch (TException | RuntimeException e) {
      // It is no filter, which is no fault: the chunk is read.
      return Optional.empty();
    }
  }

  /**
   * Whether a value may be in the chunk.
   *
   * @param plain in PLAIN encoding, without a length
   */
  public boolean mayContain(byte[] plain) throws IOException {
    long hash = XxHash64.of(plain, 0, plain.length, 0);
    long start = bits + (long) SplitBlocks.BLOCK_BYTES * SplitBlocks.block(hash, blocks);
    byte[] bytes = piece;
    int at = (int) Math.min(start - pieceStart, piece.length);
    if (at > piece.length - SplitBlocks.BLOCK_BYTES) {
      bytes = file.read(start, SplitBlocks.BLOCK_BYTES);
      at = 0;
    }
    for (int word = 0; word < SplitBlocks.BLOCK_WORDS; word++) {
      int stored = (int) ByteArrayBuilder.INT.get(bytes, at + word * Integer.BYTES);
      if ((stored & SplitBlocks.bit(hash, word)) == 0) {
        return false;
      }
    }
    return true;
  }

  /** Header and bits are a module each. */
  private record EncryptedModules(
      ParquetInput file, long start, long end, ChunkDecryption decryption, String place) {

    Optional<StoredBloomFilter> filter() throws IOException {
      Optional<byte[]> header =
          module(ModuleType.BLOOM_FILTER_HEADER, start, LONGEST_HEADER + ChunkDecryption.OVERHEAD);
      if (header.isEmpty()) {
        return Optional.empty();
      }
      byte[] bytes = header.get();
      Optional<Integer> length = bytes(new ByteArrayInputStream(bytes), bytes.length);
      long bitsStart =
          start + ChunkDecryption.LENGTH_BYTES + ChunkDecryption.OVERHEAD + bytes.length;
      Optional<byte[]> bits = module(ModuleType.BLOOM_FILTER_BITSET, bitsStart, LARGEST_ENCRYPTED);
      return bits.filter(found -> length.equals(Optional.of(found.length)))
          .map(
              found ->
                  new StoredBloomFilter(file, 0, found.length / SplitBlocks.BLOCK_BYTES, 0, found));
    }

    private Optional<byte[]> module(ModuleType type, long at, int longest) throws IOException {
      if (at > end - ChunkDecryption.LENGTH_BYTES) {
        return Optional.empty();
      }
      int length = (int) ByteArrayBuilder.INT.get(file.read(at, ChunkDecryption.LENGTH_BYTES), 0);
      long from = at + ChunkDecryption.LENGTH_BYTES;
      return length <= 0 || length > Math.min(longest, end - from)
          ? Optional.empty()
          : Optional.of(decryption.open(type, place, file.read(from, length), 0, length));
    }
  }
}
