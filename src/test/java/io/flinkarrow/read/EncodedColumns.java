package io.flinkarrow.read;

import io.flinkarrow.parquet.WriterOptions;
import io.flinkarrow.parquet.options.ValueEncoding;
import io.flinkarrow.parquet.schema.SchemaPlan;
import org.apache.arrow.vector.types.pojo.Schema;
import org.apache.parquet.column.ColumnDescriptor;

/** Options that give one encoding to all columns that have it. */
final class EncodedColumns {

  private EncodedColumns() {}

  /**
   * @param schema in message format
   */
  static WriterOptions options(Schema schema, ValueEncoding encoding) {
    WriterOptions.Builder options = WriterOptions.builder().pageBytes(500).rowGroupRows(150);
    for (ColumnDescriptor column : SchemaPlan.of(schema).parquetSchema().getColumns()) {
      if (ValueEncoding.allFor(column.getPrimitiveType().getPrimitiveTypeName())
          .contains(encoding)) {
        options.columnEncoding(String.join(".", column.getPath()), encoding);
      }
    }
    return options.build();
  }
}
