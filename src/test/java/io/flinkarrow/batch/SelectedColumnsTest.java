package io.flinkarrow.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A batch of some columns is what one would have made of these columns alone. */
class SelectedColumnsTest {

  private final BufferAllocator allocator = new RootAllocator();

  @AfterEach
  void nothingIsLeft() {
    assertThat(allocator.getAllocatedMemory()).isZero();
    allocator.close();
  }

  @Test
  void anyColumnsOfAnyTypesAreSelected() {
    List<Field> fields = SampleColumns.everyType();
    Schema schema = new Schema(fields);
    try (var root = SampleColumns.random(schema, 40, 0.3, new Random(3), allocator)) {
      RecordBatch batch = RecordBatch.copyOf(root);
      Random random = new Random(4);
      for (int i = 0; i < 30; i++) {
        int[] columns =
            IntStream.range(0, fields.size()).filter(c -> random.nextBoolean()).toArray();
        ColumnSelection selection =
            ColumnSelection.of(
                batch.batchSchema(), column -> IntStream.of(columns).anyMatch(c -> c == column));
        RecordBatch selected = selection.of(batch);
        assertThat(selected.schema().getFields())
            .isEqualTo(IntStream.of(columns).mapToObj(fields::get).toList());
        assertThat(selected.body().bytes()).isSameAs(batch.body().bytes());
        assertThat(Rows.of(selected, allocator))
            .isEqualTo(
                Rows.of(root).stream()
                    .map(row -> IntStream.of(columns).mapToObj(row::get).toList())
                    .toList());
      }
    }
  }

  @Test
  void dictionariesOfColumnsThatAreLeftOutGoWithThem() throws Exception {
    RecordBatch batch = SampleDictionaries.batch(List.of("Ulm", "Graz"), 5, allocator);
    assertThat(ColumnSelection.of(batch.batchSchema(), column -> false).of(batch).dictionaries())
        .isEmpty();
    ColumnSelection all = serialized(ColumnSelection.of(batch.batchSchema(), column -> true));
    assertThat(all.of(batch)).isEqualTo(batch);
    assertThatThrownBy(() -> all.of(SampleStream.batch(1, 1)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("another schema");
  }

  private static ColumnSelection serialized(ColumnSelection selection) throws Exception {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    new ObjectOutputStream(bytes).writeObject(selection);
    return (ColumnSelection)
        new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray())).readObject();
  }
}
