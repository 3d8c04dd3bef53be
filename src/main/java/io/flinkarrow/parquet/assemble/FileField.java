package io.flinkarrow.parquet.assemble;

import org.apache.arrow.vector.types.pojo.Field;

/** A field of a file in Arrow, and how it is put together. */
record FileField(Field field, FieldAssembly assembly) {

  /** A field under another name. */
  static Field named(String name, Field field) {
    return field.getName().equals(name)
        ? field
        : new Field(name, field.getFieldType(), field.getChildren());
  }
}
