package io.flinkarrow.row;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.flinkarrow.parquet.WriterOptions;
import io.flinkarrow.parquet.schema.SchemaPlan;
import io.flinkarrow.testing.LiveObjects;
import io.flinkarrow.testing.RandomRows;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import org.apache.flink.table.data.GenericRowData;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.data.StringData;
import org.apache.flink.table.types.logical.LogicalType;
import org.apache.flink.table.types.logical.RowType;
import org.apache.flink.table.types.logical.VarCharType;
import org.junit.jupiter.api.Test;

/** What a writer of rows says it holds is what the heap shows. */
class RowWriterMemoryTest {

  private static final long MEBIBYTE = 1 << 20;
  private static final int MOST_BYTES_PER_COLUMN = 3072;

  private static RowParquetWriter open(RowType type) {
    return RowParquetWriter.open(
        OutputStream.nullOutputStream(), "", type, WriterOptions.defaults());
  }

  @Test
  void whileRowsWaitAndOnceTheyAreEncoded() throws Exception {
    LiveObjects.hold(RowWriterMemoryTest::checkRows);
  }

  private static void checkRows() throws IOException {
    RowType type = new RandomRows(7).type(40, 2);
    List<RowData> rows = new RandomRows(8).rows(type, 3_000);
    fill(type, rows, 3 * rows.size()).close();
    for (int repeated : new int[] {1, 20}) {
      long before = LiveObjects.bytes();
      RowParquetWriter writer = fill(type, rows, repeated * rows.size() - 500);
      long measured = LiveObjects.bytes() - before;
      assertThat(writer.retainedBytes())
          .as("retainedBytes() of %d rows", writer.rowsWritten())
          .isCloseTo(measured, within(Math.max(measured / 8, 2 * MEBIBYTE)));
      writer.close();
    }
  }

  private static RowParquetWriter fill(RowType type, List<RowData> rows, int count)
      throws IOException {
    RowParquetWriter writer = open(type);
    for (int i = 0; i < count; i++) {
      writer.write(rows.get(i % rows.size()));
    }
    return writer;
  }

  @Test
  void anIdleWriterHoldsNextToNothing() throws IOException {
    RowType type = new RandomRows(9).type(50, 1);
    List<RowData> rows = new RandomRows(10).rows(type, 1_000);
    RowParquetWriter writer = fill(type, rows, 5_000);
    writer.flushRowGroup();
    int columns = SchemaPlan.of(RowSchema.of(type)).leaves().size();
    assertThat(writer.flushableBytes()).isZero();
    assertThat(writer.retainedBytes())
        .as("of encoders and a footer entry")
        .isLessThan((long) MOST_BYTES_PER_COLUMN * columns);
  }

  @Test
  void giantTextsDoNotWaitForOthers() throws IOException {
    RowType type = RowType.of(new LogicalType[] {new VarCharType(VarCharType.MAX_LENGTH)});
    RowParquetWriter writer = open(type);
    StringData giant = StringData.fromString("x".repeat(5 << 20));
    for (int i = 0; i < 20; i++) {
      assertThat(writer.write(GenericRowData.of(giant))).as("row is encoded at once").isTrue();
    }
    assertThat(writer.rowsWritten()).isEqualTo(20);
  }
}
