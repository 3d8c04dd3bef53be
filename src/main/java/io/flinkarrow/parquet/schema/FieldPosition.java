package io.flinkarrow.parquet.schema;

/**
 * Where a field lies in a batch of Arrow's IPC layout, and whether its slots may be null.
 *
 * @param path dotted path in the Parquet schema, as messages show it
 * @param nullability whether a null is a level or an error
 * @param node index of its field node, depth first
 * @param buffer index of its first buffer, the validity bitmap, among those whose number the schema
 *     tells: without the data buffers of views
 * @param viewColumns how many columns of views come before it
 */
public record FieldPosition(
    String path, Nullability nullability, int node, int buffer, int viewColumns) {

  /** Why a field may or may not hold nulls. */
  public enum Nullability {
    NULLABLE,
    REQUIRED,
    /** The entries of a map: never null, whatever the Arrow schema says. */
    MAP_ENTRY,
    /** The key of a map: never null, whatever the Arrow schema says. */
    MAP_KEY,
    /** Part of a variant that is never null, whatever the Arrow schema says. */
    VARIANT_PART
  }

  public boolean nullable() {
    return nullability == Nullability.NULLABLE;
  }
}
