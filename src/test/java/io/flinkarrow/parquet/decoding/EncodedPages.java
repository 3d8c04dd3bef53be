package io.flinkarrow.parquet.decoding;

import io.flinkarrow.parquet.decoding.bytes.PageBytes;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import org.apache.parquet.bytes.BytesInput;
import org.apache.parquet.bytes.HeapByteBufferAllocator;
import org.apache.parquet.column.page.DictionaryPage;
import org.apache.parquet.column.values.ValuesWriter;
import org.apache.parquet.column.values.bytestreamsplit.ByteStreamSplitValuesWriter;
import org.apache.parquet.column.values.delta.DeltaBinaryPackingValuesWriterForInteger;
import org.apache.parquet.column.values.delta.DeltaBinaryPackingValuesWriterForLong;
import org.apache.parquet.column.values.deltalengthbytearray.DeltaLengthByteArrayValuesWriter;
import org.apache.parquet.column.values.deltastrings.DeltaByteArrayWriter;
import org.apache.parquet.column.values.dictionary.DictionaryValuesWriter;
import org.apache.parquet.column.values.dictionary.DictionaryValuesWriter.PlainBinaryDictionaryValuesWriter;
import org.apache.parquet.column.values.dictionary.DictionaryValuesWriter.PlainFixedLenArrayDictionaryValuesWriter;
import org.apache.parquet.column.values.dictionary.DictionaryValuesWriter.PlainIntegerDictionaryValuesWriter;
import org.apache.parquet.column.values.dictionary.DictionaryValuesWriter.PlainLongDictionaryValuesWriter;
import org.apache.parquet.column.values.plain.BooleanPlainValuesWriter;
import org.apache.parquet.column.values.plain.FixedLenByteArrayPlainValuesWriter;
import org.apache.parquet.column.values.plain.PlainValuesWriter;
import org.apache.parquet.column.values.rle.RunLengthBitPackingHybridValuesWriter;
import org.apache.parquet.format.Encoding;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.schema.PrimitiveType;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.apache.parquet.schema.Type.Repetition;

