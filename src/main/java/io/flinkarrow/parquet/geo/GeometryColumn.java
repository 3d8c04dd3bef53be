package io.flinkarrow.parquet.geo;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.arrow.vector.types.pojo.ArrowType.ExtensionType;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.GeographyLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.GeometryLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.LogicalTypeAnnotationVisitor;

/**
 * A leaf column of geometries.
 *
 * @param ordinal position among the leaves of the Parquet schema
 * @param path dotted path in the Parquet schema
 * @param atRoot whether it is a column of the table, not a part of one
 */
public record GeometryColumn(int ordinal, String path, boolean atRoot, GeometryMetadata metadata) {

  /** Those of a file's leaf columns that have one of Parquet's own types of geometries. */
  public static List<GeometryColumn> of(List<ColumnDescriptor> columns) {
    List<GeometryColumn> geometries = new ArrayList<>();
    for (int ordinal = 0; ordinal < columns.size(); ordinal++) {
      ColumnDescriptor column = columns.get(ordinal);
      LogicalTypeAnnotation type = column.getPrimitiveType().getLogicalTypeAnnotation();
      if (type != null) {
        type.accept(new Described(ordinal, column)).ifPresent(geometries::add);
      }
    }
    return geometries;
  }

  /** A system that only the footer defines is not looked up: statistics do not depend on it. */
  private record Described(int ordinal, ColumnDescriptor column)
      implements LogicalTypeAnnotationVisitor<GeometryColumn> {

    @Override
    public Optional<GeometryColumn> visit(GeometryLogicalTypeAnnotation type) {
      return of(GeometryField.metadata(type, Map.of()));
    }

    @Override
    public Optional<GeometryColumn> visit(GeographyLogicalTypeAnnotation type) {
      return of(GeometryField.metadata(type, Map.of()));
    }

    private Optional<GeometryColumn> of(Map<String, String> metadata) {
      String path = String.join(".", column.getPath());
      String json = metadata.get(ExtensionType.EXTENSION_METADATA_KEY_METADATA);
      return Optional.of(
          new GeometryColumn(
              ordinal, path, column.getPath().length == 1, GeometryMetadata.parse(json, path)));
    }
  }
}
