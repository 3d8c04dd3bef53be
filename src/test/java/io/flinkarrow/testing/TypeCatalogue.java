package io.flinkarrow.testing;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.arrow.vector.types.FloatingPointPrecision;
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
    IN_LIST_OF_LISTS
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
      case IN_LARGE_LIST ->
          new Field(
              name,
              new FieldType(nullable, new ArrowType.LargeList(), null),
              List.of(leaf("element", leaf, nullable)));
      case IN_FIXED_SIZE_LIST ->
          new Field(
              name,
              new FieldType(nullable, new ArrowType.FixedSizeList(3), null),
              List.of(leaf("element", leaf, nullable)));
      case IN_LIST_VIEW ->
          new Field(
              name,
              new FieldType(nullable, new ArrowType.ListView(), null),
              List.of(leaf("element", leaf, nullable)));
      case IN_LARGE_LIST_VIEW ->
          new Field(
              name,
              new FieldType(nullable, new ArrowType.LargeListView(), null),
              List.of(leaf("element", leaf, nullable)));
      case IN_LIST_OF_STRUCTS ->
          list(name, nullable, struct("element", nullable, leaf("leaf", leaf, nullable)));
      case IN_STRUCT_OF_LISTS ->
          struct(name, nullable, list("leaves", nullable, leaf("element", leaf, nullable)));
      case IN_LIST_OF_LISTS ->
          list(name, nullable, list("element", nullable, leaf("element", leaf, nullable)));
    };
  }

  private static Field leaf(String name, FieldType type, boolean nullable) {
    return new Field(name, new FieldType(nullable, type.getType(), type.getDictionary()), null);
  }

  private static Field struct(String name, boolean nullable, Field... children) {
    return new Field(
        name, new FieldType(nullable, new ArrowType.Struct(), null), List.of(children));
  }

  private static Field list(String name, boolean nullable, Field element) {
    return new Field(name, new FieldType(nullable, new ArrowType.List(), null), List.of(element));
  }
}
