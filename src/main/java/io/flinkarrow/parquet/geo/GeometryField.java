package io.flinkarrow.parquet.geo;

import io.flinkarrow.layout.StorageType;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import javax.annotation.Nullable;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.ArrowType.ExtensionType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.FieldType;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.GeographyLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.GeometryLogicalTypeAnnotation;

/**
 * A field of geometries, as WKB or in one of GeoArrow's own encodings: by the name of its extension
 * type in its metadata, whether or not a class for that is registered.
 */
public final class GeometryField {

  /** What the field's metadata calls geometries as WKB. */
  public static final String WKB = "geoarrow.wkb";

  private static final Set<String> NAMES_OF_WKB = Set.of(WKB, "ogc.wkb");

  private final GeometryMetadata metadata;

  private GeometryField(GeometryMetadata metadata) {
    this.metadata = metadata;
  }

  /**
   * What a field says of its geometries; empty if it is not one of geometries.
   *
   * @param path of the field, for messages
   * @throws UnsupportedOperationException if it does not have the storage of its extension type;
   *     the message says what to do, the caller says where
   * @throws IllegalArgumentException if its extension metadata is malformed
   */
  public static Optional<GeometryField> of(Field field, String path) {
    String name = field.getMetadata().get(ExtensionType.EXTENSION_METADATA_KEY_NAME);
    boolean wkb = name != null && NAMES_OF_WKB.contains(name);
    if (!wkb && GeoArrowEncoding.of(field).isEmpty()) {
      return Optional.empty();
    }
    if (wkb) {
      checkStorage(field, name);
    }
    String json = field.getMetadata().get(ExtensionType.EXTENSION_METADATA_KEY_METADATA);
    return Optional.of(new GeometryField(GeometryMetadata.parse(json, path)));
  }

  /** Whether a field is one of geometries, and has the storage of its extension type. */
  public static boolean isOne(Field field) {
    try {
      return of(field, field.getName()).isPresent();
    } catch (UnsupportedOperationException e) {
      // Its storage is the question.
      return false;
    }
  }

  private static void checkStorage(Field field, String name) {
    switch (StorageType.of(field).getTypeID()) {
      case Binary, LargeBinary, BinaryView -> {}
      default ->
          throw new UnsupportedOperationException("give %s its storage, Binary".formatted(name));
    }
  }

  /** The field as a file has it if its geometries came in an encoding of GeoArrow's own. */
  public static Field asWkb(Field field) {
    Map<String, String> metadata = new HashMap<>(field.getMetadata());
    metadata.put(ExtensionType.EXTENSION_METADATA_KEY_NAME, WKB);
    return new Field(
        field.getName(),
        new FieldType(field.isNullable(), ArrowType.Binary.INSTANCE, null, metadata),
        null);
  }

  /**
   * A field that is declared to be one of geometries as WKB, whatever it says itself.
   *
   * @param json GeoArrow's extension metadata
   */
  public static Field declared(Field field, String json) {
    Map<String, String> metadata = new HashMap<>(field.getMetadata());
    metadata.put(ExtensionType.EXTENSION_METADATA_KEY_NAME, WKB);
    metadata.put(ExtensionType.EXTENSION_METADATA_KEY_METADATA, json);
    return withMetadata(field, metadata);
  }

  /**
   * The metadata of a field whose column has Parquet's own type.
   *
   * @param properties the footer's keys and values, to which the type may refer
   */
  public static Map<String, String> metadata(
      GeometryLogicalTypeAnnotation type, Map<String, String> properties) {
    return metadata(
        GeometryMetadata.ofParquet(type.getCrs(), EdgeInterpolation.PLANAR, properties));
  }

  /** The same, see {@link #metadata(GeometryLogicalTypeAnnotation, Map)}. */
  public static Map<String, String> metadata(
      GeographyLogicalTypeAnnotation type, Map<String, String> properties) {
    EdgeInterpolation edges =
        type.getAlgorithm() == null
            ? EdgeInterpolation.SPHERICAL
            : EdgeInterpolation.valueOf(type.getAlgorithm().name());
    return metadata(GeometryMetadata.ofParquet(type.getCrs(), edges, properties));
  }

  private static Map<String, String> metadata(String json) {
    return Map.of(
        ExtensionType.EXTENSION_METADATA_KEY_NAME,
        WKB,
        ExtensionType.EXTENSION_METADATA_KEY_METADATA,
        json);
  }

  static Field withMetadata(Field field, Map<String, String> metadata) {
    return new Field(
        field.getName(),
        new FieldType(field.isNullable(), StorageType.of(field), field.getDictionary(), metadata),
        field.getChildren());
  }

  /**
   * A field of geometries with another coordinate reference system, whatever it says itself.
   *
   * @param crs PROJJSON, or a name
   * @throws IllegalArgumentException if its extension metadata is malformed
   */
  public static Field located(Field field, String crs) {
    Map<String, String> metadata = new HashMap<>(field.getMetadata());
    metadata.put(
        ExtensionType.EXTENSION_METADATA_KEY_METADATA,
        GeometryMetadata.located(
            metadata.get(ExtensionType.EXTENSION_METADATA_KEY_METADATA), crs, field.getName()));
    return withMetadata(field, metadata);
  }

  /**
   * @throws IllegalArgumentException if it is neither PROJJSON nor the name of a system whose
   *     definition is known; the message says what to do
   */
  public static void checkSystem(String crs) {
    GeometryMetadata metadata;
    try {
      metadata = GeometryMetadata.parse(GeometryMetadata.located(null, crs, ""), "");
    } catch (IllegalArgumentException e) {
      throw undefined(crs, e);
    }
    if (metadata.crs().kind() == CoordinateReferenceSystem.Kind.IDENTIFIER) {
      throw undefined(crs, null);
    }
  }

  private static IllegalArgumentException undefined(String crs, @Nullable Throwable cause) {
    return new IllegalArgumentException(
        "coordinateReferenceSystem must be PROJJSON, or a name whose definition is known, such as EPSG:3857, but was '%s'. pyproj.CRS(name).to_json() prints the PROJJSON of any name"
            .formatted(GeoParquetMetadata.shortened(crs)),
        cause);
  }

  /** Parquet's own type of the column. */
  public LogicalTypeAnnotation logicalType() {
    return metadata.logicalType();
  }

  /** The leaf column of the field. */
  public GeometryColumn column(int ordinal, String[] path) {
    return new GeometryColumn(ordinal, String.join(".", path), path.length == 1, metadata);
  }
}
