package io.flinkarrow.parquet.chunk;

import static org.assertj.core.api.Assertions.assertThat;

import io.flinkarrow.parquet.column.LeafSlice;
import io.flinkarrow.parquet.column.LeafValues;
import io.flinkarrow.parquet.column.Levels;
import io.flinkarrow.parquet.decoding.ChunkDecoding;
import io.flinkarrow.parquet.decoding.DecodedValues;
import io.flinkarrow.parquet.decoding.LevelDecoder;
import io.flinkarrow.parquet.decoding.PageBytes;
import io.flinkarrow.parquet.page.DataPages;
import io.flinkarrow.parquet.page.OpenedDataPage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Random;
import org.apache.parquet.bytes.BytesInput;
import org.apache.parquet.bytes.BytesUtils;
import org.apache.parquet.bytes.HeapByteBufferAllocator;
import org.apache.parquet.column.values.ValuesWriter;
import org.apache.parquet.column.values.deltastrings.DeltaByteArrayWriter;
import org.apache.parquet.column.values.plain.PlainValuesWriter;
import org.apache.parquet.column.values.rle.RunLengthBitPackingHybridEncoder;
import org.apache.parquet.format.Encoding;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.schema.PrimitiveType;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.apache.parquet.schema.Type.Repetition;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Slices of any number of rows, with any limit of bytes, of chunks whose rows lie anyhow in pages
 * of several encodings: together they hold what was written, each with whole rows only.
 */
class ColumnChunksAreReadInSlicesTest {

  private static final int ROUNDS = Boolean.getBoolean("flinkarrow.extended") ? 5_000 : 150;

  /** Levels and the value of an entry; null without one. */
  private record Entry(int repetition, int definition, String value) {}

  @ParameterizedTest
  @CsvSource({"0, 0", "0, 1", "0, 3", "1, 1", "1, 3", "3, 5"})
  void slicesHoldWhatPagesHold(int maximumRepetition, int maximumDefinition) throws IOException {
    for (int seed = 0; seed < ROUNDS; seed++) {
      Random random = new Random(seed);
      List<Entry> entries = entries(maximumRepetition, maximumDefinition, random);
      Iterator<OpenedDataPage> pages =
          pages(entries, maximumRepetition, maximumDefinition, random).iterator();
      ColumnChunkReader<?> reader =
          reader(
              ChunkDecoding.of(
                  new PrimitiveType(Repetition.REQUIRED, PrimitiveTypeName.BINARY, "column")),
              pages,
              maximumRepetition,
              maximumDefinition);
      assertThat(read(reader, entries, maximumDefinition, random))
          .as("seed %d", seed)
          .isEqualTo(entries);
    }
  }

  private static <T extends DecodedValues> ColumnChunkReader<T> reader(
      ChunkDecoding<T> decoding,
      Iterator<OpenedDataPage> pages,
      int maximumRepetition,
      int maximumDefinition) {
    return new ColumnChunkReader<>(
        new DataPages() {
          @Override
          public OpenedDataPage next() {
            return pages.hasNext() ? pages.next() : null;
          }

          @Override
          public IOException damaged(IOException found) {
            return found;
          }
        },
        decoding,
        maximumRepetition,
        maximumDefinition);
  }

  private static List<Entry> read(
      ColumnChunkReader<?> reader, List<Entry> entries, int maximum, Random random)
      throws IOException {
    List<Entry> read = new ArrayList<>();
    int mostBytes = random.nextInt(5000);
    while (true) {
      int wanted = 1 + random.nextInt(300);
      int held = reader.fill(wanted, mostBytes);
      if (held == 0) {
        return read;
      }
      assertThat(held).isBetween(1, wanted);
      int rows = 1 + random.nextInt(held);
      LeafSlice slice = reader.slice(rows);
      assertThat(slice.rowCount()).isEqualTo(rows);
      LeafValues.Bytes values = (LeafValues.Bytes) slice.values();
      int bytes = values.offsets()[values.count()] - values.offsets()[0];
      assertThat(bytes).isLessThanOrEqualTo(2 * Math.max(mostBytes, largestRow(entries)));
      int before = read.size();
      add(slice.levels(), values, maximum, read);
      assertThat(read.subList(before, read.size()).stream().filter(e -> e.repetition() == 0))
          .hasSize(rows);
    }
  }

  private static int largestRow(List<Entry> entries) {
    int largest = 0;
    int row = 0;
    for (Entry entry : entries) {
      row = entry.repetition() == 0 ? 0 : row;
      row += entry.value() == null ? 0 : entry.value().length();
      largest = Math.max(largest, row);
    }
    return largest;
  }

