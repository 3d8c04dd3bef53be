package io.flinkarrow.parquet.column;

import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.schema.PrimitiveType;

/**
 * One leaf of the Parquet schema: its place, type and settings.
 *
 * @param ordinal its position among the schema's leaves, in schema order
 * @param descriptor path, primitive type and maximum levels
 * @param settings how it is written
 */
public record LeafColumn(int ordinal, ColumnDescriptor descriptor, ColumnSettings settings) {

  /** The dotted path, as users write it in per-column options and as messages show it. */
  public String path() {
    return String.join(".", descriptor.getPath());
  }

  public PrimitiveType type() {
    return descriptor.getPrimitiveType();
  }

  public int maxRepetitionLevel() {
    return descriptor.getMaxRepetitionLevel();
  }

  public int maxDefinitionLevel() {
    return descriptor.getMaxDefinitionLevel();
  }
}
