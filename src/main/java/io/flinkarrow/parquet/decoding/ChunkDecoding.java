package io.flinkarrow.parquet.decoding;

import io.flinkarrow.parquet.decoding.bytes.FrontCodedValues;
import io.flinkarrow.parquet.decoding.bytes.PageBytes;
import java.io.IOException;
import javax.annotation.Nullable;
import org.apache.parquet.format.Encoding;
import org.apache.parquet.schema.PrimitiveType;

/**
 * How the values of one column chunk are decoded: what its physical type and encodings make of page
 * bytes. Owns the chunk's dictionary and what one page hands on to the next.
 *
 * @param <T> what values are decoded to
 */
public abstract sealed class ChunkDecoding<T extends DecodedValues> {

  private static final int INT96_BYTES = 12;

  private final LastValue lastValue = new LastValue();

  @Nullable private PageDictionary<T> dictionary;

  private ChunkDecoding() {}

  public static ChunkDecoding<?> of(PrimitiveType type) {
    return switch (type.getPrimitiveTypeName()) {
      case BOOLEAN -> new OfBooleans();
      case INT32, FLOAT -> new OfInts();
      case INT64, DOUBLE -> new OfLongs();
      case BINARY -> new OfBytes();
      case FIXED_LEN_BYTE_ARRAY -> new OfFixedBytes(type.getTypeLength());
      case INT96 -> new OfFixedBytes(INT96_BYTES);
    };
  }

  /** What the values of this type are decoded to; empty. */
  public abstract T newValues();

  /**
   * Takes the dictionary page. The caller has checked that its memory is allowed.
   *
   * @throws IOException if it does not hold so many entries
   */
  public final void setDictionary(PageBytes page, int entryCount) throws IOException {
    if (entryCount < 0) {
      throw new IOException("should have entries, but has %d".formatted(entryCount));
    }
    long needed = (long) entryCount * newValues().slotBytes();
    if (needed > page.remaining()) {
      throw new IOException(
          "should have %d entries within its %d bytes, but they need %d"
              .formatted(entryCount, page.remaining(), needed));
    }
    dictionary = dictionary(page, entryCount);
  }

  /** Gives up the dictionary, which pages that refer to it need again, and room not used. */
  public final void letGo() {
    dictionary = null;
    lastValue.trim();
  }

  /** How long a value may be that is put together only because others are decoded from it. */
  public final void limitValues(int mostBytes) {
    lastValue.limit(mostBytes);
  }

  /** The next page does not follow the one before: what that hands on to it is not known. */
  public final void forgetLastPage() {
    lastValue.forget();
  }

  abstract PageDictionary<T> dictionary(PageBytes page, int entryCount) throws IOException;

  /**
   * The decoder of a data page's values.
   *
   * @param page without its levels
   * @param entryCount the page's, nulls among them
   * @throws IOException if the type does not have the encoding, or the page does not begin as it
   *     asks for
   */
  public final ValuesDecoder<T> decoder(Encoding encoding, PageBytes page, int entryCount)
      throws IOException {
    return switch (encoding) {
      case PLAIN -> plain(page);
      case PLAIN_DICTIONARY, RLE_DICTIONARY ->
          dictionary == null
              ? new MissingDictionary<>()
              : new DictionaryDecoder<>(page, dictionary, entryCount);
      case RLE -> runs(page);
      case DELTA_BINARY_PACKED -> deltaBinaryPacked(page);
      case DELTA_LENGTH_BYTE_ARRAY -> deltaLengths(page);
      case DELTA_BYTE_ARRAY -> delta(page);
      case BYTE_STREAM_SPLIT -> split(page);
      case BIT_PACKED -> throw none(encoding);
    };
  }

  /** {@link #decoder} for the last page once more. */
  public final ValuesDecoder<T> decoderAgain(Encoding encoding, PageBytes page, int entryCount)
      throws IOException {
    if (encoding == Encoding.DELTA_BYTE_ARRAY) {
      lastValue.returnToPage();
    }
    return decoder(encoding, page, entryCount);
  }

  abstract ValuesDecoder<T> plain(PageBytes page) throws IOException;

  ValuesDecoder<T> runs(PageBytes page) throws IOException {
    throw none(Encoding.RLE);
  }

  ValuesDecoder<T> deltaBinaryPacked(PageBytes page) throws IOException {
    throw none(Encoding.DELTA_BINARY_PACKED);
  }

  ValuesDecoder<T> deltaLengths(PageBytes page) throws IOException {
    throw none(Encoding.DELTA_LENGTH_BYTE_ARRAY);
  }

  ValuesDecoder<T> delta(PageBytes page) throws IOException {
    throw none(Encoding.DELTA_BYTE_ARRAY);
  }

  ValuesDecoder<T> split(PageBytes page) throws IOException {
    throw none(Encoding.BYTE_STREAM_SPLIT);
  }

