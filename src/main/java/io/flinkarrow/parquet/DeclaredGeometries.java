package io.flinkarrow.parquet;

import io.flinkarrow.parquet.geo.GeometryField;
import io.flinkarrow.parquet.options.ColumnPath;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;

/** Columns that hold geometries because the options say so: rows have no extension types. */
final class DeclaredGeometries {

  private DeclaredGeometries() {}

  /**
   * The schema with their fields as if these said it themselves.
   *
   * @throws IllegalArgumentException if such a column is not at the top of the schema
   */
  static Schema in(Schema schema, ColumnWriterOptions options) {
    List<Field> fields = new ArrayList<>(schema.getFields());
    for (Map.Entry<ColumnPath, ColumnChoices> column : options.single().entrySet()) {
      String metadata = column.getValue().geometryMetadata();
      if (metadata != null) {
        declare(fields, column.getKey(), metadata);
      }
    }
    return fields.equals(schema.getFields())
        ? schema
        : new Schema(fields, schema.getCustomMetadata());
  }

  private static void declare(List<Field> fields, ColumnPath path, String metadata) {
    boolean found = false;
    for (int i = 0; i < fields.size(); i++) {
      Field field = fields.get(i);
      if (path.matches(List.of(field.getName()))) {
        fields.set(i, GeometryField.declared(field, metadata));
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
