package io.flinkarrow.parquet.geo;

import io.flinkarrow.layout.StorageType;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.arrow.vector.types.FloatingPointPrecision;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.ArrowType.ExtensionType;
import org.apache.arrow.vector.types.pojo.Field;

/**
 * How geometries of one type lie in nested Arrow columns: lists of lists of coordinates, as deep as
 * the type needs.
 *
 * @param type ISO's code of the type, without dimensions: 1 to 6
 * @param dimensions 0 to 3 for XY, XYZ, XYM and XYZM, as the thousands of ISO's codes
 * @param separated whether each axis is a column of its own
 * @param wideOffsets of each list from the top down, whether offsets have 64 bits
 */
public record GeoArrowEncoding(
    int type, int dimensions, boolean separated, List<Boolean> wideOffsets) {

  public static final int POINT = 1;
  public static final int LINE_STRING = 2;
  public static final int POLYGON = 3;

  /** The type of a member, if a type has such, is this much less. */
  public static final int MULTI = 3;

  private static final Map<String, Integer> TYPES =
      Map.of(
          "geoarrow.point",
          POINT,
          "geoarrow.linestring",
          LINE_STRING,
          "geoarrow.polygon",
          POLYGON,
          "geoarrow.multipoint",
          POINT + MULTI,
          "geoarrow.multilinestring",
          LINE_STRING + MULTI,
          "geoarrow.multipolygon",
          POLYGON + MULTI);

  private static final List<String> AXES = List.of("xy", "xyz", "xym", "xyzm");
  private static final ArrowType DOUBLE =
      new ArrowType.FloatingPoint(FloatingPointPrecision.DOUBLE);

  public GeoArrowEncoding {
    wideOffsets = List.copyOf(wideOffsets);
  }

  /**
   * The encoding of a field; empty if it is not one of such geometries.
   *
   * @throws UnsupportedOperationException if its storage is not that of its extension type; the
   *     message says what to do, the caller says where
   */
  public static Optional<GeoArrowEncoding> of(Field field) {
    String name = field.getMetadata().get(ExtensionType.EXTENSION_METADATA_KEY_NAME);
    Integer type = name == null ? null : TYPES.get(name);
    if (type == null) {
      return Optional.empty();
    }
    List<Boolean> wideOffsets = new ArrayList<>();
    Field at = field;
    for (int i = lists(type); i > 0; i--) {
      wideOffsets.add(isWideList(at, name, type));
      at = at.getChildren().get(0);
    }
    boolean separated = StorageType.of(at) instanceof ArrowType.Struct;
    int dimensions = separated ? separatedAxes(at) : interleavedAxes(at);
    if (dimensions < 0) {
      throw unfit(name, type);
    }
    return Optional.of(new GeoArrowEncoding(type, dimensions, separated, wideOffsets));
  }

  private static int lists(int type) {
    return type > MULTI ? type - MULTI : type - POINT;
  }

  private static boolean isWideList(Field field, String name, int type) {
    boolean wide = StorageType.of(field) instanceof ArrowType.LargeList;
    if ((!wide && !(StorageType.of(field) instanceof ArrowType.List))
        || field.getChildren().size() != 1) {
      throw unfit(name, type);
    }
    return wide;
  }

  private static int separatedAxes(Field coordinates) {
    StringBuilder names = new StringBuilder();
    for (Field axis : coordinates.getChildren()) {
      names.append(StorageType.of(axis).equals(DOUBLE) ? axis.getName() : "?");
    }
    return AXES.indexOf(names.toString());
  }

  /** Three axes are XYZ, unless the name of the numbers says XYM. */
  private static int interleavedAxes(Field coordinates) {
    if (!(StorageType.of(coordinates) instanceof ArrowType.FixedSizeList list)
        || coordinates.getChildren().size() != 1
        || !StorageType.of(coordinates.getChildren().get(0)).equals(DOUBLE)) {
      return -1;
    }
    return switch (list.getListSize()) {
      case 2 -> AXES.indexOf("xy");
      case 3 ->
          AXES.indexOf("xym".equals(coordinates.getChildren().get(0).getName()) ? "xym" : "xyz");
      case 4 -> AXES.indexOf("xyzm");
      default -> -1;
    };
  }

  private static UnsupportedOperationException unfit(String name, int type) {
    return new UnsupportedOperationException(
        "give %s its storage, %sa Struct of x, y and perhaps z and m or a FixedSizeList, each of FloatingPoint(DOUBLE)"
            .formatted(name, "a List of ".repeat(lists(type))));
  }

  /** The numbers of a coordinate. */
  public int axes() {
    return AXES.get(dimensions).length();
  }

  /** The fields below that of the geometries: lists, coordinates, and their axes. */
  public int fieldsBelow() {
    return wideOffsets.size() + (separated ? axes() : 1);
  }

  /** The buffers of the field and all below it, but for its validity. */
  public int buffers() {
    // Each list has offsets. Each field below has a validity, and each of the axes has data.
    return wideOffsets.size() + fieldsBelow() + (separated ? axes() : 1);
  }
}