/** Values of each type in each encoding that it has, as parquet-column writes them. */
public record EncodedPages(
    PrimitiveType type,
    Encoding encoding,
    List<Object> values,
    List<byte[]> pages,
    byte[] dictionary) {

  private static final int SLAB = 1 << 10;
  private static final int LARGE = 1 << 26;
  private static final int WIDTH = 5;

  /** A type in an encoding. */
  public record Form(PrimitiveTypeName type, Encoding encoding) {}

  public static List<Form> forms() {
    List<Form> forms = new ArrayList<>();
    for (PrimitiveTypeName type :
        List.of(
            PrimitiveTypeName.BOOLEAN,
            PrimitiveTypeName.INT32,
            PrimitiveTypeName.INT64,
            PrimitiveTypeName.BINARY,
            PrimitiveTypeName.FIXED_LEN_BYTE_ARRAY)) {
      for (Encoding encoding : Encoding.values()) {
        if (has(type, encoding)) {
          forms.add(new Form(type, encoding));
        }
      }
    }
    return forms;
  }

  private static boolean has(PrimitiveTypeName type, Encoding encoding) {
    boolean isBoolean = type == PrimitiveTypeName.BOOLEAN;
    boolean isNumber = type == PrimitiveTypeName.INT32 || type == PrimitiveTypeName.INT64;
    return switch (encoding) {
      case PLAIN -> true;
      case RLE -> isBoolean;
      case RLE_DICTIONARY -> !isBoolean;
      case DELTA_BINARY_PACKED -> isNumber;
      case DELTA_LENGTH_BYTE_ARRAY -> type == PrimitiveTypeName.BINARY;
      case DELTA_BYTE_ARRAY -> !isBoolean && !isNumber;
      case BYTE_STREAM_SPLIT -> !isBoolean && type != PrimitiveTypeName.BINARY;
      case PLAIN_DICTIONARY, BIT_PACKED -> false;
    };
  }

  static EncodedPages random(Form form, int count, Random random) {
    return of(form, List.of(values(form.type(), count, random)));
  }

  /** Pages of one chunk. */
  public static EncodedPages of(Form form, List<List<Object>> values) {
    PrimitiveType type =
        new PrimitiveType(
            Repetition.REQUIRED,
            form.type(),
            form.type() == PrimitiveTypeName.FIXED_LEN_BYTE_ARRAY ? WIDTH : 0,
            "column");
    ValuesWriter writer = writer(form);
    List<byte[]> pages = new ArrayList<>();
    try {
      for (List<Object> page : values) {
        page.forEach(value -> write(writer, value));
        pages.add(bytes(writer.getBytes()));
        writer.reset();
      }
      DictionaryPage dictionary = writer.toDictPageAndClose();
      return new EncodedPages(
          type,
          form.encoding(),
          values.stream().flatMap(List::stream).toList(),
          pages,
          dictionary == null ? null : bytes(dictionary.getBytes()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      writer.close();
    }
  }

  byte[] page() {
    return pages.get(0);
  }

  /** Gives the chunk its dictionary, if it has one. */
  public void setDictionary(ChunkDecoding<?> chunk) throws IOException {
    if (dictionary != null) {
      chunk.setDictionary(
          new PageBytes(dictionary, 0, dictionary.length), new HashSet<>(values).size());
    }
  }

  /** Runs of equal values, values near each other, and values far apart. */
  public static List<Object> values(PrimitiveTypeName type, int count, Random random) {
    int bits = 1 + random.nextInt(Long.SIZE);
    int repeat = 1 + random.nextInt(20);
    List<Object> values = new ArrayList<>();
    while (values.size() < count) {
      Object value = value(type, random.nextLong() >> (Long.SIZE - bits), random);
      int times = random.nextInt(4) == 0 ? random.nextInt(repeat * 4) : random.nextInt(repeat) / 8;
      for (int i = 0; i <= times && values.size() < count; i++) {
        values.add(value);
      }
    }
    return values;
  }

  private static Object value(PrimitiveTypeName type, long number, Random random) {
    return switch (type) {
      case BOOLEAN -> (number & 1) == 0;
      case INT32 -> (int) number;
      case INT64 -> number;
      case BINARY ->
          Binary.fromConstantByteArray(
              "x"
                  .repeat(random.nextInt(3))
                  .concat(Long.toString(number).substring(random.nextInt(2)))
                  .repeat(random.nextInt(50) == 0 ? 20 : 1)
                  .getBytes(StandardCharsets.UTF_8));
      default ->
          Binary.fromConstantByteArray(
              "%05d".formatted(Math.abs(number % 100_000)).getBytes(StandardCharsets.UTF_8));
    };
  }

  private static ValuesWriter writer(Form form) {
    HeapByteBufferAllocator heap = HeapByteBufferAllocator.getInstance();
    return switch (form.encoding()) {
      case PLAIN ->
          switch (form.type()) {
            case BOOLEAN -> new BooleanPlainValuesWriter();
            case FIXED_LEN_BYTE_ARRAY ->
                new FixedLenByteArrayPlainValuesWriter(WIDTH, SLAB, LARGE, heap);
            default -> new PlainValuesWriter(SLAB, LARGE, heap);
          };
      case RLE -> new RunLengthBitPackingHybridValuesWriter(1, SLAB, LARGE, heap);
      case DELTA_BINARY_PACKED ->
          form.type() == PrimitiveTypeName.INT32
              ? new DeltaBinaryPackingValuesWriterForInteger(SLAB, LARGE, heap)
              : new DeltaBinaryPackingValuesWriterForLong(SLAB, LARGE, heap);
      case DELTA_LENGTH_BYTE_ARRAY -> new DeltaLengthByteArrayValuesWriter(SLAB, LARGE, heap);
      case DELTA_BYTE_ARRAY -> new DeltaByteArrayWriter(SLAB, LARGE, heap);
      case BYTE_STREAM_SPLIT ->
          switch (form.type()) {
            case INT32 ->
                new ByteStreamSplitValuesWriter.IntegerByteStreamSplitValuesWriter(
                    SLAB, LARGE, heap);
            case INT64 ->
                new ByteStreamSplitValuesWriter.LongByteStreamSplitValuesWriter(SLAB, LARGE, heap);
            default ->
                new ByteStreamSplitValuesWriter.FixedLenByteArrayByteStreamSplitValuesWriter(
                    WIDTH, SLAB, LARGE, heap);
          };
      case RLE_DICTIONARY -> dictionaryWriter(form.type(), heap);
      case PLAIN_DICTIONARY, BIT_PACKED -> throw new IllegalArgumentException();
    };
  }

  private static DictionaryValuesWriter dictionaryWriter(
      PrimitiveTypeName type, HeapByteBufferAllocator heap) {
    org.apache.parquet.column.Encoding ids = org.apache.parquet.column.Encoding.RLE_DICTIONARY;
    org.apache.parquet.column.Encoding entries = org.apache.parquet.column.Encoding.PLAIN;
    return switch (type) {
      case INT32 -> new PlainIntegerDictionaryValuesWriter(LARGE, ids, entries, heap);
      case INT64 -> new PlainLongDictionaryValuesWriter(LARGE, ids, entries, heap);
      case BINARY -> new PlainBinaryDictionaryValuesWriter(LARGE, ids, entries, heap);
      default -> new PlainFixedLenArrayDictionaryValuesWriter(LARGE, WIDTH, ids, entries, heap);
    };
  }

  private static void write(ValuesWriter writer, Object value) {
    if (value instanceof Boolean bool) {
      if (writer instanceof RunLengthBitPackingHybridValuesWriter runs) {
        runs.writeInteger(bool ? 1 : 0);
      } else {
        writer.writeBoolean(bool);
      }
    } else if (value instanceof Integer number) {
      writer.writeInteger(number);
    } else if (value instanceof Long number) {
      writer.writeLong(number);
    } else {
      writer.writeBytes((Binary) value);
    }
  }

  private static byte[] bytes(BytesInput input) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    input.writeAllTo(bytes);
    return bytes.toByteArray();
  }
}
