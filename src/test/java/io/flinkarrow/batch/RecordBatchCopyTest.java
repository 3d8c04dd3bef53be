package io.flinkarrow.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.flinkarrow.batch.body.BatchBody;
import io.flinkarrow.batch.body.BatchSchema;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.OutOfMemoryException;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.IntVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What goes from vectors into a batch comes out of it again, for every type and range of rows. */
class RecordBatchCopyTest {

  private static final Schema EVERY_TYPE = new Schema(SampleColumns.everyType());

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
  void valuesOfEveryTypeComeBack(Field field) {
    Schema schema = new Schema(List.of(field));
    for (int rows : new int[] {0, 1, 7, 8, 64, 133}) {
      for (double nulls : new double[] {0, 0.3, 1}) {
        Random random = new Random(rows);
        try (var root = SampleColumns.random(schema, rows, nulls, random, allocator)) {
          RecordBatch batch = RecordBatch.copyOf(root);
          assertThat(batch.rowCount()).isEqualTo(rows);
          assertThat(batch.schema()).isEqualTo(schema);
          assertThat(Rows.of(batch, allocator)).isEqualTo(Rows.of(root));
        }
      }
    }
  }

  @ParameterizedTest
  @MethodSource("everyType")
  void everyRangeOfRowsOfEveryTypeComesBack(Field field) {
    Random random = new Random(7);
    try (var root = SampleColumns.random(new Schema(List.of(field)), 150, 0.3, random, allocator)) {
      RecordBatch batch = RecordBatch.copyOf(root);
      for (int i = 0; i < 15; i++) {
        int from = random.nextInt(151);
        int count = random.nextInt(151 - from);
        RecordBatch slice = batch.slice(from, count);
        assertThat(Rows.of(slice, allocator)).isEqualTo(Rows.of(root, from, count));
        int half = count / 2;
        assertThat(slice.slice(half, count - half))
            .isEqualTo(batch.slice(from + half, count - half));
      }
    }
  }

  @Test
  void arrowsOwnSlicesAreCopiedWithWhatTheyUseOnly() {
    try (var root =
            SampleColumns.random(withoutViewsOfLists(), 200, 0.3, new Random(3), allocator);
        var slice = root.slice(67, 90)) {
      RecordBatch batch = RecordBatch.copyOf(slice);
      assertThat(Rows.of(batch, allocator)).isEqualTo(Rows.of(root, 67, 90));
      assertThat(batch.body().sizeInBytes())
          .isEqualTo(RecordBatch.copyOf(root).slice(67, 90).body().sizeInBytes());
    }
  }

  /** Of the others Arrow for Java 19 can't make slices. */
  private static Schema withoutViewsOfLists() {
    return new Schema(
        EVERY_TYPE.getFields().stream()
            .filter(
                field ->
                    switch (field.getType().getTypeID()) {
                      case ListView, LargeListView, RunEndEncoded, Union -> false;
                      default -> true;
                    })
            .toList());
  }

  @Test
  void copyingLeavesTheRootAsItWasAndIsIndependentOfIt() {
    try (var root = SampleColumns.random(EVERY_TYPE, 50, 0.3, new Random(5), allocator)) {
      List<List<String>> before = Rows.of(root);
      RecordBatch batch = RecordBatch.copyOf(root);
      assertThat(Rows.of(root)).isEqualTo(before);
      assertThat(RecordBatch.copyOf(root)).isEqualTo(batch).hasSameHashCodeAs(batch);

      for (FieldVector vector : root.getFieldVectors()) {
        for (ArrowBuf buffer : vector.getBuffers(false)) {
          buffer.setZero(0, buffer.capacity());
        }
      }
      assertThat(Rows.of(batch, allocator)).isEqualTo(before);
    }
  }

  @Test
  void aColumnWithoutNullsNeedsNoValidity() {
    try (var root = ints(1000, allocator)) {
      RecordBatch batch = RecordBatch.copyOf(root);
      assertThat(batch.body().buffer(0).limit()).isZero();
      assertThat(batch.body().buffer(1).asIntBuffer().get(999)).isEqualTo(999);
      assertThat(batch.body().bytes()).hasSize(4000);
    }
  }

  @Test
  void batchesAreEqualByContentAlone() {
    try (var root = ints(100, allocator);
        var other = ints(100, allocator)) {
      RecordBatch batch = RecordBatch.copyOf(root);
      assertThat(RecordBatch.copyOf(other)).isEqualTo(batch).hasSameHashCodeAs(batch);
      ((IntVector) other.getVector(0)).set(99, 7);
      assertThat(RecordBatch.copyOf(other)).isNotEqualTo(batch);
      assertThat(batch.slice(0, 99)).isNotEqualTo(batch);
      assertThat(RecordBatch.copyOf(other).slice(0, 99)).isEqualTo(batch.slice(0, 99));
    }
  }

  @Test
  void paddingDoesNotCountInEquality() {
    BatchSchema schema = BatchSchema.of(intSchema());
    BatchBody tight =
        BatchBody.of(
            new int[] {1},
            new int[1],
            new int[0],
            new int[2],
            new int[] {0, 4},
            new byte[] {1, 0, 0, 0});
    BatchBody padded =
        BatchBody.of(
            new int[] {1},
            new int[1],
            new int[0],
            new int[] {0, 4},
            new int[] {0, 4},
            new byte[] {9, 9, 9, 9, 1, 0, 0, 0, 9});
    RecordBatch one = RecordBatch.of(schema, 1, tight, List.of());
    RecordBatch two = RecordBatch.of(schema, 1, padded, List.of());
    assertThat(one).isEqualTo(two).hasSameHashCodeAs(two);
  }

