package io.flinkarrow.benchmark.contestant;

import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.types.pojo.Schema;
import org.apache.flink.table.data.columnar.ColumnarRowData;
import org.apache.flink.table.types.logical.RowType;

/** Batches as Flink's rows, for sinks that take rows. */
public final class FlinkRows {

  private FlinkRows() {}

  public static RowType type(Schema schema) {
    return FlinkRowType.of(schema.getFields());
  }

  /** A row that reads the batch's vectors wherever it is set to. */
  public static ColumnarRowData over(VectorSchemaRoot batch) {
    return new ColumnarRowData(FlinkColumns.batch(batch.getFieldVectors()));
  }
}
