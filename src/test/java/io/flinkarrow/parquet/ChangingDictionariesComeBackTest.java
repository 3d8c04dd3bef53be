package io.flinkarrow.parquet;

import static org.assertj.core.api.Assertions.assertThat;

import io.flinkarrow.parquet.shred.nodes.BatchBuffers;
import io.flinkarrow.parquet.shred.nodes.BatchBuffers.DictionaryBuffers;
import io.flinkarrow.parquet.shred.values.SharedDictionaries;
import io.flinkarrow.testing.DuckDbReader;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import javax.annotation.Nullable;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.IntVector;
import org.apache.arrow.vector.VarCharVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.complex.ListVector;
import org.apache.arrow.vector.dictionary.Dictionary;
import org.apache.arrow.vector.dictionary.DictionaryProvider.MapDictionaryProvider;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.DictionaryEncoding;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.FieldType;
import org.apache.arrow.vector.types.pojo.Schema;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Files that share their dictionaries have the values that were written, whatever dictionaries do:
 * grow, shrink, change their order, come back, have null entries, one hash for all, or two columns.
 * Each column has its values a second time, without a dictionary.
 */
class ChangingDictionariesComeBackTest {

  private static final int WRITERS = 3;
  private static final int BATCHES = 150;
  private static final int MOST_ROWS = 300;
  private static final ArrowType.Int INDEX = new ArrowType.Int(32, true);

  /** Two columns have the first. */
  private static final List<Long> IDS = List.of(1L, 1L, 2L, 3L);

  @TempDir Path directory;

  private static Field field(int column, boolean encoded) {
    DictionaryEncoding encoding = new DictionaryEncoding(IDS.get(column), false, INDEX);
    FieldType type = new FieldType(true, new ArrowType.Utf8(), encoded ? encoding : null);
    String name = (encoded ? "encoded" : "plain") + column;
    return column < IDS.size() - 1
        ? new Field(name, type, null)
        : new Field(
            name, FieldType.nullable(new ArrowType.List()), List.of(new Field("item", type, null)));
  }

  private static Schema schema() {
    List<Field> fields = new ArrayList<>();
    fields.add(Field.notNullable("id", new ArrowType.Int(64, true)));
    for (int column = 0; column < IDS.size(); column++) {
      fields.add(field(column, true));
      fields.add(field(column, false));
    }
    return new Schema(fields);
  }

  /** Writes files in turn, as the thread of a subtask or of a compaction does. */
  private final class Producer {
    private final Random random;
    private final SharedDictionaries shared;
    private final String name;
    private final Map<Long, List<String>> entries = new HashMap<>();
    private final Map<List<String>, Object> sources = new HashMap<>();
    private long rows;
    private int files;

    private Producer(int number, SharedDictionaries shared) {
      this.random = new Random(number);
      this.shared = shared;
      this.name = "producer" + number;
    }

    private long run() throws Exception {
      Map<Integer, ArrowParquetWriter> writers = new HashMap<>();
      try (BufferAllocator allocator = new RootAllocator()) {
        for (int i = 0; i < BATCHES; i++) {
          IDS.forEach(id -> entries.put(id, next(entries.getOrDefault(id, List.of()))));
          int number = random.nextInt(WRITERS);
          if (!writers.containsKey(number)) {
            writers.put(number, open());
          }
          ArrowParquetWriter writer = writers.get(number);
          write(writer, allocator);
          switch (random.nextInt(30)) {
            case 0, 1 -> writer.flushRowGroup();
            case 2 -> writers.remove(number).finish();
            case 3 -> shared.clear();
            default -> {}
          }
        }
      }
      for (ArrowParquetWriter writer : writers.values()) {
        writer.finish();
      }
      return rows;
    }

    private ArrowParquetWriter open() throws Exception {
      OutputStream out =
          Files.newOutputStream(directory.resolve(name + "-" + files++ + ".parquet"));
      WriterOptions options = WriterOptions.builder().rowGroupBytes(64 << 10).build();
      return ArrowParquetWriter.open(out, FilePlan.of(schema(), options), shared);
    }

    private List<String> next(List<String> last) {
      List<String> next = new ArrayList<>(last);
      switch (random.nextInt(8)) {
        case 0 -> next.addAll(texts(random.nextInt(100)));
        case 1 -> next = texts(random.nextInt(random.nextInt(4) == 0 ? 5_000 : 80));
        case 2 -> Collections.shuffle(next, random);
        case 3 -> next = new ArrayList<>(entries.getOrDefault(1L, List.of()));
        case 4 -> next = next.subList(0, next.size() / 2);
        default -> {}
      }
      return List.copyOf(next);
    }

    /** Some twice, some empty; an empty one at an even position is a null entry. */
    private List<String> texts(int count) {
      return IntStream.range(0, count)
          .mapToObj(
              i ->
                  switch (random.nextInt(10)) {
                    case 0 -> "";
                    case 1, 2, 3 -> "v" + random.nextInt(20);
                    default -> Long.toHexString(random.nextLong());
                  })
          .collect(Collectors.toCollection(ArrayList::new));
    }

    @Nullable
    private static String entry(List<String> texts, int index) {
      return texts.get(index).isEmpty() && index % 2 == 0 ? null : texts.get(index);
    }

