package io.flinkarrow.parquet.chunk;

import io.flinkarrow.parquet.column.LeafSlice;
import io.flinkarrow.parquet.column.Levels;
import io.flinkarrow.parquet.decoding.ChunkDecoding;
import io.flinkarrow.parquet.decoding.DecodedObjects;
import io.flinkarrow.parquet.decoding.EncodedPages;
import io.flinkarrow.parquet.decoding.EncodedPages.Form;
import io.flinkarrow.parquet.decoding.bytes.PageBytes;
import io.flinkarrow.parquet.decoding.levels.LevelDecoder;
import io.flinkarrow.parquet.page.DataPages;
import io.flinkarrow.parquet.page.OpenedDataPage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Random;
import java.util.function.UnaryOperator;
import org.apache.parquet.bytes.BytesUtils;
import org.apache.parquet.bytes.HeapByteBufferAllocator;
import org.apache.parquet.column.values.rle.RunLengthBitPackingHybridEncoder;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;

/** The entries of a chunk, and pages of them in all encodings that their type has, cut anywhere. */
final class RandomChunk {

  /** Levels and the value of an entry; null without one. */
  record Entry(int repetition, int definition, Object value) {}

  /** Parts of a page, as they are stored. */
  private record Page(
      int entries, int rows, byte[] repetition, byte[] definition, Form form, byte[] values) {}

  private final int maximumRepetition;
  private final int maximumDefinition;
  private final boolean pagesBeginRows;
  private final List<Entry> entries;
  private final List<List<Entry>> rows = new ArrayList<>();
  private final List<Page> pages = new ArrayList<>();
  private final List<EncodedPages> encoded = new ArrayList<>();

  /** Bytes of the largest row, each level and value counted. */
  private final int largestRow;

  /** How many pages were passed without a look. */
  int passedPages;

  private RandomChunk(
      PrimitiveTypeName type, int maximumRepetition, int maximumDefinition, Random random)
      throws IOException {
    this.maximumRepetition = maximumRepetition;
    this.maximumDefinition = maximumDefinition;
    this.pagesBeginRows = random.nextBoolean();
    this.entries = entries(type, random);
    for (Entry entry : entries) {
      if (entry.repetition() == 0) {
        rows.add(new ArrayList<>());
      }
      rows.get(rows.size() - 1).add(entry);
    }
    this.largestRow = bytesOfLargestRow();
    cutPages(EncodedPages.forms().stream().filter(form -> form.type() == type).toList(), random);
  }

  static RandomChunk of(
      PrimitiveTypeName type, int maximumRepetition, int maximumDefinition, Random random)
      throws IOException {
    return new RandomChunk(type, maximumRepetition, maximumDefinition, random);
  }

