package io.flinkarrow.parquet;

import io.flinkarrow.parquet.geo.GeoParquetMetadata;
import io.flinkarrow.parquet.geo.GeometryColumn;
import io.flinkarrow.parquet.geo.GeometryField;
import io.flinkarrow.parquet.options.ColumnPath;
import io.flinkarrow.parquet.schema.SchemaPlan;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What options say of columns of geometries: rows have no extension types. */
final class DeclaredGeometries {

  private static final Logger LOG = LoggerFactory.getLogger(DeclaredGeometries.class);

  private DeclaredGeometries() {}

  /**
   * The schema with their fields as if these said it themselves.
   *
   * @throws IllegalArgumentException if such a column is not at the top of the schema, or the
   *     metadata of one is malformed
   */
  static Schema in(Schema schema, ColumnWriterOptions options) {
    List<Field> fields = new ArrayList<>(schema.getFields());
    for (Map.Entry<ColumnPath, ColumnChoices> column : options.single().entrySet()) {
      String metadata = column.getValue().geometryMetadata();
      if (metadata != null) {
        declare(fields, column.getKey(), metadata);
      }
    }
    locate(fields, options);
    return fields.equals(schema.getFields())
        ? schema
        : new Schema(fields, schema.getCustomMetadata());
  }

  /**
   * Refuses declared columns that the file cannot describe. What a schema says of itself ends no
   * job: the loss is logged.
   *
   * @throws IllegalArgumentException if there is such a column; the message says what to do
   */
  static void check(SchemaPlan plan, WriterOptions options) {
    for (GeometryColumn column : plan.geometries()) {
      Optional<String> loss = GeoParquetMetadata.loss(options.file.geometry, column);
      if (loss.isPresent()) {
        if (isDeclared(column, options.columns)) {
          throw new IllegalArgumentException(loss.get());
        }
        LOG.warn("Files will not say all of their geometries. {}", loss.get());
      }
    }
  }

  private static boolean isDeclared(GeometryColumn column, ColumnWriterOptions options) {
    return options.ownChoices(List.of(column.path())).geometryMetadata() != null;
  }

  private static void locate(List<Field> fields, ColumnWriterOptions options) {
    List<Field> geometries = fields.stream().filter(GeometryField::isOne).toList();
    options.single().forEach((path, choices) -> checkLocated(path, choices, geometries));
    for (Field field : geometries) {
      String crs =
          options
              .all
              .copy()
              .override(options.ownChoices(List.of(field.getName())))
              .coordinateReferenceSystem();
      if (crs != null) {
        fields.set(fields.indexOf(field), GeometryField.located(field, crs));
      }
    }
  }

  private static void checkLocated(ColumnPath path, ColumnChoices choices, List<Field> geometries) {
    if (choices.coordinateReferenceSystem() != null
        && geometries.stream().noneMatch(field -> path.matches(List.of(field.getName())))) {
      throw new IllegalArgumentException(
          "A coordinate reference system is set for column '%s', which is no column of geometries at the top of the schema. These are: %s. The column's option geometryMetadata declares a column"
              .formatted(path, geometries.stream().map(Field::getName).toList()));
    }
  }

  private static Field declared(Field field, ColumnPath path, String metadata) {
    Field declared = GeometryField.declared(field, metadata);
    if (!GeometryField.isOne(declared)) {
      throw new IllegalArgumentException(
          "Column '%s' has the option geometryMetadata, but its type is %s: geometries as WKB are Binary, LargeBinary or BinaryView. Leave the option out, or name another column"
              .formatted(path, field.getType()));
    }
    return declared;
  }

  private static void declare(List<Field> fields, ColumnPath path, String metadata) {
    boolean found = false;
    for (int i = 0; i < fields.size(); i++) {
      Field field = fields.get(i);
      if (path.matches(List.of(field.getName()))) {
        fields.set(i, declared(field, path, metadata));
        found = true;
      }
    }
    if (!found) {
      throw new IllegalArgumentException(
          "Column '%s' is declared to hold geometries, but it is not at the top of the schema, which has %s. Give a nested field the extension type %s"
              .formatted(path, fields.stream().map(Field::getName).toList(), GeometryField.WKB));
    }
  }
}
