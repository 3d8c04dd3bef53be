package io.flinkarrow.layout;

import java.util.List;
import org.apache.arrow.vector.types.pojo.ArrowType;

/**
 * What every layout has.
 *
 * @param name the field's
 * @param nullable whether slots may be null
 * @param type of what lies in the body
 * @param validity whether the first buffer is a validity bitmap
 * @param buffers of the column itself, except for data buffers of views
 * @param dataBuffers whether data buffers of a varying number follow
 * @param shape of the column and all below it
 */
public record ColumnParts(
    String name,
    boolean nullable,
    ArrowType type,
    boolean validity,
    int buffers,
    boolean dataBuffers,
    List<ColumnLayout> children,
    ColumnShape shape) {

  ColumnParts(
      String name,
      boolean nullable,
      ArrowType type,
      boolean validity,
      int buffers,
      boolean dataBuffers,
      List<ColumnLayout> children) {
    this(
        name,
        nullable,
        type,
        validity,
        buffers,
        dataBuffers,
        List.copyOf(children),
        new ColumnShape(1, buffers, dataBuffers ? 1 : 0).plus(ColumnShape.of(children)));
  }
}
