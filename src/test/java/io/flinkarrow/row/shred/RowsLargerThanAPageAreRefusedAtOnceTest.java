package io.flinkarrow.row.shred;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.flinkarrow.parquet.schema.SchemaPlan;
import io.flinkarrow.refusal.RefusedValueException;
import io.flinkarrow.row.RowSchema;
import java.util.stream.Stream;
import org.apache.flink.table.data.GenericArrayData;
import org.apache.flink.table.data.GenericRowData;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.data.StringData;
import org.apache.flink.table.types.logical.ArrayType;
import org.apache.flink.table.types.logical.BigIntType;
import org.apache.flink.table.types.logical.LogicalType;
import org.apache.flink.table.types.logical.RowType;
import org.apache.flink.table.types.logical.VarCharType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A row that no page can hold is refused when it comes, by its column, whatever maximumRowBytes
 * allows; the cap is that of batches.
 */
class RowsLargerThanAPageAreRefusedAtOnceTest {

  private static final long MOST = 10_000;
  private static final LogicalType STRING = new VarCharType(VarCharType.MAX_LENGTH);
  private static final RowType TYPE =
      RowType.of(
          new LogicalType[] {STRING, new ArrayType(new BigIntType()), new ArrayType(STRING)},
          new String[] {"text", "numbers", "texts"});

  private final RowShredder shredder = shredder(Long.MAX_VALUE);

  private static RowShredder shredder(long mostRowBytes) {
    return new RowShredder(
        TYPE,
        SchemaPlan.of(RowSchema.of(TYPE)),
        RowProjection.all(TYPE.getFieldCount()),
        mostRowBytes,
        MOST);
  }

  private static RowData row(int textLength, int numbers, int texts) {
    return GenericRowData.of(
        StringData.fromString("a".repeat(textLength)),
        new GenericArrayData(new long[numbers]),
        new GenericArrayData(Stream.generate(() -> null).limit(texts).toArray()));
  }

  /**
   * A string has its length before it, an element a byte of levels, a null what it has in Arrow.
   */
  static Stream<Arguments> largestRows() {
    return Stream.of(
        Arguments.of(row(9_996, 1, 1), row(9_997, 1, 1), "text", 10_001),
        Arguments.of(row(1, 1_111, 1), row(1, 1_112, 1), "numbers.list.element", 10_008),
        Arguments.of(row(1, 1, 2_000), row(1, 1, 2_001), "texts.list.element", 10_005));
  }

  @ParameterizedTest(name = "{2}")
  @MethodSource("largestRows")
  void byTheColumn(RowData largest, RowData larger, String column, int bytes) {
    shredder.add(row(10, 10, 10));
    assertThatCode(() -> shredder.add(largest)).doesNotThrowAnyException();
    assertThatThrownBy(() -> shredder.add(larger))
        .isInstanceOf(RefusedValueException.class)
        .hasMessage(
            "Column %s: its values take %d bytes, but a page holds at most 10000 and a row lies in one page; split the row's lists or strings"
                .formatted(column, bytes));
  }

  /** The option has no upper end. */
  @Test
  void butNoOtherIfTheOptionAllowsAll() {
    for (int i = 0; i < 5; i++) {
      shredder.add(row(9_000, 900, 900));
    }
    assertThat(shredder.rowCount()).isEqualTo(5);
  }
}
