package io.flinkarrow.ipc;

import static org.assertj.core.api.Assertions.assertThat;

import io.flinkarrow.batch.LoadedBatch;
import io.flinkarrow.batch.RecordBatch;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.complex.DenseUnionVector;
import org.apache.arrow.vector.types.UnionMode;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.FieldType;
import org.junit.jupiter.api.Test;

/**
 * Rows of a dense union may share slots of its children, and leave some out. Vectors that count a
 * slot per row would read past the children's buffers, or forget slots.
 */
class DenseUnionsThatShareSlotsAreLoadedTest {

  private static final int ROWS = 1000;
  private static final Field NUMBER = Field.nullable("number", new ArrowType.Int(32, true));
  private static final Field UNION = union("union", NUMBER);

  @Test
  void manyRowsOfOneSlot() throws Exception {
    HandMade batch = new HandMade(ROWS).node(ROWS, 0).bytes(new int[ROWS]).ints(new int[ROWS]);
    batch.node(1, 0).none().ints(7);
    assertThat(values(batch.stream(UNION))).isEqualTo("7 ".repeat(ROWS).trim());
  }

  @Test
  void slotsThatAreLeftOut() throws Exception {
    HandMade batch = new HandMade(2).node(2, 0).bytes(0, 0).ints(1, 3);
    batch.node(4, 0).none().ints(5, 6, 7, 8);
    assertThat(values(batch.stream(UNION))).isEqualTo("6 8");
  }

  @Test
  void aUnionWithinAUnion() throws Exception {
    HandMade batch = new HandMade(ROWS).node(ROWS, 0).bytes(new int[ROWS]).ints(new int[ROWS]);
    batch.node(1, 0).bytes(0).ints(0);
    batch.node(1, 0).none().ints(7);
    assertThat(values(batch.stream(union("outer", UNION)))).isEqualTo("7 ".repeat(ROWS).trim());
  }

  private static Field union(String name, Field child) {
    ArrowType type = new ArrowType.Union(UnionMode.Dense, new int[] {0});
    return new Field(name, FieldType.nullable(type), List.of(child));
  }

  private static String values(byte[] payload) throws Exception {
    RecordBatch batch = ArrowIpc.readStream(payload, DecodeLimits.defaults()).get(0);
    try (RootAllocator allocator = new RootAllocator();
        LoadedBatch loaded = batch.load(allocator)) {
      RecordBatch copy = RecordBatch.copyOf(loaded.root());
      assertThat(copy.body()).isEqualTo(batch.slice(0, batch.rowCount()).body());
      DenseUnionVector union = (DenseUnionVector) loaded.root().getVector(0);
      return String.join(
          " ",
          IntStream.range(0, batch.rowCount())
              .mapToObj(row -> String.valueOf(union.getObject(row)))
              .toList());
    }
  }
}
