package io.flinkarrow.parquet.schema;

import static org.assertj.core.api.Assertions.assertThat;

import io.flinkarrow.testing.RandomBatches;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.types.DateUnit;
import org.apache.arrow.vector.types.IntervalUnit;
import org.apache.arrow.vector.types.TimeUnit;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.ArrowType.ArrowTypeID;
import org.apache.arrow.vector.types.pojo.DictionaryEncoding;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.FieldType;
import org.apache.arrow.vector.types.pojo.Schema;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The stored Arrow schema has only types that Arrow readers restore from any values. */
class ReadableSchemaTest {

  private static final ArrowType UTF8 = new ArrowType.Utf8();
  private static final ArrowType STRUCT = new ArrowType.Struct();
  private static final String EXTENSION = "ARROW:extension:name";

  static Stream<Arguments> changedTypes() {
    return Stream.of(
        Arguments.of(new ArrowType.Decimal(1, 0, 256), new ArrowType.Decimal(1, 0, 128)),
        Arguments.of(new ArrowType.Decimal(38, 2, 256), new ArrowType.Decimal(38, 2, 128)),
        Arguments.of(
            new ArrowType.Time(TimeUnit.SECOND, 32), new ArrowType.Time(TimeUnit.MILLISECOND, 32)),
        Arguments.of(
            new ArrowType.Interval(IntervalUnit.MONTH_DAY_NANO), new ArrowType.FixedSizeBinary(12)),
        Arguments.of(zoned("Z"), zoned("UTC")),
        Arguments.of(zoned("Not/AZone"), zoned("UTC")),
        Arguments.of(zoned("+0100"), zoned("UTC")),
        Arguments.of(zoned("+05:30"), zoned("UTC")),
        Arguments.of(zoned("+15:00"), zoned("UTC")),
        Arguments.of(zoned("-13:00"), zoned("UTC")),
        Arguments.of(zoned("SystemV/PST8"), zoned("UTC")),
        Arguments.of(zoned(""), zoned(null)));
  }

  static Stream<ArrowType> keptTypes() {
    return Stream.of(
        new ArrowType.Decimal(39, 2, 256),
        new ArrowType.LargeUtf8(),
        new ArrowType.Date(DateUnit.MILLISECOND),
        new ArrowType.Timestamp(TimeUnit.SECOND, null),
        zoned("UTC"),
        zoned("+01:00"),
        zoned("+14:00"),
        zoned("-12:00"),
        zoned("Europe/Vienna"));
  }

  private static ArrowType zoned(String zone) {
    return new ArrowType.Timestamp(TimeUnit.SECOND, zone);
  }

  @ParameterizedTest
  @MethodSource("changedTypes")
  void typesThatSomeReaderFailsAtAreReplacedEverywhere(ArrowType original, ArrowType stored) {
    assertThat(stored(field("c", true, original))).isEqualTo(field("c", true, stored));
    assertThat(stored(field("s", true, STRUCT, field("c", false, original))))
        .isEqualTo(field("s", true, STRUCT, field("c", false, stored)));
  }

  @ParameterizedTest
  @MethodSource("keptTypes")
  void otherTypesAreKept(ArrowType type) {
    Field list = field("l", true, new ArrowType.LargeList(), field("c", true, type));
    assertThat(stored(list)).isSameAs(list);
  }

  @Test
  void listViewsAreListsAndExtensionsOverViewsAreViews() {
    Field element = field("e", true, UTF8);
    assertThat(stored(field("l", true, new ArrowType.ListView(), element)))
        .isEqualTo(field("l", true, new ArrowType.List(), element));
    assertThat(stored(field("l", false, new ArrowType.LargeListView(), element)))
        .isEqualTo(field("l", false, new ArrowType.LargeList(), element));
    ArrowType view = new ArrowType.Utf8View();
    FieldType json = new FieldType(true, view, null, Map.of(EXTENSION, "arrow.json"));
    assertThat(stored(new Field("j", json, null))).isEqualTo(field("j", true, view));
  }

  @Test
  void aFixedSizeListIsKeptWhereItsSlotsAreNeverNull() {
    ArrowType fixed = new ArrowType.FixedSizeList(3);
    ArrowType list = new ArrowType.List();
    Field element = field("element", true, UTF8);
    Field kept = field("f", false, fixed, element);
    assertThat(stored(kept)).isSameAs(kept);
    assertThat(stored(field("f", true, fixed, element))).isEqualTo(field("f", true, list, element));
    assertThat(stored(field("s", true, STRUCT, kept)))
        .isEqualTo(field("s", true, STRUCT, field("f", false, list, element)));
    assertThat(stored(field("f", true, fixed, kept)))
        .as("in a null slot there are no inner lists, as the outer one became a list")
        .isEqualTo(field("f", true, list, kept));
    Field inNullableList = field("l", true, list, kept);
    assertThat(stored(inNullableList)).isSameAs(inNullableList);
  }

  @Test
  void dictionariesAreKeptAtTheTopWithIndexesThatReadersCanCount() {
    for (int bits : new int[] {8, 16, 32, 64}) {
      for (boolean signed : new boolean[] {true, false}) {
        ArrowType.Int index = new ArrowType.Int(bits, signed);
        ArrowType.Int stored = bits < 32 ? new ArrowType.Int(32, true) : index;
        assertThat(stored(encoded(index)))
            .isEqualTo(
                new Field(
                    "d",
                    new FieldType(true, UTF8, new DictionaryEncoding(7, false, stored)),
                    null));
      }
    }
  }

