package io.flinkarrow.parquet.encoding;

import static org.assertj.core.api.Assertions.assertThat;

import io.flinkarrow.parquet.column.LeafColumn;
import io.flinkarrow.parquet.column.LeafValues;
import io.flinkarrow.parquet.encoding.bytes.ByteArrayBuilder;
import io.flinkarrow.parquet.statistics.ChunkStatistics;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.Function;
import org.apache.parquet.bytes.ByteBufferInputStream;
import org.apache.parquet.bytes.BytesInput;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.column.Dictionary;
import org.apache.parquet.column.Encoding;
import org.apache.parquet.column.ValuesType;
import org.apache.parquet.column.page.DictionaryPage;
import org.apache.parquet.column.values.ValuesReader;

/** A column chunk as {@link ValuesEncoder} wrote it, and as parquet-java's readers see it. */
public record TestChunk(
    List<Page> pages, byte[] dictionaryBytes, int dictionarySize, ChunkStatistics statistics) {

  record Page(byte[] bytes, SealedValues values) {}

  /** Encodes pages of values, each in random slices. */
  static TestChunk encode(LeafColumn column, List<List<Object>> pages, Random random) {
    return encode(
        ValuesEncoder.of(column, TrialCodec.NONE),
        pages,
        random,
        slice -> TestValues.slice(column.type(), slice));
  }

  static TestChunk encode(
      ValuesEncoder encoder,
      List<List<Object>> pages,
      Random random,
      Function<List<Object>, LeafValues> slicing) {
    List<Page> encoded = new ArrayList<>();
    for (List<Object> page : pages) {
      int from = 0;
      while (from < page.size()) {
        int most = random.nextBoolean() ? 20 : page.size();
        int to = from + Math.min(page.size() - from, 1 + random.nextInt(most));
        append(encoder, page.subList(from, to), slicing).ifPresent(encoded::add);
        from = to;
      }
      encoded.add(seal(encoder));
    }
    ByteArrayBuilder out = new ByteArrayBuilder();
    out.reset();
    int dictionarySize = encoder.sealDictionary(out).map(EncodedDictionary::entryCount).orElse(0);
    byte[] dictionary = Arrays.copyOf(out.array(), out.length());
    return new TestChunk(encoded, dictionary, dictionarySize, encoder.sealChunk());
  }

  /**
   * Adds values to the open page; if the dictionary is full before the last of them, seals it and
   * adds the rest to the next one.
   */
  static Optional<Page> append(
      ValuesEncoder encoder, List<Object> values, Function<List<Object>, LeafValues> slicing) {
    encoder.mark();
    Optional<FullDictionary> full = encoder.append(slicing.apply(values));
    if (full.isEmpty()) {
      return Optional.empty();
    }
    int taken = full.get().valuesBefore();
    full.get().rewind();
    full.get().appendAgain(slicing.apply(values.subList(0, taken)));
    full.get().end();
    Optional<Page> sealed = encoder.rawBytes() == 0 ? Optional.empty() : Optional.of(seal(encoder));
    List<Object> rest = values.subList(taken, values.size());
    assertThat(encoder.append(slicing.apply(rest))).isEmpty();
    return sealed;
  }

  private static Page seal(ValuesEncoder encoder) {
    ByteArrayBuilder out = new ByteArrayBuilder();
    out.putByte('x');
    SealedValues values = encoder.sealPage(0, out);
    return new Page(Arrays.copyOfRange(out.array(), 1, out.length()), values);
  }

  /** Without the pages before {@code first}. */
  TestChunk from(int first) {
    return new TestChunk(
        pages.subList(first, pages.size()), dictionaryBytes, dictionarySize, statistics);
  }

  /** The values of every page, read by parquet-java. */
  List<List<Object>> decode(ColumnDescriptor descriptor) throws IOException {
    Dictionary dictionary =
        dictionarySize == 0
            ? null
            : Encoding.PLAIN.initDictionary(
                descriptor,
                new DictionaryPage(
                    BytesInput.from(dictionaryBytes), dictionarySize, Encoding.PLAIN));
    List<List<Object>> decoded = new ArrayList<>();
    for (Page page : pages) {
      Encoding encoding = Encoding.valueOf(page.values.encoding().name());
      ValuesReader reader =
          encoding.usesDictionary()
              ? encoding.getDictionaryBasedValuesReader(descriptor, ValuesType.VALUES, dictionary)
              : encoding.getValuesReader(descriptor, ValuesType.VALUES);
      int count = page.values.valueCount();
      reader.initFromPage(count, ByteBufferInputStream.wrap(ByteBuffer.wrap(page.bytes)));
      List<Object> values = new ArrayList<>();
      for (int i = 0; i < count; i++) {
        values.add(read(reader, descriptor));
      }
      decoded.add(values);
    }
    return decoded;
  }

  /**
   * The values that were given page by page, cut as the pages are: where the dictionary was full.
   */
  List<List<Object>> cut(List<List<Object>> given) {
    List<List<Object>> cut = new ArrayList<>();
    for (List<Object> page : given) {
      List<Object> rest = page;
      do {
        int count = pages.get(cut.size()).values.valueCount();
        cut.add(rest.subList(0, count));
        rest = rest.subList(count, rest.size());
      } while (!rest.isEmpty());
    }
    assertThat(pages).hasSameSizeAs(cut);
    assertThat(cut).hasSizeBetween(given.size(), given.size() + 1);
    return cut;
  }

  /** Fails unless the other chunk has the same bytes and says the same about them. */
  void assertSameAs(TestChunk expected) {
    assertThat(dictionarySize).isEqualTo(expected.dictionarySize);
    assertThat(dictionaryBytes).isEqualTo(expected.dictionaryBytes);
    assertThat(pages).hasSameSizeAs(expected.pages);
    for (int i = 0; i < pages.size(); i++) {
      assertThat(pages.get(i).bytes).as("page %d", i).isEqualTo(expected.pages.get(i).bytes);
      assertThat(pages.get(i).values)
          .usingRecursiveComparison()
          .isEqualTo(expected.pages.get(i).values);
    }
    assertThat(statistics).usingRecursiveComparison().isEqualTo(expected.statistics);
  }

  /** What parquet-java has written. */
  public static byte[] bytes(BytesInput input) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    input.writeAllTo(bytes);
    return bytes.toByteArray();
  }

  private static Object read(ValuesReader reader, ColumnDescriptor descriptor) {
    return switch (descriptor.getPrimitiveType().getPrimitiveTypeName()) {
      case BOOLEAN -> reader.readBoolean();
      case INT32 -> reader.readInteger();
      case INT64 -> reader.readLong();
      case FLOAT -> reader.readFloat();
      case DOUBLE -> reader.readDouble();
      case BINARY, FIXED_LEN_BYTE_ARRAY, INT96 -> reader.readBytes().copy();
    };
  }
}
