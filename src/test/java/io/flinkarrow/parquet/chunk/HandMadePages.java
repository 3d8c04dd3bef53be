package io.flinkarrow.parquet.chunk;

import io.flinkarrow.parquet.decoding.ChunkDecoding;
import io.flinkarrow.parquet.decoding.bytes.PageBytes;
import io.flinkarrow.parquet.decoding.levels.LevelDecoder;
import io.flinkarrow.parquet.encoding.bytes.ByteArrayBuilder;
import io.flinkarrow.parquet.page.DataPages;
import io.flinkarrow.parquet.page.OpenedDataPage;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.parquet.format.Encoding;
import org.apache.parquet.schema.PrimitiveType;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.apache.parquet.schema.Type.Repetition;

/** Pages whose bytes a test writes itself. */
final class HandMadePages implements DataPages {

  private record Page(
      int entries, byte[] repetition, byte[] definition, Encoding encoding, byte[] values) {}

  private final PrimitiveType type;
  private final int maximumRepetition;
  private final int maximumDefinition;
  private final List<Page> pages = new ArrayList<>();
  private byte[] dictionary;
  private int dictionaryEntries;
  private int next;

  HandMadePages(PrimitiveTypeName type, int width, int maximumRepetition, int maximumDefinition) {
    this.type = new PrimitiveType(Repetition.REQUIRED, type, width, "column");
    this.maximumRepetition = maximumRepetition;
    this.maximumDefinition = maximumDefinition;
  }

  HandMadePages dictionary(int entries, byte[] bytes) {
    dictionaryEntries = entries;
    dictionary = bytes;
    return this;
  }

  /** Levels in runs: pairs of a count and a level. */
  HandMadePages page(
      int entries, int[] repetition, int[] definition, Encoding encoding, byte[] values) {
    return page(entries, runs(repetition), runs(definition), encoding, values);
  }

  HandMadePages page(
      int entries, byte[] repetition, byte[] definition, Encoding encoding, byte[] values) {
    pages.add(new Page(entries, repetition, definition, encoding, values));
    return this;
  }

  /** Runs of values of at most eight bits: pairs of a count and a value. */
  static byte[] runs(int... countsAndValues) {
    ByteArrayBuilder bytes = new ByteArrayBuilder();
    for (int i = 0; i < countsAndValues.length; i += 2) {
      bytes.putUnsignedVarlong((long) countsAndValues[i] << 1);
      bytes.putByte(countsAndValues[i + 1]);
    }
    return bytes(bytes);
  }

  /** Numbers of seven bits per byte, the sign in the lowest bit where it has one. */
  static byte[] numbers(long... numbers) {
    ByteArrayBuilder bytes = new ByteArrayBuilder();
    for (long number : numbers) {
      bytes.putUnsignedVarlong(number);
    }
    return bytes(bytes);
  }

  static byte[] concat(byte[]... parts) {
    ByteArrayBuilder bytes = new ByteArrayBuilder();
    for (byte[] part : parts) {
      bytes.put(part, 0, part.length);
    }
    return bytes(bytes);
  }

  private static byte[] bytes(ByteArrayBuilder builder) {
    return Arrays.copyOf(builder.array(), builder.length());
  }

  ColumnChunkReader<?> reader(long rows, long maximumRowBytes) throws IOException {
    return reader(rows, new RowAllowance(maximumRowBytes));
  }

  ColumnChunkReader<?> reader(long rows, RowAllowance allowance) throws IOException {
    ChunkDecoding<?> decoding = ChunkDecoding.of(type);
    if (dictionary != null) {
      decoding.setDictionary(new PageBytes(dictionary, 0, dictionary.length), dictionaryEntries);
    }
    return new ColumnChunkReader<>(
        this, decoding, maximumRepetition, maximumDefinition, rows, allowance);
  }

  @Override
  public OpenedDataPage next() throws IOException {
    if (next == pages.size()) {
      return null;
    }
    next++;
    return again(0);
  }

  @Override
  public OpenedDataPage again(int passed) throws IOException {
    Page page = pages.get(next - 1);
    return new OpenedDataPage(
        page.entries(),
        LevelDecoder.ofPageV2(maximumRepetition, part(page.repetition())),
        LevelDecoder.ofPageV2(maximumDefinition, part(page.definition())),
        page.encoding(),
        part(page.values()));
  }

  private static PageBytes part(byte[] bytes) {
    return new PageBytes(bytes, 0, bytes.length);
  }

  @Override
  public long pass(long rows) {
    return 0;
  }

  @Override
  public void letGo() {}

  @Override
  public long retainedBytes() {
    return 0;
  }

  @Override
  public IOException damaged(IOException found) {
    return new IOException("Page %d %s".formatted(next - 1, found.getMessage()), found);
  }
}
