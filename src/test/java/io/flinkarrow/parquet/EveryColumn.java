package io.flinkarrow.parquet;

import io.flinkarrow.parquet.options.ValueEncoding;
import io.flinkarrow.parquet.schema.SchemaPlan;
import org.apache.arrow.vector.types.pojo.Schema;
import org.apache.parquet.column.ColumnDescriptor;

/** Options that give every column of a schema the same encoding. */
final class EveryColumn {

  private EveryColumn() {}

  /**
   * No dictionaries, and the encoding for each column whose type has it.
   *
   * @param schema in message format
   */
  static WriterOptions.Builder with(ValueEncoding encoding, Schema schema) {
    WriterOptions.Builder options = WriterOptions.builder().dictionary(false);
    for (ColumnDescriptor column : SchemaPlan.of(schema).parquetSchema().getColumns()) {
      if (encoding.isFor(column.getPrimitiveType().getPrimitiveTypeName())) {
        options.columnEncoding(String.join(".", column.getPath()), encoding);
      }
    }
    return options;
  }
}
