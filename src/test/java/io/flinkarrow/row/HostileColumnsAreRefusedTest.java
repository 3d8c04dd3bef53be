package io.flinkarrow.row;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.flinkarrow.batch.RecordBatch;
import io.flinkarrow.batch.body.BatchSchema;
import java.util.Iterator;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.VarBinaryVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.complex.StructVector;
import org.apache.arrow.vector.types.TimeUnit;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.FieldType;
import org.apache.arrow.vector.types.pojo.Schema;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.types.logical.IntType;
import org.apache.flink.table.types.logical.LogicalType;
import org.apache.flink.table.types.logical.RowType;
import org.apache.flink.table.types.logical.TimestampType;
import org.apache.flink.table.types.logical.VariantType;
import org.junit.jupiter.api.Test;

/** Columns that a producer made up to do harm end in an ordinary refusal. */
class HostileColumnsAreRefusedTest {

  /** Cut downwards, the very first milliseconds would lie before the first that there is. */
  @Test
  void aTimestampThatCannotBeCutIsRefused() {
    Field column = Field.nullable("t", new ArrowType.Timestamp(TimeUnit.MILLISECOND, null));
    RowType asked = RowType.of(new LogicalType[] {new TimestampType(0)}, new String[] {"t"});
    byte[] first = new byte[Long.BYTES];
    first[Long.BYTES - 1] = Byte.MIN_VALUE;
    RecordBatch batch = new HandMadeColumns().node(1).none().buffer(first).batch(column);
    Iterator<RowData> rows = BatchRows.of(batch.batchSchema(), asked).read(batch);
    assertThatThrownBy(rows::next)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("Column 't', row 0 of batch 0: the timestamp, cut to the digits");
  }

  @Test
  void aBrokenVariantIsRefusedByColumnAndRow() {
    ArrowType binary = new ArrowType.Binary();
    Field column =
        new Field(
            "v",
            FieldType.nullable(new ArrowType.Struct()),
            List.of(Field.notNullable("metadata", binary), Field.notNullable("value", binary)));
    try (BufferAllocator allocator = new RootAllocator();
        VectorSchemaRoot root = VectorSchemaRoot.create(new Schema(List.of(column)), allocator)) {
      StructVector variant = (StructVector) root.getVector("v");
      variant.allocateNew();
      for (String part : List.of("metadata", "value")) {
        ((VarBinaryVector) variant.getChild(part)).setSafe(0, new byte[] {2});
      }
      variant.setIndexDefined(0);
      root.setRowCount(1);
      RecordBatch batch = RecordBatch.copyOf(root);
      RowType asked = RowType.of(new LogicalType[] {new VariantType()}, new String[] {"v"});
      Iterator<RowData> rows = BatchRows.of(batch.batchSchema(), asked).read(batch);
      assertThatThrownBy(rows::next)
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("Column 'v', row 0 of batch 0: the value is no valid VARIANT");
    }
  }

  @Test
  void manyLongNamesMakeAShortMessage() {
    Schema schema =
        new Schema(
            IntStream.range(0, 1_000)
                .mapToObj(i -> Field.nullable(i + "\n" + "x".repeat(1_000), new ArrowType.Null()))
                .toList());
    RowType asked =
        RowType.of(
            Stream.generate(() -> new IntType(false)).limit(500).toArray(LogicalType[]::new),
            IntStream.range(0, 500).mapToObj(i -> "c" + i).toArray(String[]::new));
    Throwable refused = catchThrowable(() -> BatchRows.of(BatchSchema.of(schema), asked));
    assertThat(refused).isInstanceOf(IllegalArgumentException.class);
    assertThat(refused.getMessage())
        .hasSizeLessThan(50_000)
        .contains(
            "column 'c0': expected INT NOT NULL, it is missing; beside it are [0?xxx",
            "and others");
  }
}
