package io.flinkarrow.row;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.flinkarrow.batch.RecordBatch;
import io.flinkarrow.batch.SampleColumns;
import io.flinkarrow.batch.body.BatchSchema;
import io.flinkarrow.testing.NumberedBatches;
import io.flinkarrow.testing.RandomBatches;
import io.flinkarrow.testing.RandomSchemas;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.dictionary.DictionaryEncoder;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.ArrowType.ArrowTypeID;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.FieldType;
import org.apache.arrow.vector.types.pojo.Schema;
import org.apache.arrow.vector.util.Text;
import org.apache.flink.table.data.ArrayData;
import org.apache.flink.table.data.MapData;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.types.logical.ArrayType;
import org.apache.flink.table.types.logical.IntType;
import org.apache.flink.table.types.logical.LogicalType;
import org.apache.flink.table.types.logical.MapType;
import org.apache.flink.table.types.logical.NullType;
import org.apache.flink.table.types.logical.RowType;
import org.apache.flink.table.types.logical.VarCharType;
import org.apache.flink.table.types.logical.ZonedTimestampType;
import org.apache.flink.table.types.logical.utils.LogicalTypeChecks;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Lists of all layouts, maps, structs, dictionaries and runs are read as Arrow's vectors show. */
class NestedColumnsAreReadTest {

  /** What is read here, of random values. */
  static final Set<ArrowTypeID> TYPES =
      EnumSet.of(
          ArrowTypeID.Null,
          ArrowTypeID.Struct,
          ArrowTypeID.Map,
          ArrowTypeID.List,
          ArrowTypeID.LargeList,
          ArrowTypeID.ListView,
          ArrowTypeID.LargeListView,
          ArrowTypeID.FixedSizeList,
          ArrowTypeID.RunEndEncoded);

  private static final LogicalType TEXT = new VarCharType(VarCharType.MAX_LENGTH);

  static Stream<Field> columns() {
    return SampleColumns.everyType().stream()
        .filter(field -> TYPES.contains(field.getType().getTypeID()));
  }

  @ParameterizedTest
  @MethodSource("columns")
  void asVectorsShowThem(Field field) {
    int rows = 300;
    Schema schema = new Schema(List.of(field));
    try (BufferAllocator allocator = new RootAllocator();
        VectorSchemaRoot root = SampleColumns.random(schema, rows, 0.2, new Random(7), allocator)) {
      RecordBatch whole = RecordBatch.copyOf(root);
      for (int from : new int[] {0, 13}) {
        RecordBatch batch = whole.slice(from, rows - from);
        assertThat(read(batch, typeOf(field))).isEqualTo(shown(root.getVector(0), from, rows));
      }
    }
  }

  @ParameterizedTest
  @MethodSource("columns")
  void andAreFoundBehindColumnsThatNobodyAsksFor(Field field) {
    Field last = Field.nullable("last", new ArrowType.Int(32, true));
    Schema schema = new Schema(List.of(field, last));
    try (BufferAllocator allocator = new RootAllocator();
        VectorSchemaRoot root = SampleColumns.random(schema, 50, 0.2, new Random(8), allocator)) {
      RecordBatch batch = RecordBatch.copyOf(root);
      RowType asked = RowType.of(new LogicalType[] {new IntType()}, new String[] {"last"});
      List<Object> values = new ArrayList<>();
      BatchRows.of(batch.batchSchema(), asked)
          .read(batch)
          .forEachRemaining(row -> values.add(row.isNullAt(0) ? null : row.getInt(0)));
      assertThat(values).isEqualTo(shown(root.getVector(1), 0, 50));
    }
  }

  @Test
  void dictionariesAreDecoded() {
    try (BufferAllocator allocator = new RootAllocator();
        RandomBatches batches = new RandomBatches(3, allocator).withNullDictionaryEntries()) {
      RandomSchemas schemas = batches.schemas();
      List<Field> fields = new ArrayList<>();
      for (int i = 0; i < 12; i++) {
        fields.add(schemas.dictionaryEncoded("d" + i));
      }
      try (VectorSchemaRoot root = batches.batch(new Schema(fields), 200)) {
        RecordBatch batch = RecordBatch.copyOf(root, batches.dictionaries());
        for (Field field : batch.schema().getFields()) {
          ArrowTypeID values = field.getType().getTypeID();
          if (values == ArrowTypeID.Utf8 || values == ArrowTypeID.LargeUtf8) {
            FieldVector encoded = root.getVector(field.getName());
            try (FieldVector decoded =
                (FieldVector)
                    DictionaryEncoder.decode(
                        encoded, batches.dictionaries().lookup(field.getDictionary().getId()))) {
              assertThat(read(batch, field.getName(), TEXT)).isEqualTo(shown(decoded, 0, 200));
            }
          }
        }
      }
    }
  }

