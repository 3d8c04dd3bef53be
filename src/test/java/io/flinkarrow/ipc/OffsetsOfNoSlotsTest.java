package io.flinkarrow.ipc;

import static org.assertj.core.api.Assertions.assertThat;

import io.flinkarrow.batch.RecordBatch;
import java.io.IOException;
import java.util.List;
import java.util.stream.Stream;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.FieldType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Offsets of a column without slots mean nothing: whatever they are, every stage goes on. */
class OffsetsOfNoSlotsTest {

  static Stream<byte[]> garbage() {
    return Stream.of(
        new byte[0],
        new byte[4],
        new byte[8],
        new byte[] {57, 0, 0, 0},
        new byte[] {-1, -1, -1, -1},
        new byte[] {0, 0, 0, -128, 1, 0, 0, 0},
        new byte[] {-1, -1, -1, 127, -1, -1, -1, 127},
        new byte[] {1, 2, 3},
        new byte[] {9, 9, 9, 9, 9, 9, 9, 9, 9, 9, 9, 9, 9, 9, 9, 9, 9});
  }

  private static void goesThrough(HandMade batch, Field field) throws IOException {
    List<RecordBatch> batches = ArrowIpc.readStream(batch.stream(field), DecodeLimits.defaults());
    Stages.take(batches);
    assertThat(batches).hasSize(1);
  }

  private static Field field(ArrowType type, Field... children) {
    boolean key = type instanceof ArrowType.Struct;
    return new Field(type.getTypeID().name(), new FieldType(!key, type, null), List.of(children));
  }

  @MethodSource("garbage")
  @ParameterizedTest
  void ofTheColumnsOfABatchWithoutRows(byte[] offsets) throws IOException {
    for (ArrowType type :
        List.of(
            new ArrowType.Utf8(),
            new ArrowType.LargeUtf8(),
            new ArrowType.Binary(),
            new ArrowType.LargeBinary())) {
      goesThrough(new HandMade(0).node(0, 0).none().buffer(offsets).none(), field(type));
    }
    for (ArrowType type : List.of(new ArrowType.List(), new ArrowType.LargeList())) {
      goesThrough(
          new HandMade(0).node(0, 0).none().buffer(offsets).node(0, 0).none().none(),
          field(type, field(new ArrowType.Int(32, true))));
    }
  }

  @MethodSource("garbage")
  @ParameterizedTest
  void ofChildrenThatNoRowHasElementsOf(byte[] offsets) throws IOException {
    for (ArrowType inner : List.of(new ArrowType.List(), new ArrowType.LargeList())) {
      goesThrough(
          new HandMade(2)
              .node(2, 0)
              .none()
              .ints(0, 0, 0)
              .node(0, 0)
              .none()
              .buffer(offsets)
              .node(0, 0)
              .none()
              .none(),
          field(new ArrowType.List(), field(inner, field(new ArrowType.Int(32, true)))));
    }
    Field text = field(new ArrowType.Utf8());
    goesThrough(
        new HandMade(2).node(2, 0).none().ints(0, 0, 0).node(0, 0).none().buffer(offsets).none(),
        field(new ArrowType.List(), text));
    goesThrough(
        new HandMade(2).node(2, 0).none().node(0, 0).none().buffer(offsets).none(),
        field(new ArrowType.FixedSizeList(0), text));
  }

  @MethodSource("garbage")
  @ParameterizedTest
  void ofMapsThatNoRowHas(byte[] offsets) throws IOException {
    Field key = new Field("key", FieldType.notNullable(new ArrowType.Utf8()), null);
    Field value = Field.nullable("value", new ArrowType.Utf8());
    goesThrough(
        new HandMade(1)
            .node(1, 0)
            .none()
            .ints(0, 0)
            .node(0, 0)
            .none()
            .buffer(offsets)
            .node(0, 0)
            .none()
            .node(0, 0)
            .none()
            .buffer(offsets)
            .none()
            .node(0, 0)
            .none()
            .buffer(offsets)
            .none(),
        field(
            new ArrowType.List(),
            field(new ArrowType.Map(false), field(new ArrowType.Struct(), key, value))));
  }

  @Test
  void theyBecomeZeros() throws IOException {
    HandMade batch = new HandMade(0).node(0, 0).none().ints(57).none();
    RecordBatch read =
        ArrowIpc.readStream(
                batch.stream(Field.nullable("t", new ArrowType.Utf8())), DecodeLimits.defaults())
            .get(0);
    assertThat(read.body().buffer(1).getInt(0)).isZero();
  }
}