    private void write(ArrowParquetWriter writer, BufferAllocator allocator) throws Exception {
      MapDictionaryProvider dictionaries = new MapDictionaryProvider();
      entries.forEach((id, texts) -> dictionaries.put(dictionary(id, texts, allocator)));
      try (VectorSchemaRoot root = root(allocator)) {
        BatchBuffers batch = BatchBuffers.of(root, dictionaries);
        Map<Long, DictionaryBuffers> made = new HashMap<>();
        batch.dictionaries().forEach((id, buffers) -> made.put(id, withSource(id, buffers)));
        writer.write(
            new BatchBuffers(
                batch.rowCount(), batch.nodeLengths(), batch.nullCounts(), batch.buffers(), made));
        rows += root.getRowCount();
      } finally {
        dictionaries.getDictionaryIds().forEach(id -> dictionaries.lookup(id).getVector().close());
      }
    }

    /** Mostly one that only this content has; hashes are few, so that different ones have one. */
    private DictionaryBuffers withSource(long id, DictionaryBuffers buffers) {
      List<String> texts = entries.get(id);
      Object source =
          random.nextInt(3) == 0 ? null : sources.computeIfAbsent(texts, key -> new Object());
      return new DictionaryBuffers(
          buffers.size(), buffers.nullCount(), buffers.buffers(), texts.hashCode() & 1, source);
    }

    private Dictionary dictionary(long id, List<String> texts, BufferAllocator allocator) {
      VarCharVector vector = new VarCharVector("texts", allocator);
      for (int i = 0; i < texts.size(); i++) {
        set(vector, i, entry(texts, i), -1);
      }
      vector.setValueCount(texts.size());
      return new Dictionary(vector, new DictionaryEncoding(id, false, INDEX));
    }

    private VectorSchemaRoot root(BufferAllocator allocator) {
      int count = random.nextInt(MOST_ROWS);
      BigIntVector ids = (BigIntVector) schema().getFields().get(0).createVector(allocator);
      for (int row = 0; row < count; row++) {
        ids.setSafe(row, rows + row);
      }
      List<FieldVector> vectors = new ArrayList<>(List.of(ids));
      for (int column = 0; column < IDS.size(); column++) {
        List<String> texts = entries.get(IDS.get(column));
        FieldVector encoded = indexes(column, allocator);
        FieldVector plain = field(column, false).createVector(allocator);
        for (int row = 0; row < count; row++) {
          int values = encoded instanceof ListVector ? random.nextInt(4) : 1;
          int at = row;
          if (encoded instanceof ListVector list) {
            at = list.startNewValue(row);
            ((ListVector) plain).startNewValue(row);
            list.endValue(row, values);
            ((ListVector) plain).endValue(row, values);
          }
          for (int i = 0; i < values; i++) {
            boolean isNull = texts.isEmpty() || random.nextInt(8) == 0;
            int index = isNull ? -1 : random.nextInt(texts.size());
            set(leaf(encoded), at + i, null, index);
            set(leaf(plain), at + i, isNull ? null : entry(texts, index), -1);
          }
        }
        encoded.setValueCount(count);
        plain.setValueCount(count);
        vectors.addAll(List.of(encoded, plain));
      }
      VectorSchemaRoot root = new VectorSchemaRoot(vectors);
      root.setRowCount(count);
      return root;
    }
  }

  /** As vectors have a column: its indexes. */
  private static FieldVector indexes(int column, BufferAllocator allocator) {
    Field field = field(column, true);
    DictionaryEncoding encoding = new DictionaryEncoding(IDS.get(column), false, INDEX);
    FieldType type = new FieldType(true, INDEX, encoding);
    return field.getChildren().isEmpty()
        ? new Field(field.getName(), type, null).createVector(allocator)
        : new Field(field.getName(), field.getFieldType(), List.of(new Field("item", type, null)))
            .createVector(allocator);
  }

  private static FieldVector leaf(FieldVector vector) {
    return vector instanceof ListVector list ? list.getDataVector() : vector;
  }

  private static void set(FieldVector vector, int slot, @Nullable String text, int index) {
    if (vector instanceof IntVector indexes && index >= 0) {
      indexes.setSafe(slot, index);
    } else if (vector instanceof VarCharVector texts && text != null) {
      texts.setSafe(slot, text.getBytes(StandardCharsets.UTF_8));
    } else {
      while (vector.getValueCapacity() <= slot) {
        vector.reAlloc();
      }
      vector.setNull(slot);
    }
  }

  private void assertComesBack(String files, long rows) throws Exception {
    String differs =
        IntStream.range(0, IDS.size())
            .mapToObj("encoded%1$d IS DISTINCT FROM plain%1$d"::formatted)
            .collect(Collectors.joining(" OR "));
    assertThat(
            DuckDbReader.query(
                "SELECT count(*), count(DISTINCT id), count(*) FILTER (WHERE %s) FROM read_parquet('%s/%s')"
                    .formatted(differs, directory, files)))
        .as("rows, different ones, wrong ones")
        .isEqualTo(List.of(List.of(rows, rows, 0L)));
  }

  @Test
  void toThreadsThatShareThem() throws Exception {
    SharedDictionaries shared = new SharedDictionaries(100_000);
    List<CompletableFuture<Long>> producers = new ArrayList<>();
    for (int i = 0; i < 2; i++) {
      Producer producer = new Producer(i, shared);
      producers.add(
          CompletableFuture.supplyAsync(
              () -> {
                try {
                  return producer.run();
                } catch (Exception e) {
                  throw new IllegalStateException(e);
                }
              }));
    }
    for (int i = 0; i < producers.size(); i++) {
      assertComesBack("producer" + i + "-*.parquet", producers.get(i).get());
    }
  }
}
