package io.flinkarrow.row;

import static org.assertj.core.api.Assertions.assertThat;

import io.flinkarrow.batch.RecordBatch;
import io.flinkarrow.value.KeyOrder;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.FieldType;
import org.apache.flink.table.data.DecimalData;
import org.apache.flink.table.data.GenericArrayData;
import org.apache.flink.table.data.GenericMapData;
import org.apache.flink.table.data.GenericRowData;
import org.apache.flink.table.data.StringData;
import org.apache.flink.table.data.TimestampData;
import org.apache.flink.table.types.logical.LogicalType;
import org.apache.flink.table.types.logical.RowType;
import org.apache.flink.table.types.logical.utils.LogicalTypeParser;
import org.apache.flink.types.variant.BinaryVariant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Keys of maps that are equal are one key, whatever their type, and whoever chose them. */
class KeysOfMapsAreComparedByValueTest {

  private static final ArrowType INT = new ArrowType.Int(32, true);
  private static final int MANY = 100_000;

  private static LogicalType type(String text) {
    return LogicalTypeParser.parse(text, KeysOfMapsAreComparedByValueTest.class.getClassLoader());
  }

  private static GenericMapData read(String type, RecordBatch batch) {
    RowType asked = RowType.of(new LogicalType[] {type(type)}, new String[] {"m"});
    return (GenericMapData) BatchRows.of(batch.batchSchema(), asked).read(batch).next().getMap(0);
  }

  /** One map of so many entries; nodes and buffers of key and value come next. */
  private static HandMadeColumns map(int entries) {
    return new HandMadeColumns().node(1).none().ints(0, entries).node(entries).none();
  }

  private static Field map(Field key) {
    Field entries =
        new Field(
            "entries",
            FieldType.notNullable(new ArrowType.Struct()),
            List.of(key, Field.nullable("value", INT)));
    return new Field("m", FieldType.nullable(new ArrowType.Map(false)), List.of(entries));
  }

  @Test
  void ofEntriesWithEqualBinariesTheLastOneCounts() {
    RecordBatch batch =
        map(4)
            .node(4)
            .none()
            .ints(0, 2, 4, 5, 7)
            .buffer(new byte[] {1, 2, 1, 3, 1, 1, 2})
            .node(4)
            .none()
            .ints(10, 11, 12, 13)
            .batch(map(Field.notNullable("key", new ArrowType.Binary())));
    GenericMapData map = read("MAP<BYTES, INT>", batch);
    assertThat(map.size()).isEqualTo(3);
    assertThat(map.get(new byte[] {1, 2})).isEqualTo(13);
    assertThat(map.get(new byte[] {1, 3})).isEqualTo(11);
    assertThat(map.get(new byte[] {1})).isEqualTo(12);
    assertThat(map.get(new byte[] {2})).isNull();
    assertThat(map.valueArray()).isEqualTo(new GenericArrayData(new Object[] {13, 11, 12}));
  }

  /** Rows hash as 31 * a + b, roughly. */
  @Test
  @Timeout(value = 20, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
  void keysOfOneHashDoNotHangTheTask() {
    Field key =
        new Field(
            "key",
            FieldType.notNullable(new ArrowType.Struct()),
            List.of(Field.notNullable("a", INT), Field.notNullable("b", INT)));
    int[] a = IntStream.range(0, MANY).toArray();
    int[] b = IntStream.of(a).map(i -> -31 * i).toArray();
    assertThat(GenericRowData.of(a[5], b[5])).hasSameHashCodeAs(GenericRowData.of(a[9], b[9]));
    RecordBatch batch =
        map(MANY)
            .node(MANY)
            .none()
            .node(MANY)
            .none()
            .ints(a)
            .node(MANY)
            .none()
            .ints(b)
            .node(MANY)
            .none()
            .ints(a)
            .batch(map(key));
    GenericMapData map = read("MAP<ROW<a INT, b INT>, INT>", batch);
    assertThat(map.size()).isEqualTo(MANY);
    assertThat(map.get(GenericRowData.of(a[7], b[7]))).isEqualTo(7);
  }

  private static BinaryVariant variant(int value) {
    return new BinaryVariant(new byte[] {12, (byte) value}, new byte[] {1, 0, 0});
  }

  private static GenericArrayData array(Object... elements) {
    return new GenericArrayData(elements);
  }

  private static Arguments keys(String type, Object... ascending) {
    return Arguments.of(type, List.of(ascending));
  }

  /** Made anew by each call, so that none is another one. */
  static Stream<Arguments> types() {
    return Stream.of(
        keys("BOOLEAN", false, true),
        keys("INT", -1, 0, 70_000),
        keys("DOUBLE", -0.0, 0.0, 1.5, Double.NaN),
        keys("DATE", -5, 5),
        keys(
            "STRING",
            StringData.fromString(""),
            StringData.fromString("a"),
            StringData.fromString("ab"),
            StringData.fromString("\uFFFD"),
            StringData.fromString("\uD83D\uDE00")),
        keys("BYTES", new byte[0], new byte[] {1}, new byte[] {1, 0}, new byte[] {-1}),
        keys(
            "DECIMAL(5, 2)",
            DecimalData.fromUnscaledLong(-100, 5, 2),
            DecimalData.fromUnscaledLong(99, 5, 2)),
        keys(
            "TIMESTAMP(9)",
            TimestampData.fromEpochMillis(1, 1),
            TimestampData.fromEpochMillis(1, 2)),
        keys(
            "ARRAY<BYTES>",
            array(),
            array((Object) null),
            array((Object) new byte[0]),
            array(new byte[0], null)),
        keys(
            "ROW<a INT, b STRING>",
            GenericRowData.of(1, null),
            GenericRowData.of(1, StringData.fromString("a")),
            GenericRowData.of(2, null)),
        keys(
            "MAP<INT, INT>",
            new GenericMapData(Map.of()),
            new GenericMapData(Map.of(1, 9)),
            new GenericMapData(Map.of(1, 1, 2, 2)),
            new GenericMapData(Map.of(1, 2, 2, 1)),
            new GenericMapData(Map.of(2, 1))),
        keys("MULTISET<INT>", new GenericMapData(Map.of(3, 1)), new GenericMapData(Map.of(3, 2))),
        keys("VARIANT", variant(1), variant(2)));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("types")
  void valuesOfEveryTypeHaveAnOrder(String type, List<Object> ascending) {
    Comparator<Object> order = KeyOrder.of(type(type));
    List<?> same =
        types()
            .map(Arguments::get)
            .filter(arguments -> arguments[0].equals(type))
            .map(arguments -> (List<?>) arguments[1])
            .findFirst()
            .orElseThrow();
    for (int i = 0; i < ascending.size(); i++) {
      for (int j = 0; j < same.size(); j++) {
        assertThat(Integer.signum(order.compare(ascending.get(i), same.get(j))))
            .as("%s: %d with %d", type, i, j)
            .isEqualTo(Integer.compare(i, j));
      }
      assertThat(order.compare(null, ascending.get(i))).isNegative();
    }
  }
}
