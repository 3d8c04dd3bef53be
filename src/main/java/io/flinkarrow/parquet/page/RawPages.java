package io.flinkarrow.parquet.page;

import io.flinkarrow.parquet.codec.PageDecompressor;
import io.flinkarrow.parquet.encryption.ChunkDecryption;
import io.flinkarrow.parquet.encryption.PageModules;
import io.flinkarrow.parquet.encryption.UndecryptedModuleException;
import io.flinkarrow.parquet.footer.BoundedThrift;
import io.flinkarrow.parquet.input.ChunkInput;
import io.flinkarrow.parquet.input.ChunkInput.Bytes;
import io.flinkarrow.parquet.options.CompressionCodec;
import io.flinkarrow.refusal.TooLargeException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.zip.CRC32;
import javax.annotation.Nullable;
import org.apache.parquet.format.ColumnMetaData;
import org.apache.parquet.format.Encoding;
import org.apache.parquet.format.PageHeader;
import org.apache.parquet.format.Type;
import shaded.parquet.org.apache.thrift.TException;

/**
 * The pages of one column chunk as they are in the file, one after the other: headers, and bodies
 * checked and decompressed. Messages name the page.
 */
public final class RawPages {

  private final String place;
  private final ChunkInput input;
  private final PageDecompressor decompressor;
  private final int maximumHeaderBytes;
  private final long maximumPageBytes;

  /** Null if the chunk is not encrypted. */
  @Nullable private final PageDecryption decryption;

  public RawPages(
      ChunkInput input,
      String place,
      ReadableChunk chunk,
      int maximumHeaderBytes,
      long maximumPageBytes) {
    this.place = place;
    this.input = input;
    this.maximumHeaderBytes = maximumHeaderBytes;
    this.maximumPageBytes = maximumPageBytes;
    this.decompressor = decompressor(chunk.metadata(), place);
    this.decryption =
        chunk.decryption() == null
            ? null
            : new PageDecryption(chunk.decryption(), chunk.hasDictionaryPage());
  }

  /** Whether the chunk goes on, as the footer has it. */
  public boolean hasMore() {
    return input.hasMore();
  }

  /**
   * Where the body of a page lies.
   *
   * @param modules do not matter if it is not encrypted
   */
  record Place(long position, @Nullable PageModules modules) {}

  /** Where the body of the page lies whose header came last. */
  Place place() {
    return new Place(input.position(), decryption == null ? null : decryption.page());
  }

  /** Goes to a body again. */
  void returnTo(Place place) {
    input.goTo(place.position());
    if (decryption != null) {
      decryption.returnTo(place.modules());
    }
  }

  /** Whether the next page begins before a place in the file. */
  boolean isBefore(long position) {
    return input.position() < position;
  }

  /**
   * Goes to a data page.
   *
   * @param position where its header begins in the file
   * @param page its number among the data pages
   */
  void goTo(long position, int page) {
    returnTo(new Place(position, PageModules.data(page)));
  }

  /** {@link ChunkInput#letGo}. */
  void letGo() {
    input.letGo();
  }

  /** {@link ChunkInput#letTakenGo}. */
  void letTakenGo() {
    input.letTakenGo();
  }

  /** {@link ChunkInput#retainedBytes}. */
  long retainedBytes() {
    return input.retainedBytes();
  }

  public PageHeader header(String page) throws IOException {
    long left = input.remaining();
    try {
      if (decryption != null) {
        byte[] header = decryptedHeader(page);
        return BoundedThrift.pageHeader(new ByteArrayInputStream(header), header.length);
      }
      return BoundedThrift.pageHeader(input, (int) Math.min(left, maximumHeaderBytes));
    } catch (TException | RuntimeException e) {
      if (input.failure() != null) {
        throw input.failure();
      }
      throw damaged(
          page,
          "should begin with a header, %d bytes before the chunk's end, but does not"
              .formatted(left),
          e);
    }
  }

  private byte[] decryptedHeader(String page) throws IOException {
    String header = "the header of " + page;
    if (input.remaining() < ChunkDecryption.LENGTH_BYTES) {
      throw damaged(header, "should be there, but the chunk ends before it");
    }
    int length = PageDecryption.length(input.take(ChunkDecryption.LENGTH_BYTES));
    long longest =
        Math.min(input.remaining(), (long) maximumHeaderBytes + ChunkDecryption.OVERHEAD);
    if (length < 0 || length > longest) {
      throw damaged(
          header,
          "should be a module of at most %d bytes, but is one of %d".formatted(longest, length));
    }
    try {
      return decryption.header(input.take(length));
    } catch (IOException e) {
      throw undecrypted(header, e);
    }
  }

  /** The next page's header; null if what comes is none, which encrypted chunks never have. */
  PageHeader headerIfAny(String page) throws IOException {
    try {
      return header(page);
    } catch (IOException e) {
      if (input.failure() != null || decryption != null) {
        throw e;
      }
      return null;
    }
  }

