package io.flinkarrow.testing;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;
import org.apache.arrow.vector.types.FloatingPointPrecision;
import org.apache.arrow.vector.types.IntervalUnit;
import org.apache.arrow.vector.types.TimeUnit;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.FieldType;

/** Every leaf type that the writer takes, and every place a leaf can stand in. */
public final class TypeCatalogue {

  /** Where a leaf stands. */
  public enum Nesting {
    FLAT,
    IN_STRUCT,
    IN_LIST,
    IN_MAP,
    IN_LARGE_LIST,
    IN_FIXED_SIZE_LIST,
    IN_LIST_VIEW,
    IN_LARGE_LIST_VIEW,
    IN_LIST_OF_STRUCTS,
    IN_STRUCT_OF_LISTS,
    IN_LIST_OF_LISTS,
    IN_LIST_OF_STRUCTS_OF_LISTS
  }

  /** DuckDB's decimals end here. */
  private static final int DUCKDB_PRECISION = 38;

  /** Types of dictionary-encoded columns, one of each kind; all readers know them. */
  private static final List<ArrowType> ENCODED =
      List.of(
          new ArrowType.Utf8(),
          new ArrowType.LargeUtf8(),
          new ArrowType.Binary(),
          new ArrowType.LargeBinary(),
          new ArrowType.Bool(),
          new ArrowType.Int(64, true),
          new ArrowType.FloatingPoint(FloatingPointPrecision.DOUBLE),
          new ArrowType.Decimal(20, 10, 128),
          new ArrowType.FixedSizeBinary(16),
          new ArrowType.Timestamp(TimeUnit.SECOND, null));

  private TypeCatalogue() {}

  /** All leaf types, and some of them dictionary-encoded, by a name for columns. */
  public static Map<String, FieldType> leaves(RandomSchemas schemas) {
    Map<String, FieldType> leaves = new LinkedHashMap<>();
    List<ArrowType> types = new ArrayList<>(RandomSchemas.leafTypes());
    // The widest that has bounds, and one that has none.
    for (int width : new int[] {2047, 5000}) {
      types.add(new ArrowType.FixedSizeBinary(width));
    }
    for (ArrowType type : types) {
      leaves.put(name(type), new FieldType(true, type, null));
    }
    for (ArrowType type : ENCODED) {
      Field values = schemas.leaf(RandomSchemas.VALUES, type);
      leaves.put(
          "Dictionary_" + name(type), schemas.dictionaryEncoded("any", values).getFieldType());
    }
    return leaves;
  }

  /** Every type without children, with those that only some tests want. */
  public static List<ArrowType> types() {
    List<ArrowType> types = new ArrayList<>(RandomSchemas.leafTypes());
    Stream.of(TimeUnit.values()).map(ArrowType.Duration::new).forEach(types::add);
    Stream.of(IntervalUnit.values()).map(ArrowType.Interval::new).forEach(types::add);
    types.add(new ArrowType.Null());
    return types;
  }

  /**
   * Every other leaf, by what documents call it: extension types, references to values, and runs of
   * them.
   */
  public static Map<String, Function<RandomSchemas, Field>> otherLeaves() {
    Map<String, Function<RandomSchemas, Field>> leaves = new LinkedHashMap<>();
    ArrowType binary = new ArrowType.Binary();
    Map<String, Field> extensions = new LinkedHashMap<>();
    extensions.put("arrow.uuid", leaf(new ArrowType.FixedSizeBinary(16)));
    extensions.put("arrow.json", leaf(new ArrowType.Utf8()));
    extensions.put("arrow.bool8", leaf(new ArrowType.Int(8, true)));
    extensions.put(
        "arrow.parquet.variant",
        struct(
            "leaf",
            true,
            Field.notNullable("metadata", binary),
            Field.notNullable("value", binary)));
    extensions.put("geoarrow.wkb", leaf(binary));
    extensions.forEach((name, storage) -> leaves.put(name, schemas -> extended(storage, name)));

    ArrowType number = new ArrowType.Int(32, true);
    for (Nesting nesting : Nesting.values()) {
      Field nested = column("leaf", leaf(number), true, nesting);
      leaves.putIfAbsent(nested.getType().toString(), schemas -> nested);
    }
    leaves.remove(number.toString());
    Map<String, Field> values = new LinkedHashMap<>();
    ENCODED.forEach(type -> values.put(type.toString(), leaf(type)));
    values.put(
        "Struct",
        struct(
            RandomSchemas.VALUES,
            true,
            Field.nullable("number", number),
            Field.notNullable("string", new ArrowType.Utf8())));
    values.put("List", list(RandomSchemas.VALUES, true, Field.nullable("element", number)));
    values.forEach(
        (name, field) ->
            leaves.put(
                "dictionary of " + name,
                schemas ->
                    schemas.dictionaryEncoded("leaf", leaf(RandomSchemas.VALUES, field, true))));
    values.forEach(
        (name, field) ->
            leaves.put(
                "RunEndEncoded of " + name, schemas -> schemas.runEndEncoded("leaf", field)));
    return leaves;
  }