  private static List<Object> read(RecordBatch batch, LogicalType type) {
    return read(batch, batch.schema().getFields().get(0).getName(), type);
  }

  private static List<Object> read(RecordBatch batch, String column, LogicalType type) {
    RowType asked = RowType.of(new LogicalType[] {type}, new String[] {column});
    Iterator<RowData> rows = BatchRows.of(batch.batchSchema(), asked).read(batch);
    RowData.FieldGetter getter = RowData.createFieldGetter(type, 0);
    List<Object> values = new ArrayList<>();
    rows.forEachRemaining(row -> values.add(plain(getter.getFieldOrNull(row), type)));
    return values;
  }

  private static LogicalType typeOf(Field field) {
    List<Field> children = field.getChildren();
    return switch (field.getType().getTypeID()) {
      case Utf8, Utf8View, RunEndEncoded, Null -> TEXT;
      case Int -> new IntType();
      case Struct ->
          RowType.of(
              children.stream().map(child -> typeOf(child)).toArray(LogicalType[]::new),
              children.stream().map(Field::getName).toArray(String[]::new));
      case Map -> {
        List<Field> entry = children.get(0).getChildren();
        yield new MapType(typeOf(entry.get(0)), typeOf(entry.get(1)));
      }
      default -> new ArrayType(typeOf(children.get(0)));
    };
  }

  private static Object plain(Object value, LogicalType type) {
    if (value instanceof ArrayData array) {
      return list(array, ((ArrayType) type).getElementType());
    } else if (value instanceof MapData map) {
      List<Object> keys = list(map.keyArray(), ((MapType) type).getKeyType());
      List<Object> values = list(map.valueArray(), ((MapType) type).getValueType());
      Map<Object, Object> plain = new LinkedHashMap<>();
      for (int i = 0; i < keys.size(); i++) {
        plain.put(keys.get(i), values.get(i));
      }
      return plain;
    } else if (value instanceof RowData row) {
      Map<Object, Object> plain = new LinkedHashMap<>();
      List<String> names = LogicalTypeChecks.getFieldNames(type);
      for (int i = 0; i < names.size(); i++) {
        LogicalType field = LogicalTypeChecks.getFieldTypes(type).get(i);
        Object read = RowData.createFieldGetter(field, i).getFieldOrNull(row);
        if (read != null) {
          plain.put(names.get(i), plain(read, field));
        }
      }
      return plain;
    }
    return value instanceof Integer || value == null ? value : value.toString();
  }

  private static List<Object> list(ArrayData array, LogicalType element) {
    ArrayData.ElementGetter getter = ArrayData.createElementGetter(element);
    List<Object> values = new ArrayList<>();
    for (int i = 0; i < array.size(); i++) {
      values.add(plain(getter.getElementOrNull(array, i), element));
    }
    return values;
  }

  private static List<Object> shown(FieldVector vector, int from, int to) {
    List<Object> values = new ArrayList<>();
    for (int i = from; i < to; i++) {
      values.add(shown(vector.getObject(i), vector.getField().getType().getTypeID()));
    }
    return values;
  }

  /** A vector shows structs as maps without nulls, and maps as lists of entries. */
  private static Object shown(Object value, ArrowTypeID type) {
    if (value instanceof List<?> list && type == ArrowTypeID.Map) {
      Map<Object, Object> plain = new LinkedHashMap<>();
      for (Object entry : list) {
        Map<?, ?> pair = (Map<?, ?>) entry;
        plain.put(shown(pair.get("key"), null), shown(pair.get("int"), null));
      }
      return plain;
    } else if (value instanceof List<?> list) {
      List<Object> plain = new ArrayList<>();
      list.forEach(element -> plain.add(shown(element, null)));
      return plain;
    } else if (value instanceof Map<?, ?> struct) {
      Map<Object, Object> plain = new LinkedHashMap<>();
      struct.forEach(
          (name, field) -> {
            if (field != null) {
              plain.put(name, shown(field, null));
            }
          });
      return plain;
    }
    return value instanceof Text ? value.toString() : value;
  }

