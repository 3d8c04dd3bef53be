package io.flinkarrow.partition;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.flinkarrow.batch.RecordBatch;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.VarCharVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;
import org.apache.flink.table.data.GenericRowData;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.data.StringData;
import org.apache.flink.table.types.logical.LogicalType;
import org.apache.flink.table.types.logical.RowType;
import org.apache.flink.table.types.logical.VarCharType;
import org.junit.jupiter.api.Test;

/** Texts of another encoding would share a directory and be lost with their column. */
class TextsThatAreNotUtf8HaveNoDirectoryTest {

  private static final byte[] LATIN = "Köln".getBytes(StandardCharsets.ISO_8859_1);
  private static final PartitionByColumns TOWN = PartitionByColumns.of("town").keepColumns(true);
  private static final RowType ROWS =
      RowType.of(
          new LogicalType[] {new VarCharType(VarCharType.MAX_LENGTH)}, new String[] {"town"});
  private static final Schema BATCHES =
      new Schema(List.of(Field.nullable("town", new ArrowType.Utf8())));

  @Test
  void ofBatches() {
    BatchPartitioner partitioner = BatchPartitioner.of(BATCHES, TOWN);
    RecordBatch latin = batch(LATIN);
    assertThatThrownBy(() -> partitioner.split(latin))
        .isInstanceOf(PartitionException.class)
        .hasMessageContaining("Column 'town' has in row 0 of a batch a string that is not UTF-8");
    RecordBatch valid = batch("K\ufffdln".getBytes(StandardCharsets.UTF_8));
    assertThat(partitioner.directoryOf(valid)).isEqualTo("town=K\ufffdln");
  }

  @Test
  void ofRows() {
    RowPartitioner partitioner = RowPartitioner.of(ROWS, TOWN);
    RowData latin = GenericRowData.of(StringData.fromBytes(LATIN));
    assertThatThrownBy(() -> partitioner.directoryOf(latin))
        .isInstanceOf(PartitionException.class)
        .hasMessageContaining("Column 'town' has in a row a string that is not UTF-8");
    RowData valid = GenericRowData.of(StringData.fromString("K\ufffdln"));
    assertThat(partitioner.directoryOf(valid)).isEqualTo("town=K\ufffdln");
  }

  private static RecordBatch batch(byte[] town) {
    try (BufferAllocator allocator = new RootAllocator();
        VectorSchemaRoot root = VectorSchemaRoot.create(BATCHES, allocator)) {
      ((VarCharVector) root.getVector(0)).setSafe(0, town);
      root.setRowCount(1);
      return RecordBatch.copyOf(root);
    }
  }
}
