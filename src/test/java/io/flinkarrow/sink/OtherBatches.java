package io.flinkarrow.sink;

import io.flinkarrow.batch.RecordBatch;
import io.flinkarrow.testing.NumberedBatches;
import java.util.List;
import org.apache.arrow.vector.IntVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;

/** Batches that don't have the schema of {@link NumberedBatches}. */
final class OtherBatches {

  static final Schema SCHEMA =
      new Schema(List.of(Field.nullable("code", new ArrowType.Int(32, true))));

  private OtherBatches() {}

  static RecordBatch of(int rows) {
    try (VectorSchemaRoot root = VectorSchemaRoot.create(SCHEMA, NumberedBatches.allocator())) {
      IntVector code = (IntVector) root.getVector("code");
      for (int row = 0; row < rows; row++) {
        code.setSafe(row, row);
      }
      root.setRowCount(rows);
      return RecordBatch.copyOf(root);
    }
  }
}