  @Test
  void dictionariesOfDeltaEncodedColumnsBecomeTheirValues() {
    Schema schema = new Schema(List.of(encoded(new ArrowType.Int(32, true))));
    assertThat(ReadableSchema.of(schema, Set.of("d")).getFields())
        .containsExactly(field("d", true, UTF8));
    assertThat(ReadableSchema.of(schema, Set.of("other")).findField("d").getDictionary())
        .isNotNull();
  }

  @Test
  void dictionariesBelowOthersBecomeTheirValues() {
    Field encoded = encoded(new ArrowType.Int(32, true));
    Field plain = field("d", true, UTF8);
    for (ArrowType parent :
        List.of(STRUCT, new ArrowType.List(), new ArrowType.LargeList(), fixed(2))) {
      assertThat(stored(field("p", false, parent, encoded)))
          .isEqualTo(field("p", false, parent, plain));
    }
    Field entries = field("entries", false, STRUCT, required(encoded, "k"), encoded);
    assertThat(stored(field("m", true, new ArrowType.Map(true), entries)))
        .isEqualTo(
            field(
                "m",
                true,
                new ArrowType.Map(true),
                field("entries", false, STRUCT, field("k", false, UTF8), plain)));
  }

  @Test
  void entriesAndKeysOfMapsAreRequired() {
    ArrowType map = new ArrowType.Map(false);
    Field value = field("value", true, UTF8);
    Field entries = field("entries", true, STRUCT, field("key", true, UTF8), value);
    assertThat(stored(field("m", true, map, entries)))
        .isEqualTo(
            field(
                "m", true, map, field("entries", false, STRUCT, field("key", false, UTF8), value)));
  }

  @Test
  void extensionTypesAreKeptOverTheStorageTheyAreFor() {
    ArrowType uuid = new ArrowType.FixedSizeBinary(16);
    assertThat(extension("arrow.uuid", true, uuid)).isEqualTo("arrow.uuid");
    assertThat(extension("arrow.uuid", true, new ArrowType.FixedSizeBinary(15))).isNull();
    assertThat(extension("arrow.json", true, new ArrowType.LargeUtf8())).isEqualTo("arrow.json");
    assertThat(extension("arrow.json", true, new ArrowType.Binary())).isNull();
    assertThat(extension("arrow.bool8", true, new ArrowType.Int(8, true))).isEqualTo("arrow.bool8");
    assertThat(extension("arrow.bool8", true, new ArrowType.Int(8, false))).isNull();
    Field element = field("element", true, new ArrowType.Int(32, true));
    String tensor = "arrow.fixed_shape_tensor";
    assertThat(extension(tensor, false, fixed(2), element)).isEqualTo(tensor);
    assertThat(extension(tensor, true, fixed(2), element)).as("became a list").isNull();
    assertThat(extension("my.own", true, UTF8)).isEqualTo("my.own");
    Field encoded = encoded(new ArrowType.Int(32, true));
    assertThat(extension("my.own", true, STRUCT, encoded)).as("other storage below").isNull();
  }

  @Test
  void anySchemaIsRestorableAndDescribesTheSameColumns() {
    for (int seed = 0; seed < 100; seed++) {
      try (BufferAllocator allocator = new RootAllocator();
          RandomBatches batches = new RandomBatches(seed, allocator);
          var root = batches.batch(batches.schemas().schema(4, seed % 5), 1)) {
        Schema schema = MessageFormat.of(root.getSchema(), batches.dictionaries());
        Schema stored = ReadableSchema.of(schema, Set.of());
        assertThat(SchemaPlan.of(stored).parquetSchema())
            .isEqualTo(SchemaPlan.of(schema).parquetSchema());
        stored.getFields().forEach(field -> assertRestorable(field, true, false));
        assertThat(ReadableSchema.of(stored, Set.of())).isEqualTo(stored);
      }
    }
  }

  private static void assertRestorable(Field field, boolean top, boolean nullAbove) {
    assertThat(field.getDictionary() == null || top).as("dictionary of %s", field).isTrue();
    boolean mayBeNull = nullAbove || field.isNullable();
    ArrowTypeID type = field.getType().getTypeID();
    assertThat(type == ArrowTypeID.FixedSizeList && mayBeNull).as("%s", field).isFalse();
    for (Field child : field.getChildren()) {
      boolean sharesSlots = type == ArrowTypeID.Struct || type == ArrowTypeID.FixedSizeList;
      assertRestorable(child, false, sharesSlots && mayBeNull);
    }
  }

  private static Field stored(Field field) {
    return ReadableSchema.of(new Schema(List.of(field)), Set.of()).getFields().get(0);
  }

  private static String extension(
      String name, boolean nullable, ArrowType type, Field... children) {
    Map<String, String> metadata = Map.of(EXTENSION, name, "k", "v");
    Field field = new Field("x", new FieldType(nullable, type, null, metadata), List.of(children));
    Map<String, String> stored = stored(field).getMetadata();
    assertThat(stored).containsEntry("k", "v");
    return stored.get(EXTENSION);
  }

  private static ArrowType fixed(int size) {
    return new ArrowType.FixedSizeList(size);
  }

  private static Field encoded(ArrowType.Int index) {
    return new Field("d", new FieldType(true, UTF8, new DictionaryEncoding(7, true, index)), null);
  }

  private static Field required(Field field, String name) {
    return new Field(name, new FieldType(false, field.getType(), field.getDictionary()), null);
  }

  private static Field field(String name, boolean nullable, ArrowType type, Field... children) {
    return new Field(name, new FieldType(nullable, type, null), List.of(children));
  }
}
