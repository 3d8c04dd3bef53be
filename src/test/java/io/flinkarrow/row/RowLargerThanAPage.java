package io.flinkarrow.row;

import io.flinkarrow.parquet.WriterOptions;
import io.flinkarrow.parquet.refusal.RefusedRowsException;
import io.flinkarrow.row.shred.RowProjection;
import java.io.OutputStream;
import org.apache.flink.table.data.GenericRowData;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.data.StringData;
import org.apache.flink.table.types.logical.LogicalType;
import org.apache.flink.table.types.logical.RowType;
import org.apache.flink.table.types.logical.VarCharType;

/** A program that writes a row with a string that no page holds, and says how it is refused. */
final class RowLargerThanAPage {

  private RowLargerThanAPage() {}

  public static void main(String[] arguments) throws Exception {
    RowType type =
        RowType.of(
            new LogicalType[] {new VarCharType(VarCharType.MAX_LENGTH)}, new String[] {"text"});
    WriterOptions options = WriterOptions.builder().maximumRowBytes(Long.MAX_VALUE).build();
    RowData row = GenericRowData.of(StringData.fromBytes(new byte[1_700_000_000]));
    RowCheck check = RowCheck.of(type, RowProjection.all(1), RowParquetWriter.plan(type, options));
    try {
      check.check(row);
    } catch (RefusedRowsException e) {
      System.out.println("check: " + e.getMessage());
    }
    try (RowParquetWriter writer =
        RowParquetWriter.open(OutputStream.nullOutputStream(), "t", type, options)) {
      writer.write(GenericRowData.of(StringData.fromString("short")));
      writer.write(row);
    } catch (RefusedRowsException e) {
      System.out.println("writer: " + e.getMessage());
    }
  }
}
