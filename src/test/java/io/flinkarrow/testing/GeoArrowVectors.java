package io.flinkarrow.testing;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.Float8Vector;
import org.apache.arrow.vector.complex.FixedSizeListVector;
import org.apache.arrow.vector.complex.LargeListVector;
import org.apache.arrow.vector.complex.ListVector;
import org.apache.arrow.vector.complex.StructVector;
import org.apache.arrow.vector.types.FloatingPointPrecision;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.FieldType;

/**
 * Vectors of one of GeoArrow's native encodings.
 *
 * @param type 1 to 6
 * @param dimensions 0 to 3, for XY, XYZ, XYM, XYZM
 * @param separated whether each axis has a vector
 * @param large whether lists are large ones
 */
public record GeoArrowVectors(int type, int dimensions, boolean separated, boolean large) {

  private static final List<String> NAMES =
      List.of("point", "linestring", "polygon", "multipoint", "multilinestring", "multipolygon");
  private static final List<String> AXES = List.of("xy", "xyz", "xym", "xyzm");
  private static final ArrowType DOUBLE =
      new ArrowType.FloatingPoint(FloatingPointPrecision.DOUBLE);

  public Field field(String name) {
    Map<String, String> metadata =
        Map.of("ARROW:extension:name", "geoarrow." + NAMES.get(type - 1));
    Field nested = list((type - 1) % 3 + (type > 3 ? 1 : 0));
    return new Field(
        name, new FieldType(true, nested.getType(), null, metadata), nested.getChildren());
  }

  private Field list(int depth) {
    if (depth > 0) {
      ArrowType list = large ? ArrowType.LargeList.INSTANCE : ArrowType.List.INSTANCE;
      return new Field("parts", FieldType.notNullable(list), List.of(list(depth - 1)));
    }
    String axes = AXES.get(dimensions);
    if (!separated) {
      ArrowType list = new ArrowType.FixedSizeList(axes.length());
      Field numbers = new Field(axes, FieldType.notNullable(DOUBLE), null);
      return new Field("coordinates", FieldType.notNullable(list), List.of(numbers));
    }
    List<Field> children =
        axes.chars().mapToObj(axis -> Field.nullable(Character.toString(axis), DOUBLE)).toList();
    return new Field("coordinates", FieldType.notNullable(ArrowType.Struct.INSTANCE), children);
  }

  /** Fills a vector of {@link #field}; null stands for no geometry. */
  public void fill(FieldVector vector, List<Geometry> geometries) {
    vector.allocateNew();
    for (int i = 0; i < geometries.size(); i++) {
      if (geometries.get(i) != null) {
        set(vector, i, tree(geometries.get(i)));
      }
    }
    vector.setValueCount(geometries.size());
  }

  /** A coordinate, or a list of such trees. */
  private static Object tree(Geometry geometry) {
    if (geometry.type() == Geometry.POINT) {
      return geometry.points().get(0);
    }
    List<Object> parts = new ArrayList<>(geometry.points());
    geometry.members().forEach(member -> parts.add(tree(member)));
    return parts;
  }

  private static void set(FieldVector vector, int index, Object tree) {
    if (vector instanceof ListVector lists) {
      int start = lists.startNewValue(index);
      setAll(lists.getDataVector(), start, (List<?>) tree);
      lists.endValue(index, ((List<?>) tree).size());
    } else if (vector instanceof LargeListVector lists) {
      int start = (int) lists.startNewValue(index);
      setAll(lists.getDataVector(), start, (List<?>) tree);
      lists.endValue(index, ((List<?>) tree).size());
    } else if (vector instanceof FixedSizeListVector interleaved) {
      int start = interleaved.startNewValue(index);
      double[] numbers = (double[]) tree;
      for (int axis = 0; axis < numbers.length; axis++) {
        ((Float8Vector) interleaved.getDataVector()).setSafe(start + axis, numbers[axis]);
      }
    } else {
      StructVector separated = (StructVector) vector;
      double[] numbers = (double[]) tree;
      separated.setIndexDefined(index);
      for (int axis = 0; axis < numbers.length; axis++) {
        ((Float8Vector) separated.getChildByOrdinal(axis)).setSafe(index, numbers[axis]);
      }
    }
  }

  private static void setAll(FieldVector vector, int start, List<?> trees) {
    for (int i = 0; i < trees.size(); i++) {
      set(vector, start + i, trees.get(i));
    }
  }
}
