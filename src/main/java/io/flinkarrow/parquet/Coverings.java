package io.flinkarrow.parquet;

import io.flinkarrow.parquet.column.LeafRows;
import io.flinkarrow.parquet.geo.Covering;
import io.flinkarrow.parquet.geo.GeometryColumn;
import io.flinkarrow.parquet.options.ColumnEncryption;
import io.flinkarrow.parquet.options.ColumnPath;
import io.flinkarrow.parquet.options.GeometryCovering;
import io.flinkarrow.parquet.schema.SchemaPlan;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.Type;

/**
 * The columns of bounding boxes that a file has behind those of its schema, because options ask for
 * them.
 */
record Coverings(List<Covering> columns) {

  private static final String NAME = "bbox";

  /**
   * @throws IllegalArgumentException if the options ask for one of a column that has none, or its
   *     name is taken
   */
  static Coverings of(SchemaPlan plan, ColumnWriterOptions options) {
    List<Covering> coverings = new ArrayList<>();
    List<GeometryColumn> geometries =
        plan.geometries().stream().filter(GeometryColumn::atRoot).toList();
    for (Map.Entry<ColumnPath, ColumnChoices> single : options.single().entrySet()) {
      boolean known =
          geometries.stream().anyMatch(column -> single.getKey().matches(List.of(column.path())));
      if (single.getValue().covering() != null && !known) {
        throw new IllegalArgumentException(
            "A covering is set for column '%s', which is no column of geometries at the top of the schema. These are: %s"
                .formatted(
                    single.getKey(), geometries.stream().map(GeometryColumn::path).toList()));
      }
    }
    for (GeometryColumn geometry : geometries) {
      ColumnChoices choices =
          options.all.copy().override(options.ownChoices(List.of(geometry.path())));
      GeometryCovering choice = choices.covering();
      if (choice != null && choice != GeometryCovering.NONE) {
        boolean primary = geometry.equals(geometries.get(0));
        checkKey(geometry, choices);
        String name = primary ? NAME : geometry.path() + "_" + NAME;
        checkName(plan, geometry, name);
        int level = plan.leaves().get(geometry.ordinal()).descriptor().getMaxDefinitionLevel();
        coverings.add(new Covering(name, geometry, level, choice == GeometryCovering.SINGLE));
      }
    }
    return new Coverings(List.copyOf(coverings));
  }

  private static void checkKey(GeometryColumn geometry, ColumnChoices choices) {
    if (choices.encryption() == ColumnEncryption.COLUMN_KEY) {
      throw new IllegalArgumentException(
          "Column %s has a key of its own, but its covering would show without this key where geometries are. Leave the option covering out, or use the footer's key"
              .formatted(geometry.path()));
    }
  }

  /** The ordinal of the geometries that a leaf column of these belongs to. */
  int geometryOf(int leaf) {
    return columns.get(leaf / Covering.LEAVES).geometry().ordinal();
  }

  private static void checkName(SchemaPlan plan, GeometryColumn geometry, String name) {
    if (plan.parquetSchema().containsField(name)) {
      throw new IllegalArgumentException(
          "The covering of column %s would be called '%s', but the schema has a column of that name. Rename it, or leave the option covering out"
              .formatted(geometry.path(), name));
    }
  }

  MessageType in(MessageType schema) {
    List<Type> fields = new ArrayList<>(schema.getFields());
    columns.forEach(covering -> fields.add(covering.type()));
    return columns.isEmpty() ? schema : new MessageType(schema.getName(), fields);
  }

  Schema in(Schema schema) {
    List<Field> fields = new ArrayList<>(schema.getFields());
    columns.forEach(covering -> fields.add(covering.field()));
    return columns.isEmpty() ? schema : new Schema(fields, schema.getCustomMetadata());
  }

  /** The leaf columns of the schema, and those of these columns. */
  List<? extends LeafRows> behind(List<? extends LeafRows> leaves) {
    if (columns.isEmpty()) {
      return leaves;
    }
    List<LeafRows> all = new ArrayList<>(leaves);
    columns.forEach(
        covering -> all.addAll(covering.rows(leaves.get(covering.geometry().ordinal()))));
    return all;
  }
}
