package io.flinkarrow.testing;

import org.apache.flink.table.data.GenericRowData;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.data.StringData;
import org.apache.flink.table.types.logical.BigIntType;
import org.apache.flink.table.types.logical.LogicalType;
import org.apache.flink.table.types.logical.RowType;
import org.apache.flink.table.types.logical.VarCharType;

/** The rows of {@link NumberedBatches} as Flink's rows. */
public final class NumberedRows {

  public static final RowType TYPE =
      RowType.of(
          false,
          new LogicalType[] {new BigIntType(false), new VarCharType(VarCharType.MAX_LENGTH)},
          new String[] {"id", "name"});

  private NumberedRows() {}

  public static RowData of(long id) {
    return GenericRowData.of(id, StringData.fromString(NumberedBatches.nameOf(id)));
  }
}