  private static void add(Levels levels, LeafValues.Bytes values, int maximum, List<Entry> read) {
    int value = 0;
    for (int i = 0; i < levels.count(); i++) {
      int entry = i;
      int repetition =
          levels instanceof Levels.Materialized bytes && bytes.repetition() != null
              ? bytes.repetition()[i]
              : 0;
      int definition = levels.accept(new DefinitionOf(entry));
      String text = null;
      if (definition == maximum) {
        int from = values.offsets()[value];
        int length = values.offsets()[++value] - from;
        text = new String(values.bytes(), from, length, StandardCharsets.UTF_8);
      }
      read.add(new Entry(repetition, definition, text));
    }
    assertThat(value).isEqualTo(values.count());
  }

  private record DefinitionOf(int entry) implements Levels.Visitor<Integer> {
    @Override
    public Integer uniform(Levels.Uniform levels) {
      return levels.definitionLevel();
    }

    @Override
    public Integer bitmap(Levels.Bitmap levels) {
      return (int) (levels.words()[entry >>> 6] >>> entry & 1);
    }

    @Override
    public Integer materialized(Levels.Materialized levels) {
      return (int) levels.definition()[entry];
    }

    @Override
    public Integer runs(Levels.Runs levels) {
      throw new AssertionError();
    }
  }

  private static List<Entry> entries(int maximumRepetition, int maximumDefinition, Random random) {
    List<Entry> entries = new ArrayList<>();
    int count = random.nextInt(8) == 0 ? random.nextInt(20_000) : random.nextInt(600);
    int moreInRow = 1 + random.nextInt(random.nextInt(10) == 0 ? 3000 : 6);
    for (int i = 0; i < count; i++) {
      boolean begins = i == 0 || maximumRepetition == 0 || random.nextInt(moreInRow) == 0;
      int definition =
          random.nextInt(3) > 0 ? maximumDefinition : random.nextInt(maximumDefinition + 1);
      String value =
          definition < maximumDefinition
              ? null
              : "v".repeat(random.nextInt(50) == 0 ? random.nextInt(500) : random.nextInt(12)) + i;
      entries.add(new Entry(begins ? 0 : 1 + random.nextInt(maximumRepetition), definition, value));
    }
    return entries;
  }

  private static List<OpenedDataPage> pages(
      List<Entry> entries, int maximumRepetition, int maximumDefinition, Random random)
      throws IOException {
    List<OpenedDataPage> pages = new ArrayList<>();
    int from = 0;
    while (from < entries.size()) {
      int to = Math.min(entries.size(), from + random.nextInt(random.nextBoolean() ? 20 : 5000));
      List<Entry> page = entries.subList(from, to);
      from = to;
      boolean isDelta = random.nextBoolean();
      HeapByteBufferAllocator heap = HeapByteBufferAllocator.getInstance();
      ValuesWriter values =
          isDelta
              ? new DeltaByteArrayWriter(1 << 10, 1 << 20, heap)
              : new PlainValuesWriter(1 << 10, 1 << 20, heap);
      for (Entry entry : page) {
        if (entry.value() != null) {
          values.writeBytes(Binary.fromString(entry.value()));
        }
      }
      byte[] bytes = bytes(values.getBytes());
      pages.add(
          new OpenedDataPage(
              page.size(),
              levels(page.stream().map(Entry::repetition).toList(), maximumRepetition),
              levels(page.stream().map(Entry::definition).toList(), maximumDefinition),
              isDelta ? Encoding.DELTA_BYTE_ARRAY : Encoding.PLAIN,
              new PageBytes(bytes, 0, bytes.length)));
    }
    return pages;
  }

  private static LevelDecoder levels(List<Integer> levels, int maximum) throws IOException {
    if (maximum == 0) {
      return LevelDecoder.ofPageV2(0, new PageBytes(new byte[0], 0, 0));
    }
    RunLengthBitPackingHybridEncoder encoder =
        new RunLengthBitPackingHybridEncoder(
            BytesUtils.getWidthFromMaxInt(maximum),
            64,
            1 << 20,
            HeapByteBufferAllocator.getInstance());
    for (int level : levels) {
      encoder.writeInt(level);
    }
    byte[] bytes = bytes(encoder.toBytes());
    return LevelDecoder.ofPageV2(maximum, new PageBytes(bytes, 0, bytes.length));
  }

  private static byte[] bytes(BytesInput input) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    input.writeAllTo(bytes);
    return bytes.toByteArray();
  }
}
