package io.flinkarrow.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.flinkarrow.batch.body.BatchBody;
import io.flinkarrow.batch.body.BatchSchema;
import io.flinkarrow.testing.ArrowValues;
import io.flinkarrow.testing.RandomBatches;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.IntUnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.types.UnionMode;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.FieldType;
import org.apache.arrow.vector.types.pojo.Schema;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Rows taken out of a batch, and batches put together, are those that arrow-java shows one by one.
 */
class TakenRowsTest {

  private static final int ROWS = 150;

  private final BufferAllocator allocator = new RootAllocator();

  @AfterEach
  void nothingIsLeft() {
    assertThat(allocator.getAllocatedMemory()).isZero();
    allocator.close();
  }

  static Stream<Field> everyType() {
    return SampleColumns.everyType().stream();
  }

  @ParameterizedTest
  @MethodSource("everyType")
  void chosenRowsOfEveryTypeAreTheRowsChosen(Field field) {
    Schema schema = new Schema(List.of(field));
    Random random = new Random(11);
    for (double nulls : new double[] {0, 0.3, 1}) {
      try (var root = SampleColumns.random(schema, ROWS, nulls, random, allocator)) {
        RecordBatch batch = RecordBatch.copyOf(root);
        List<List<String>> rows = Rows.of(root);
        for (int i = 0; i < 6; i++) {
          int[] chosen = someRows(random, ROWS);
          RecordBatch taken = batch.take(chosen);
          assertThat(taken.rowCount()).isEqualTo(chosen.length);
          assertThat(Rows.of(taken, allocator)).isEqualTo(pick(rows, chosen));

          int[] again = someRows(random, chosen.length);
          assertThat(Rows.of(taken.take(again), allocator))
              .isEqualTo(pick(pick(rows, chosen), again));
          if (chosen.length > 0) {
            RecordBatch joined = RecordBatch.concat(List.of(taken, batch, taken.take(again)));
            List<List<String>> expected = new ArrayList<>(pick(rows, chosen));
            expected.addAll(rows);
            expected.addAll(pick(pick(rows, chosen), again));
            assertThat(Rows.of(joined, allocator)).isEqualTo(expected);
          }
        }
      }
    }
  }

  /** Half of them in order, as a partitioner takes them, half in any order and some twice. */
  private static int[] someRows(Random random, int rows) {
    int shape = random.nextInt(4);
    return switch (shape) {
      case 0 -> IntStream.range(0, rows).filter(row -> random.nextInt(3) == 0).toArray();
      case 1 -> IntStream.range(0, rows).filter(row -> random.nextInt(10) != 0).toArray();
      case 2 -> rows == 0 ? new int[0] : random.ints(random.nextInt(60), 0, rows).toArray();
      default -> IntStream.range(0, rows).filter(row -> row / 20 % 2 == 0).toArray();
    };
  }

  private static <T> List<T> pick(List<T> rows, int[] chosen) {
    return IntStream.of(chosen).mapToObj(rows::get).toList();
  }

  /** Garbage under nulls, hidden elements, offsets that start late, dictionaries, deep nesting. */
  @Test
  void chosenRowsOfRandomSchemasAreTheRowsChosen() {
    for (int seed = 0; seed < 60; seed++) {
      Random random = new Random(seed);
      try (RandomBatches batches = new RandomBatches(seed, allocator)) {
        Schema schema = batches.schemas().schema(4, 3);
        try (var root = batches.batch(schema, 1 + random.nextInt(100))) {
          RecordBatch batch = RecordBatch.copyOf(root, batches.dictionaries());
          List<Map<String, Object>> rows = ArrowValues.rows(root, batches.dictionaries());
          int[] chosen = someRows(random, batch.rowCount());
          RecordBatch taken = batch.take(chosen);
          assertThat(taken.dictionaries()).isSameAs(batch.dictionaries());
          assertThat(values(taken)).as("seed %d", seed).isEqualTo(pick(rows, chosen));
          List<Map<String, Object>> twice = new ArrayList<>(pick(rows, chosen));
          twice.addAll(rows);
          assertThat(values(RecordBatch.concat(List.of(taken, batch))))
              .as("seed %d", seed)
              .isEqualTo(twice);
        }
      }
    }
  }

