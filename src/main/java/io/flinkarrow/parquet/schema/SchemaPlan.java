package io.flinkarrow.parquet.schema;

import io.flinkarrow.parquet.geo.GeometryColumn;
import java.util.List;
import org.apache.arrow.vector.types.pojo.Schema;
import org.apache.parquet.schema.MessageType;

/**
 * Everything a writer derives from its Arrow schema, once.
 *
 * @param arrowSchema in message format: a dictionary-encoded field has its value type
 * @param parquetSchema the schema of the file
 * @param fields the top-level fields
 * @param leaves the leaf columns, by ordinal, in the order of {@link MessageType#getColumns()}
 * @param geometries those of them that hold geometries
 * @param nodeCount field nodes of a batch
 * @param bufferCount buffers of a batch, without the data buffers of views
 * @param viewColumns columns of views, each of which has data buffers in any number
 */
public record SchemaPlan(
    Schema arrowSchema,
    MessageType parquetSchema,
    List<FieldPlan> fields,
    List<FieldPlan.LeafField> leaves,
    List<GeometryColumn> geometries,
    int nodeCount,
    int bufferCount,
    int viewColumns) {

  public SchemaPlan {
    fields = List.copyOf(fields);
    leaves = List.copyOf(leaves);
    geometries = List.copyOf(geometries);
  }

  /**
   * Plans how batches of a schema are written.
   *
   * @param schema in message format; see {@link MessageFormat}
   * @throws UnsupportedOperationException if a field cannot be written to Parquet
   * @throws IllegalArgumentException if field metadata is malformed
   */
  public static SchemaPlan of(Schema schema) {
    return of(schema, SchemaMapping.DEFAULT);
  }

  /**
   * As {@link #of(Schema)}.
   *
   * @param mapping how types become Parquet types
   */
  public static SchemaPlan of(Schema schema, SchemaMapping mapping) {
    MessageType parquetSchema = new ArrowSchemaConverter(mapping).convert(schema);
    return new SchemaPlanner(parquetSchema, mapping).plan(schema);
  }
}