  final FrontCodedValues frontCoded(PageBytes page) throws IOException {
    return new FrontCodedValues(page, lastValue.beginPage(), lastValue.mostBytes());
  }

  private static IOException none(Encoding encoding) {
    return new IOException(
        "should have an encoding that its column's type has, but has " + encoding);
  }

  /** All entries of a dictionary page, which are PLAIN. */
  final T entries(PageBytes page, int count, T entries) throws IOException {
    plain(page).decode(count, entries);
    return entries;
  }

  /** Heap bytes of the dictionary. */
  public final long dictionaryBytes() {
    return dictionary == null ? 0 : dictionary.retainedBytes();
  }

  /** Heap bytes of what one page hands on to the next. */
  public final long handedOnBytes() {
    return lastValue.retainedBytes();
  }

  private static final class OfBooleans extends ChunkDecoding<DecodedBooleans> {

    @Override
    public DecodedBooleans newValues() {
      return new DecodedBooleans();
    }

    @Override
    PageDictionary<DecodedBooleans> dictionary(PageBytes page, int count) throws IOException {
      throw new IOException("should not be there, because booleans have no dictionary");
    }

    @Override
    ValuesDecoder<DecodedBooleans> plain(PageBytes page) {
      return new PlainBooleans(page);
    }

    @Override
    ValuesDecoder<DecodedBooleans> runs(PageBytes page) throws IOException {
      return new RunBooleans(page);
    }
  }

  private static final class OfInts extends ChunkDecoding<DecodedInts> {

    @Override
    public DecodedInts newValues() {
      return new DecodedInts();
    }

    @Override
    PageDictionary<DecodedInts> dictionary(PageBytes page, int count) throws IOException {
      return new PageDictionary.Ints(entries(page, count, newValues()));
    }

    @Override
    ValuesDecoder<DecodedInts> plain(PageBytes page) {
      return new PlainInts(page);
    }

    @Override
    ValuesDecoder<DecodedInts> deltaBinaryPacked(PageBytes page) throws IOException {
      return new DeltaInts(page);
    }

    @Override
    ValuesDecoder<DecodedInts> split(PageBytes page) throws IOException {
      return new SplitInts(page);
    }
  }

  private static final class OfLongs extends ChunkDecoding<DecodedLongs> {

    @Override
    public DecodedLongs newValues() {
      return new DecodedLongs();
    }

    @Override
    PageDictionary<DecodedLongs> dictionary(PageBytes page, int count) throws IOException {
      return new PageDictionary.Longs(entries(page, count, newValues()));
    }

    @Override
    ValuesDecoder<DecodedLongs> plain(PageBytes page) {
      return new PlainLongs(page);
    }

    @Override
    ValuesDecoder<DecodedLongs> deltaBinaryPacked(PageBytes page) throws IOException {
      return new DeltaLongs(page);
    }

    @Override
    ValuesDecoder<DecodedLongs> split(PageBytes page) throws IOException {
      return new SplitLongs(page);
    }
  }

  private static final class OfBytes extends ChunkDecoding<DecodedBytes> {

    @Override
    public DecodedBytes newValues() {
      return new DecodedBytes();
    }

    @Override
    PageDictionary<DecodedBytes> dictionary(PageBytes page, int count) throws IOException {
      DecodedBytes entries = newValues();
      entries.limit(Integer.MAX_VALUE);
      return new PageDictionary.Bytes(entries(page, count, entries));
    }

    @Override
    ValuesDecoder<DecodedBytes> plain(PageBytes page) {
      return new PlainBytes(page);
    }

    @Override
    ValuesDecoder<DecodedBytes> deltaLengths(PageBytes page) throws IOException {
      return new DeltaLengthBytes(page);
    }

    @Override
    ValuesDecoder<DecodedBytes> delta(PageBytes page) throws IOException {
      return new DeltaBytes(frontCoded(page));
    }
  }

  private static final class OfFixedBytes extends ChunkDecoding<DecodedFixedBytes> {

    private final int width;

    private OfFixedBytes(int width) {
      this.width = width;
    }

    @Override
    public DecodedFixedBytes newValues() {
      return new DecodedFixedBytes(width);
    }

    @Override
    PageDictionary<DecodedFixedBytes> dictionary(PageBytes page, int count) throws IOException {
      return new PageDictionary.FixedBytes(entries(page, count, newValues()));
    }

    @Override
    ValuesDecoder<DecodedFixedBytes> plain(PageBytes page) {
      return new PlainFixedBytes(page, width);
    }

    @Override
    ValuesDecoder<DecodedFixedBytes> delta(PageBytes page) throws IOException {
      return new DeltaFixedBytes(frontCoded(page), width);
    }

    @Override
    ValuesDecoder<DecodedFixedBytes> split(PageBytes page) throws IOException {
      return new SplitFixedBytes(page, width);
    }
  }
}