  private List<Map<String, Object>> values(RecordBatch batch) {
    try (LoadedBatch loaded = batch.load(allocator)) {
      return ArrowValues.rows(loaded.root(), loaded.dictionaries());
    }
  }

  @Test
  void allRowsInTheirOrderAreTheBatchItself() {
    RecordBatch batch = SampleStream.batch(1, 20);
    assertThat(batch.take(IntStream.range(0, 20).toArray())).isSameAs(batch);
    assertThat(RecordBatch.concat(List.of(batch))).isSameAs(batch);
    assertThat(batch.take(new int[] {4, 5, 6})).isEqualTo(batch.slice(4, 3));
  }

  @Test
  void whatIsTakenHoldsNoMoreThanItsRowsNeed() {
    Field text = SampleColumns.everyType().get(29);
    try (var root =
        SampleColumns.random(new Schema(List.of(text)), 1000, 0, new Random(1), allocator)) {
      RecordBatch batch = RecordBatch.copyOf(root);
      long sum = 0;
      for (int part = 0; part < 10; part++) {
        int remainder = part;
        int[] rows = IntStream.range(0, 1000).filter(row -> row % 10 == remainder).toArray();
        sum += batch.take(rows).body().bytes().length;
      }
      assertThat(sum)
          .isBetween((long) batch.body().bytes().length, batch.body().bytes().length + 10 * 32L);
    }
  }

  @Test
  void aRunOfWhichSomeRowsAreTakenStaysARun() {
    List<Field> fields = SampleColumns.everyType();
    Schema schema = new Schema(List.of(fields.get(fields.size() - 1)));
    try (var root = SampleColumns.random(schema, ROWS, 0, new Random(2), allocator)) {
      RecordBatch batch = RecordBatch.copyOf(root);
      int runs = batch.body().nodeLengths()[1];
      int[] even = IntStream.range(0, ROWS).filter(row -> row % 2 == 0).toArray();
      assertThat(batch.take(even).body().nodeLengths()[1]).isLessThanOrEqualTo(runs);
      assertThat(runs).isLessThan(even.length);
    }
  }

  /** Else a few bytes of a payload would become as many as views of them were chosen. */
  @Test
  void listViewsThatShareElementsGoOnSharingThem() {
    ByteBuffer body = ByteBuffer.allocate(100 * 8 + 40).order(ByteOrder.LITTLE_ENDIAN);
    for (int row = 0; row < 100; row++) {
      body.putInt(row * 4, row % 3).putInt(400 + row * 4, 7);
    }
    for (int element = 0; element < 10; element++) {
      body.putInt(800 + element * 4, element);
    }
    Field element = Field.notNullable("element", new ArrowType.Int(32, true));
    Field list = new Field("list", FieldType.nullable(new ArrowType.ListView()), List.of(element));
    BatchBody shared =
        BatchBody.of(
            new int[] {100, 10},
            new int[2],
            new int[0],
            new int[] {0, 0, 400, 0, 800},
            new int[] {0, 400, 400, 0, 40},
            body.array());
    RecordBatch batch =
        RecordBatch.of(BatchSchema.of(new Schema(List.of(list))), 100, shared, List.of());
    int[] odd = IntStream.range(0, 50).map(row -> 2 * row + 1).toArray();
    RecordBatch taken = batch.take(odd);
    assertThat(taken.body().bytes()).hasSize(50 * 8 + 40);
    assertThat(Rows.of(taken, allocator)).isEqualTo(pick(Rows.of(batch, allocator), odd));
    assertThat(batch.take(new int[] {3, 98}).body().nodeLengths()).containsExactly(2, 9);
    assertThat(batch.take(new int[] {5}).body().nodeLengths()).containsExactly(1, 7);
  }

