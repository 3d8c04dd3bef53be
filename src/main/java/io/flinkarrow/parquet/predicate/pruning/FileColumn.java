package io.flinkarrow.parquet.predicate.pruning;

import java.util.Optional;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;

/**
 * A column of a file that conditions are on.
 *
 * @param leaf its number among the leaf columns; {@link #GROUP} if it is none
 * @param descriptor null if it is no leaf column
 * @param keys how its values are compared; empty if they are not, beyond whether they are null
 */
public record FileColumn(int leaf, ColumnDescriptor descriptor, Optional<PlainKeys> keys) {

  /** Of a column that has fields or elements, of which files say nothing. */
  static final int GROUP = -1;

  static FileColumn ofGroup() {
    return new FileColumn(GROUP, null, Optional.empty());
  }

  /** Whether files say anything of the column's values. */
  boolean isLeaf() {
    return leaf != GROUP;
  }

  /**
   * Whether Bloom filters have its values. The format has none of booleans; parquet-java writes one
   * if asked to, and adds nothing to it.
   */
  boolean mayHaveFilter() {
    return descriptor.getPrimitiveType().getPrimitiveTypeName() != PrimitiveTypeName.BOOLEAN;
  }

  /** Whether no value can be null. */
  boolean isRequired() {
    return isLeaf() && descriptor.getMaxDefinitionLevel() == 0;
  }
}
