package io.flinkarrow.parquet.geo;

import io.flinkarrow.parquet.column.LeafRows;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.arrow.vector.types.FloatingPointPrecision;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.FieldType;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.apache.parquet.schema.Type;
import org.apache.parquet.schema.Types;

/**
 * The column with the bounding box of each geometry of another one: a group of four numbers, or
 * null where the geometry is null, empty or invalid.
 *
 * @param name of the column
 * @param geometry the other column, at the top of the schema
 * @param geometryLevel its maximum definition level
 * @param floats whether bounds are floats, rounded outwards, and not doubles
 */
public record Covering(String name, GeometryColumn geometry, int geometryLevel, boolean floats) {

  static final List<String> BOUNDS = List.of("xmin", "ymin", "xmax", "ymax");

  /** Its leaf columns. */
  public static final int LEAVES = 4;

  public Type type() {
    PrimitiveTypeName number = floats ? PrimitiveTypeName.FLOAT : PrimitiveTypeName.DOUBLE;
    Type[] bounds =
        BOUNDS.stream().map(bound -> Types.required(number).named(bound)).toArray(Type[]::new);
    return Types.optionalGroup().addFields(bounds).named(name);
  }

  public Field field() {
    ArrowType number =
        new ArrowType.FloatingPoint(
            floats ? FloatingPointPrecision.SINGLE : FloatingPointPrecision.DOUBLE);
    return new Field(
        name,
        FieldType.nullable(ArrowType.Struct.INSTANCE),
        BOUNDS.stream()
            .map(bound -> new Field(bound, FieldType.notNullable(number), null))
            .toList());
  }

  /** The rows of each leaf column, in schema order. */
  public List<LeafRows> rows(LeafRows geometries) {
    CoveringBoxes boxes = new CoveringBoxes(this, geometries);
    int numberBytes = floats ? Float.BYTES : Double.BYTES;
    return IntStream.range(0, LEAVES)
        .<LeafRows>mapToObj(bound -> new CoveringRows(boxes, numberBytes, bound))
        .toList();
  }
}
