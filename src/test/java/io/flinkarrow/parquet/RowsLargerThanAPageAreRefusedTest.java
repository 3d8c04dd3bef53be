package io.flinkarrow.parquet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.fail;

import io.flinkarrow.parquet.column.LeafRows;
import io.flinkarrow.parquet.column.LeafSlices;
import io.flinkarrow.parquet.refusal.RefusedRowsException;
import java.io.OutputStream;
import java.util.List;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A row whose values no array holds is refused by its column, before anything is made of it. */
class RowsLargerThanAPageAreRefusedTest {

  private static LeafRowsWriter writer(long maximumRowBytes) {
    Schema schema = new Schema(List.of(Field.nullable("text", new ArrowType.Utf8())));
    WriterOptions options = WriterOptions.builder().maximumRowBytes(maximumRowBytes).build();
    return new LeafRowsWriter(OutputStream.nullOutputStream(), FilePlan.of(schema, options));
  }

  private record LongRows(long bytes) implements LeafRows {
    @Override
    public long valueBytes(int fromRow, int toRow) {
      return (toRow - fromRow) * bytes;
    }

    @Override
    public long idBytes(int fromRow, int toRow) {
      return valueBytes(fromRow, toRow);
    }

    @Override
    public boolean areByReference() {
      return false;
    }

    @Override
    public LeafSlices slices(int fromRow, int rowCount) {
      return fail("rows too long were taken");
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {Integer.MAX_VALUE - 1000, Integer.MAX_VALUE, 3L << 30, 1L << 50})
  void byColumn(long bytes) {
    LeafRowsWriter writer = writer(Long.MAX_VALUE);
    assertThatThrownBy(() -> writer.write(List.of(new LongRows(bytes)), 10))
        .isInstanceOf(RefusedRowsException.class)
        .hasMessageContaining("Column text, row 0 ")
        .hasMessageContaining("its values take " + bytes + " bytes")
        .hasMessageContaining("split the row's lists or strings");
    assertThat(writer.hasFailed()).isFalse();
  }

  @Test
  void byTheOption() {
    LeafRowsWriter writer = writer(999);
    assertThatThrownBy(() -> writer.write(List.of(new LongRows(1000)), 10))
        .isInstanceOf(RefusedRowsException.class)
        .hasMessageContaining("Column text, row 0 ")
        .hasMessageContaining("the row takes 1000 bytes")
        .hasMessageContaining("maximumRowBytes allows 999");
    assertThat(writer.hasFailed()).isFalse();
  }
}