  private List<Entry> entries(PrimitiveTypeName type, Random random) {
    int count = random.nextInt(8) == 0 ? random.nextInt(20_000) : random.nextInt(600);
    int moreInRow = 1 + random.nextInt(random.nextInt(10) == 0 ? 3000 : 6);
    List<Object> values = EncodedPages.values(type, count, random);
    List<Entry> made = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      boolean begins = i == 0 || maximumRepetition == 0 || random.nextInt(moreInRow) == 0;
      int definition =
          random.nextInt(3) > 0 ? maximumDefinition : random.nextInt(maximumDefinition + 1);
      made.add(
          new Entry(
              begins ? 0 : 1 + random.nextInt(maximumRepetition),
              definition,
              definition < maximumDefinition ? null : values.get(i)));
    }
    return made;
  }

  private void cutPages(List<Form> forms, Random random) throws IOException {
    List<List<Entry>> cut = new ArrayList<>();
    int from = 0;
    while (from < entries.size()) {
      int to = Math.min(entries.size(), from + random.nextInt(random.nextBoolean() ? 20 : 5000));
      while (pagesBeginRows && to < entries.size() && entries.get(to).repetition() > 0) {
        to++;
      }
      cut.add(entries.subList(from, to));
      from = to;
    }
    List<Form> formOfPage =
        cut.stream().map(page -> forms.get(random.nextInt(forms.size()))).toList();
    List<Iterator<byte[]>> bytes = new ArrayList<>();
    for (Form form : forms) {
      List<List<Object>> values = new ArrayList<>();
      for (int i = 0; i < cut.size(); i++) {
        if (formOfPage.get(i) == form) {
          values.add(values(cut.get(i)));
        }
      }
      EncodedPages made = EncodedPages.of(form, values);
      encoded.add(made);
      bytes.add(made.pages().iterator());
    }
    for (int i = 0; i < cut.size(); i++) {
      List<Entry> page = cut.get(i);
      pages.add(
          new Page(
              page.size(),
              (int) page.stream().filter(entry -> entry.repetition() == 0).count(),
              levels(page.stream().map(Entry::repetition).toList(), maximumRepetition),
              levels(page.stream().map(Entry::definition).toList(), maximumDefinition),
              formOfPage.get(i),
              bytes.get(forms.indexOf(formOfPage.get(i))).next()));
    }
  }

  private static List<Object> values(List<Entry> page) {
    List<Object> values = new ArrayList<>();
    for (Entry entry : page) {
      if (entry.value() != null) {
        values.add(entry.value());
      }
    }
    return values;
  }

  private static byte[] levels(List<Integer> levels, int maximum) throws IOException {
    if (maximum == 0) {
      return new byte[0];
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
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    encoder.toBytes().writeAllTo(bytes);
    return bytes.toByteArray();
  }

  int rows() {
    return rows.size();
  }

  /** The entries of {@code [from, to)}. */
  List<Entry> rows(int from, int to) {
    return rows.subList(from, to).stream().flatMap(List::stream).toList();
  }

  int largestRow() {
    return largestRow;
  }

  private int bytesOfLargestRow() {
    int largest = 0;
    int row = 0;
    for (Entry entry : entries) {
      row = entry.repetition() == 0 ? 0 : row;
      row += 10 + (entry.value() instanceof Binary bytes ? bytes.length() : 0);
      largest = Math.max(largest, row);
    }
    return largest;
  }

  ColumnChunkReader<?> reader() throws IOException {
    return reader(rows(), new RowAllowance(1 << 20), UnaryOperator.identity());
  }

  /**
   * @param change what becomes of each part of a page
   */
  ColumnChunkReader<?> reader(int rows, RowAllowance allowance, UnaryOperator<byte[]> change)
      throws IOException {
    ChunkDecoding<?> decoding = ChunkDecoding.of(encoded.get(0).type());
    for (EncodedPages pagesOfForm : encoded) {
      pagesOfForm.setDictionary(decoding);
    }
    return new ColumnChunkReader<>(
        new Pages(change), decoding, maximumRepetition, maximumDefinition, rows, allowance);
  }

  private final class Pages implements DataPages {
    private final UnaryOperator<byte[]> change;
    private int next;

    private Pages(UnaryOperator<byte[]> change) {
      this.change = change;
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
          page.form().encoding(),
          part(page.values()));
    }

    private PageBytes part(byte[] stored) {
      byte[] bytes = change.apply(stored);
      return new PageBytes(bytes, 0, bytes.length);
    }

    @Override
    public long pass(long rows) {
      long passed = 0;
      while (pagesBeginRows && next < pages.size() && pages.get(next).rows() <= rows - passed) {
        passed += pages.get(next++).rows();
        passedPages++;
      }
      return passed;
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

  /** Adds the entries of a slice to others. */
  void add(LeafSlice slice, List<Entry> read) {
    List<Object> values = new ArrayList<>();
    slice.values().accept(new DecodedObjects(values));
    Iterator<Object> next = values.iterator();
    Levels levels = slice.levels();
    for (int i = 0; i < levels.count(); i++) {
      int repetition =
          levels instanceof Levels.Materialized bytes && bytes.repetition() != null
              ? bytes.repetition()[i]
              : 0;
      int definition = levels.accept(new DefinitionOf(i));
      read.add(
          new Entry(repetition, definition, definition == maximumDefinition ? next.next() : null));
    }
    if (next.hasNext()) {
      throw new AssertionError("more values than levels have");
    }
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
}