  /** Slots are not all of one size: as many as there are may still be a large one many times. */
  @Test
  void aLargeElementThatManyRowsShareIsTakenOnce() {
    int rows = 1000;
    Field text = new Field("text", FieldType.notNullable(new ArrowType.Utf8()), null);
    Field view = new Field("view", FieldType.notNullable(new ArrowType.ListView()), List.of(text));
    Field union =
        new Field(
            "union",
            FieldType.nullable(new ArrowType.Union(UnionMode.Dense, new int[] {0})),
            List.of(text));
    ByteBuffer ones = ints(rows, row -> 1);
    ByteBuffer zeros = ints(rows, row -> 0);
    ByteBuffer ends = ints(rows + 1, row -> row == 0 ? 0 : 500_000);
    ByteBuffer large = ByteBuffer.wrap("x".repeat(500_000).getBytes(StandardCharsets.US_ASCII));
    ByteBuffer none = ByteBuffer.allocate(0);
    ByteBuffer typeIds = ByteBuffer.allocate(rows);
    RecordBatch views = batch(view, rows, none, zeros, ones, none, ends, large);
    RecordBatch unions = batch(union, rows, typeIds, zeros, none, ends, large);
    int[] odd = IntStream.range(0, rows / 2).map(row -> 2 * row + 1).toArray();
    for (RecordBatch batch : List.of(views, unions)) {
      RecordBatch taken = batch.take(odd);
      assertThat(taken.body().bytes()).hasSizeLessThan(510_000);
      assertThat(taken.body().nodeLengths()).containsExactly(rows / 2, 1);
      assertThat(Rows.of(taken, allocator)).isEqualTo(pick(Rows.of(batch, allocator), odd));
    }
  }

  private static ByteBuffer ints(int count, IntUnaryOperator values) {
    ByteBuffer ints = ByteBuffer.allocate(count * Integer.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    ints.asIntBuffer().put(IntStream.range(0, count).map(values).toArray());
    return ints;
  }

  /** Of one column with one child, both of so many slots without nulls. */
  private static RecordBatch batch(Field field, int rows, ByteBuffer... buffers) {
    int[] offsets = new int[buffers.length];
    int[] lengths = new int[buffers.length];
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    for (int i = 0; i < buffers.length; i++) {
      offsets[i] = body.size();
      lengths[i] = buffers[i].limit();
      body.writeBytes(buffers[i].array());
    }
    BatchBody columns =
        BatchBody.of(
            new int[] {rows, rows}, new int[2], new int[0], offsets, lengths, body.toByteArray());
    return RecordBatch.of(BatchSchema.of(new Schema(List.of(field))), rows, columns, List.of());
  }

  @Test
  void buffersThatReachTooFarAreRefused() {
    Schema schema = new Schema(List.of(Field.nullable("text", new ArrowType.Utf8())));
    for (int[] offsets : new int[][] {{0, 9, 9, 9}, {0, 0, 2, 9}, {-1, 0, 3, 4}, {3, 1, 3, 4}}) {
      ByteBuffer body = ByteBuffer.allocate(20).order(ByteOrder.LITTLE_ENDIAN);
      body.asIntBuffer().put(offsets);
      BatchBody texts =
          BatchBody.of(
              new int[] {3},
              new int[1],
              new int[0],
              new int[] {0, 0, 16},
              new int[] {0, 16, 4},
              body.array());
      RecordBatch batch = RecordBatch.of(BatchSchema.of(schema), 3, texts, List.of());
      assertThatThrownBy(() -> batch.take(new int[] {0, 2}))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("Column 'text' has ");
    }
  }

  @Test
  void rowsThatAreNotThereAreRefused() {
    RecordBatch batch = SampleStream.batch(1, 5);
    assertThatThrownBy(() -> batch.take(new int[] {0, 5}))
        .isInstanceOf(IndexOutOfBoundsException.class)
        .hasMessageContaining("Row 5");
    assertThatThrownBy(() -> batch.take(new int[] {-1}))
        .isInstanceOf(IndexOutOfBoundsException.class);
  }

  @Test
  void onlyBatchesOfOneSchemaAndDictionaryAreJoined() {
    RecordBatch batch = SampleStream.batch(1, 5);
    RecordBatch ulm = SampleDictionaries.batch(List.of("Ulm"), 3, allocator);
    RecordBatch graz = SampleDictionaries.batch(List.of("Graz"), 3, allocator);
    for (List<RecordBatch> others : List.of(List.of(batch, ulm), List.of(ulm, graz))) {
      assertThatThrownBy(() -> RecordBatch.concat(others))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }
}