  @Test
  void viewsThatShareBytesGoOnSharingThem() {
    ByteBuffer body = ByteBuffer.allocate(100 * 16 + 24).order(ByteOrder.LITTLE_ENDIAN);
    for (int row = 0; row < 100; row++) {
      body.putInt(20 - row % 5).putInt(0).putInt(0).putInt(row % 5);
    }
    body.put("aaaabbbbccccddddeeee".getBytes(StandardCharsets.US_ASCII));
    Schema schema = new Schema(List.of(Field.nullable("view", new ArrowType.BinaryView())));
    BatchBody views =
        BatchBody.of(
            new int[] {100},
            new int[1],
            new int[] {1},
            new int[] {0, 0, 1600},
            new int[] {0, 1600, 20},
            body.array());
    RecordBatch batch = RecordBatch.of(BatchSchema.of(schema), 100, views, List.of());
    RecordBatch slice = batch.slice(50, 50);
    assertThat(slice.body().bytes()).hasSize(50 * 16 + 24);
    assertThat(Rows.of(slice, allocator)).isEqualTo(Rows.of(batch, allocator).subList(50, 100));
    assertThat(batch.slice(3, 1).body().bytes()).hasSize(16 + 24);
    assertThat(batch.slice(3, 1).body().buffer(2).limit()).isEqualTo(17);

    body.putInt(7 * 16 + 8, 1);
    assertThatThrownBy(() -> batch.slice(5, 5))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(
            "Column 'view' has at row 7 a view of 18 bytes at 2 in data buffer 1");
  }

  @Test
  void brokenOffsetsAreRefusedWhereTheyWouldReachTooFar() {
    Schema schema = new Schema(List.of(Field.nullable("text", new ArrowType.Utf8())));
    for (int[] offsets : new int[][] {{0, 9, 0}, {0, 0, 9}, {-1, 0, 3}, {3, 3, 1}}) {
      ByteBuffer body = ByteBuffer.allocate(16).order(ByteOrder.LITTLE_ENDIAN);
      body.asIntBuffer().put(offsets);
      BatchBody texts =
          BatchBody.of(
              new int[] {2},
              new int[1],
              new int[0],
              new int[] {0, 0, 12},
              new int[] {0, 12, 4},
              body.array());
      RecordBatch batch = RecordBatch.of(BatchSchema.of(schema), 2, texts, List.of());
      assertThatThrownBy(() -> batch.slice(0, offsets[1] == 9 ? 1 : 2))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("Column 'text' has ");
    }
  }

  @Test
  void splitMakesBatchesOfAtMostTheGivenBytes() {
    try (var root = SampleColumns.random(EVERY_TYPE, 400, 0.3, new Random(8), allocator)) {
      List<RecordBatch> batches = RecordBatch.split(root, null, 200_000);
      assertThat(batches).hasSizeGreaterThan(4).hasSizeLessThan(40);
      List<List<String>> rows = new ArrayList<>();
      for (RecordBatch batch : batches) {
        assertThat(batch.body().bytes().length).isLessThanOrEqualTo(200_000);
        rows.addAll(Rows.of(batch, allocator));
      }
      assertThat(rows).isEqualTo(Rows.of(root));
    }
  }

  @Test
  void aRowLargerThanTheLimitGetsABatchOfItsOwn() {
    try (var root = ints(5, allocator)) {
      assertThat(RecordBatch.split(root, null, 1))
          .hasSize(5)
          .allMatch(batch -> batch.rowCount() == 1);
      assertThat(RecordBatch.split(root, null)).hasSize(1);
      root.setRowCount(0);
      assertThat(RecordBatch.split(root, null)).isEmpty();
      assertThatThrownBy(() -> RecordBatch.split(root, null, 0))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("maximumBytes");
    }
  }

  @Test
  void loadingGivesBackEverythingWhenMemoryEndsHalfway() {
    try (var root = SampleColumns.random(EVERY_TYPE, 100, 0.3, new Random(5), allocator)) {
      RecordBatch batch = RecordBatch.copyOf(root);
      long failures = 0;
      for (long limit = 0; limit < 1 << 22; limit = limit * 3 / 2 + 1024) {
        try (BufferAllocator child = allocator.newChildAllocator("child", 0, limit)) {
          try {
            batch.load(child).close();
          } catch (OutOfMemoryException e) {
            failures++;
          }
          assertThat(child.getAllocatedMemory()).isZero();
        }
      }
      assertThat(failures).isGreaterThan(5);
    }
  }

  @Test
  void aRootWhoseSchemaIsOutdatedIsRefused() {
    try (IntVector number = new IntVector("n", allocator);
        var root =
            new VectorSchemaRoot(
                new Schema(List.of(SampleColumns.everyType().get(29))), List.of(number), 0)) {
      assertThatThrownBy(() -> RecordBatch.copyOf(root))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining(
              "Column 'utf8' is Utf8 in the schema but its vector is Int(32, true)");
    }
  }

  @Test
  void aSliceOutsideTheRowsIsRefused() {
    try (var root = ints(5, allocator)) {
      RecordBatch batch = RecordBatch.copyOf(root);
      assertThatThrownBy(() -> batch.slice(3, 3)).isInstanceOf(IndexOutOfBoundsException.class);
    }
  }

  private static Schema intSchema() {
    return new Schema(List.of(SampleColumns.everyType().get(4)));
  }

  private static VectorSchemaRoot ints(int rows, BufferAllocator allocator) {
    VectorSchemaRoot root = VectorSchemaRoot.create(intSchema(), allocator);
    IntVector vector = (IntVector) root.getVector(0);
    for (int i = 0; i < rows; i++) {
      vector.setSafe(i, i);
    }
    root.setRowCount(rows);
    return root;
  }
}
