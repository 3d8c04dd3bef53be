package io.flinkarrow.row;

import static org.assertj.core.api.Assertions.assertThat;

import io.flinkarrow.parquet.WriterOptions;
import io.flinkarrow.row.shred.RowProjection;
import org.apache.flink.table.data.GenericRowData;
import org.apache.flink.table.data.StringData;
import org.apache.flink.table.types.logical.RowType;
import org.apache.flink.table.types.logical.VarCharType;
import org.junit.jupiter.api.Test;

/** A check of rows holds no more heap after a large row than before it. */
class RowChecksKeepNoLargeRowTest {

  @Test
  void norItsBuffers() {
    RowType type = RowType.of(new VarCharType(VarCharType.MAX_LENGTH));
    WriterOptions options = WriterOptions.builder().build();
    RowCheck check = RowCheck.of(type, RowProjection.all(1), RowParquetWriter.plan(type, options));
    for (int length : new int[] {10, 5 << 20, 10}) {
      check.check(GenericRowData.of(StringData.fromBytes(new byte[length])));
      assertThat(check.retainedBytes()).as("after %d bytes", length).isLessThan(1 << 20);
    }
  }
}