  private static Field leaf(ArrowType type) {
    return Field.nullable("leaf", type);
  }

  private static Field extended(Field storage, String extension) {
    Map<String, String> metadata =
        Map.of(ArrowType.ExtensionType.EXTENSION_METADATA_KEY_NAME, extension);
    return new Field(
        storage.getName(),
        new FieldType(true, storage.getType(), null, metadata),
        storage.getChildren());
  }

  private static String name(ArrowType type) {
    return type.toString().replaceAll("[^A-Za-z0-9]+", "_").replaceAll("_$", "");
  }

  /** Whether DuckDB can show all that the type holds: it makes doubles of long decimals. */
  public static boolean isKnownToDuckDb(FieldType leaf) {
    return !(leaf.getType() instanceof ArrowType.Decimal decimal)
        || decimal.getPrecision() <= DUCKDB_PRECISION;
  }

  /**
   * A column with the leaf in its place; {@code nullable} holds for the leaf and for all above it
   * that may be null.
   */
  public static Field column(String name, FieldType leaf, boolean nullable, Nesting nesting) {
    return column(name, new Field("leaf", leaf, null), nullable, nesting);
  }

  /** The same of a leaf that may have children. */
  public static Field column(String name, Field leaf, boolean nullable, Nesting nesting) {
    return switch (nesting) {
      case FLAT -> leaf(name, leaf, nullable);
      case IN_STRUCT -> struct(name, nullable, leaf("leaf", leaf, nullable));
      case IN_LIST -> list(name, nullable, leaf("element", leaf, nullable));
      case IN_MAP ->
          new Field(
              name,
              new FieldType(nullable, new ArrowType.Map(false), null),
              List.of(
                  struct(
                      "entries",
                      false,
                      new Field("key", FieldType.notNullable(new ArrowType.Utf8()), null),
                      leaf("value", leaf, nullable))));
      case IN_LARGE_LIST -> list(name, nullable, new ArrowType.LargeList(), leaf);
      case IN_FIXED_SIZE_LIST -> list(name, nullable, new ArrowType.FixedSizeList(3), leaf);
      case IN_LIST_VIEW -> list(name, nullable, new ArrowType.ListView(), leaf);
      case IN_LARGE_LIST_VIEW -> list(name, nullable, new ArrowType.LargeListView(), leaf);
      case IN_LIST_OF_STRUCTS ->
          list(name, nullable, struct("element", nullable, leaf("leaf", leaf, nullable)));
      case IN_STRUCT_OF_LISTS ->
          struct(name, nullable, list("leaves", nullable, leaf("element", leaf, nullable)));
      case IN_LIST_OF_LISTS ->
          list(name, nullable, list("element", nullable, leaf("element", leaf, nullable)));
      case IN_LIST_OF_STRUCTS_OF_LISTS ->
          list(
              name,
              nullable,
              struct(
                  "element", nullable, list("leaves", nullable, leaf("element", leaf, nullable))));
    };
  }

  /** A leaf of another name; run ends are nullable if their values are. */
  private static Field leaf(String name, Field leaf, boolean nullable) {
    List<Field> children =
        leaf.getType().getTypeID() == ArrowType.ArrowTypeID.RunEndEncoded
            ? List.of(
                leaf.getChildren().get(0), leaf("values", leaf.getChildren().get(1), nullable))
            : leaf.getChildren();
    FieldType type = leaf.getFieldType();
    return new Field(
        name,
        new FieldType(nullable, type.getType(), type.getDictionary(), type.getMetadata()),
        children);
  }

  private static Field struct(String name, boolean nullable, Field... children) {
    return new Field(
        name, new FieldType(nullable, new ArrowType.Struct(), null), List.of(children));
  }

  private static Field list(String name, boolean nullable, Field element) {
    return new Field(name, new FieldType(nullable, new ArrowType.List(), null), List.of(element));
  }

  private static Field list(String name, boolean nullable, ArrowType type, Field leaf) {
    return new Field(
        name, new FieldType(nullable, type, null), List.of(leaf("element", leaf, nullable)));
  }
}