  @Test
  void everyDifferenceIsNamed() {
    Field struct =
        new Field(
            "place",
            FieldType.nullable(new ArrowType.Struct()),
            List.of(
                Field.nullable("street", new ArrowType.Utf8()),
                Field.nullable("zip", new ArrowType.Utf8())));
    BatchSchema schema =
        BatchSchema.of(new Schema(List.of(struct, Field.nullable("id", new ArrowType.Utf8()))));
    RowType asked =
        RowType.of(
            new LogicalType[] {
              new IntType(false),
              RowType.of(
                  new LogicalType[] {new IntType(), TEXT.copy(false)},
                  new String[] {"zip", "town"}),
              TEXT.copy(false)
            },
            new String[] {"id", "place", "name"});
    assertThatThrownBy(() -> BatchRows.of(schema, asked))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            """
            The batch's columns do not hold what the rows ask for:
              column 'place.zip': expected a type that can be read as INT, came Utf8
              column 'place.town': expected STRING NOT NULL, it is missing; beside it are [street, zip]; declare it nullable to read nulls
              column 'id': expected a type that can be read as INT, came Utf8
              column 'name': expected STRING NOT NULL, it is missing; beside it are [place, id]; declare it nullable to read nulls\
            """);
  }

  @Test
  void aNullWhereNoneMayBeIsRefusedByColumnAndRow() {
    Field list =
        new Field(
            "tags",
            FieldType.nullable(new ArrowType.List()),
            List.of(Field.nullable("item", new ArrowType.Utf8())));
    try (BufferAllocator allocator = new RootAllocator();
        VectorSchemaRoot root =
            SampleColumns.random(new Schema(List.of(list)), 500, 0.01, new Random(4), allocator)) {
      RecordBatch batch = RecordBatch.copyOf(root);
      assertThatThrownBy(() -> read(batch, new ArrayType(TEXT.copy(false))))
          .hasMessageMatching(
              "Column 'tags\\.item', row \\d+ of batch 0: the value is null, but the column is"
                  + " declared NOT NULL; declare it nullable");
      assertThatThrownBy(() -> read(batch, new ArrayType(false, TEXT)))
          .hasMessageMatching("Column 'tags', row \\d+ of batch 0: the value is null.*");
    }
  }

  static Stream<LogicalType> unreadable() {
    return Stream.of(
        new ZonedTimestampType(),
        new NullType(),
        new ArrayType(new ZonedTimestampType()),
        RowType.of(new MapType(TEXT, new NullType())));
  }

  @ParameterizedTest
  @MethodSource("unreadable")
  void aTypeThatNothingIsReadAsIsRefusedAtTheDoor(LogicalType type) {
    RowType asked = RowType.of(new LogicalType[] {TEXT, type}, new String[] {"name", "odd"});
    assertThatThrownBy(() -> BatchRows.requireReadable(asked))
        .isInstanceOf(UnsupportedOperationException.class)
        .hasMessageStartingWith("Column 'odd")
        .hasMessageContaining(" has the type ");
  }

  @Test
  void noColumnsGiveAsManyEmptyRows() {
    RecordBatch batch = NumberedBatches.of(0, 5);
    List<RowData> rows = new ArrayList<>();
    BatchRows.of(batch.batchSchema(), RowType.of()).read(batch).forEachRemaining(rows::add);
    assertThat(rows).hasSize(5).allSatisfy(row -> assertThat(row.getArity()).isZero());
  }

  @Test
  void aBatchOfAnotherSchemaIsRefused() {
    BatchSchema schema =
        BatchSchema.of(new Schema(List.of(Field.nullable("a", new ArrowType.Utf8()))));
    BatchSchema other =
        BatchSchema.of(new Schema(List.of(Field.nullable("b", new ArrowType.Utf8()))));
    BatchRows rows = BatchRows.of(schema, RowType.of(new LogicalType[] {TEXT}, new String[] {"a"}));
    assertThatThrownBy(() -> rows.read(RecordBatch.empty(other)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("Expected a batch with the schema");
  }
}