  /** What a body takes beside the bytes of the file, as far as they reach: a copy if decrypted. */
  long copiedBytes(PageHeader header) {
    return decryption == null
        ? 0
        : Math.max(0, Math.min(header.getCompressed_page_size(), input.remaining()));
  }

  public Bytes body(String page, PageHeader header) throws IOException {
    int length = header.getCompressed_page_size();
    int decompressed = header.getUncompressed_page_size();
    long longest = decompressor.longest((int) Math.min(Math.max(0, length), input.remaining()));
    if (length < 0 || length > input.remaining() || decompressed < 0 || decompressed > longest) {
      throw damaged(
          page,
          "should have from 0 to %d bytes, and from 0 to %d when decompressed, but has %d and %d"
              .formatted(input.remaining(), longest, length, decompressed));
    }
    if (length > maximumPageBytes) {
      throw tooLarge(
          page,
          new TooLargeException(
              "has %d bytes, at most %d are allowed. If the file is a good one, raise maximumPageBytes"
                  .formatted(length, maximumPageBytes)));
    }
    Bytes body = input.take(length);
    if (header.isSetCrc()) {
      CRC32 checksum = new CRC32();
      checksum.update(body.array(), body.offset(), length);
      if ((int) checksum.getValue() != header.getCrc()) {
        throw damaged(
            page,
            "should have the CRC-32 %08x, but has %08x"
                .formatted(header.getCrc(), (int) checksum.getValue()));
      }
    }
    return decryption == null ? body : decrypted(page, header, body);
  }

  private Bytes decrypted(String page, PageHeader header, Bytes stored) throws IOException {
    try {
      return decryption.body(header, stored);
    } catch (IOException e) {
      throw undecrypted(page, e);
    }
  }

  /** A body, or what of it comes behind {@code from}, in an array of its own. */
  public Bytes decompress(String page, Bytes body, int from, int length) throws IOException {
    try {
      byte[] content =
          decompressor.decompress(body.array(), body.offset() + from, body.length() - from, length);
      return new Bytes(content, 0, length);
    } catch (IOException e) {
      throw undecompressed(page, e);
    }
  }

  /**
   * The same in the front of an array.
   *
   * @param target at least as long
   */
  Bytes decompress(String page, Bytes body, int from, int length, byte[] target)
      throws IOException {
    try {
      decompressor.decompress(
          body.array(), body.offset() + from, body.length() - from, target, length);
      return new Bytes(target, 0, length);
    } catch (IOException e) {
      throw undecompressed(page, e);
    }
  }

  private IOException undecompressed(String page, IOException cause) {
    return damaged(page, "cannot be decompressed: " + cause.getMessage(), cause);
  }

  /** The encoding, unless thrift knew none of its number. */
  Encoding known(String page, @Nullable Encoding encoding) throws IOException {
    if (encoding == null) {
      throw damaged(page, "should have an encoding of the format, but has none that is known");
    }
    return encoding;
  }

  /** The format has two names for one encoding, and no other. */
  void requireOfDictionary(String page, @Nullable Encoding encoding) throws IOException {
    Encoding known = known(page, encoding);
    if (known != Encoding.PLAIN && known != Encoding.PLAIN_DICTIONARY) {
      throw damaged(page, "should have an encoding of dictionaries, but has %s".formatted(known));
    }
  }

  private static PageDecompressor decompressor(ColumnMetaData chunk, String place) {
    if (chunk.getCodec() == org.apache.parquet.format.CompressionCodec.LZ4) {
      return PageDecompressor.ofDeprecatedLz4();
    }
    return Arrays.stream(CompressionCodec.values())
        .filter(known -> chunk.isSetCodec() && known.name().equals(chunk.getCodec().name()))
        .findFirst()
        .map(isOfNumbers(chunk.getType()) ? PageDecompressor::ofNumbers : PageDecompressor::of)
        .orElseThrow(
            () ->
                new UnsupportedOperationException(
                    "Codec %s %s cannot be read, only %s and LZ4: write the file with one of these"
                        .formatted(
                            chunk.getCodec(), place, Arrays.toString(CompressionCodec.values()))));
  }

  private static boolean isOfNumbers(Type type) {
    return switch (type) {
      case INT32, INT64, FLOAT, DOUBLE -> true;
      case BOOLEAN, INT96, BYTE_ARRAY, FIXED_LEN_BYTE_ARRAY -> false;
    };
  }

  private IOException undecrypted(String module, IOException cause) {
    return new UndecryptedModuleException(start(module) + " " + place, cause.getMessage(), cause);
  }

  IOException damaged(String page, String what) {
    return damaged(page, what, null);
  }

  IOException damaged(String page, String what, Exception cause) {
    return new IOException(
        "%s %s %s. The file is damaged; write it again".formatted(start(page), place, what), cause);
  }

  IOException tooLarge(String page, TooLargeException cause) {
    return new IOException("%s %s %s".formatted(start(page), place, cause.getMessage()), cause);
  }

  private static String start(String page) {
    return Character.toUpperCase(page.charAt(0)) + page.substring(1);
  }
}
