package io.flinkarrow.partition;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.flinkarrow.batch.RecordBatch;
import io.flinkarrow.row.RowSchema;
import io.flinkarrow.testing.RandomRows;
import io.flinkarrow.testing.RowVectors;
import java.time.ZoneId;
import java.util.List;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.flink.table.data.GenericRowData;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.data.StringData;
import org.apache.flink.table.data.TimestampData;
import org.apache.flink.table.types.logical.BigIntType;
import org.apache.flink.table.types.logical.LogicalType;
import org.apache.flink.table.types.logical.RowType;
import org.apache.flink.table.types.logical.TimestampType;
import org.apache.flink.table.types.logical.VarCharType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Rows have the directories that batches of the same rows have. */
class RowPartitionerTest {

  static List<LogicalType> partitionable() {
    return RandomRows.scalars().stream()
        .filter(
            type ->
                switch (type.getTypeRoot()) {
                  case BOOLEAN,
                      TINYINT,
                      SMALLINT,
                      INTEGER,
                      BIGINT,
                      CHAR,
                      VARCHAR,
                      DECIMAL,
                      DATE,
                      TIMESTAMP_WITHOUT_TIME_ZONE,
                      TIMESTAMP_WITH_LOCAL_TIME_ZONE ->
                      true;
                  default -> false;
                })
        .toList();
  }

  @ParameterizedTest
  @MethodSource("partitionable")
  void aRowsDirectoryIsThatOfABatchOfIt(LogicalType type) {
    RowType rowType =
        RowType.of(false, new LogicalType[] {type, new BigIntType()}, new String[] {"p", "n"});
    PartitionByColumns partitions =
        type.asSummaryString().startsWith("TIMESTAMP")
            ? PartitionByColumns.ofTimestamp("dt", "p", "yyyy-MM-dd'T'HH")
                .zone(ZoneId.of("Asia/Tokyo"))
            : PartitionByColumns.of("p");
    List<RowData> rows = new RandomRows(9).rows(rowType, 300);
    RowPartitioner ofRows = RowPartitioner.of(rowType, partitions);
    BatchPartitioner ofBatches = BatchPartitioner.of(RowSchema.of(rowType), partitions);
    try (BufferAllocator allocator = new RootAllocator();
        VectorSchemaRoot root = VectorSchemaRoot.create(RowSchema.of(rowType), allocator)) {
      RowVectors.fill(root, rowType, rows);
      RecordBatch batch = RecordBatch.copyOf(root);
      for (int i = 0; i < rows.size(); i++) {
        assertThat(ofRows.directoryOf(rows.get(i)))
            .isEqualTo(ofBatches.directoryOf(batch.slice(i, 1)));
      }
    }
  }

  private static final RowType TIMES =
      RowType.of(
          new LogicalType[] {new VarCharType(VarCharType.MAX_LENGTH), new TimestampType(3)},
          new String[] {"town", "time"});

  @Test
  void whatHasNoDirectoryIsRefusedByColumn() {
    RowPartitioner partitioner =
        RowPartitioner.of(TIMES, PartitionByColumns.of("town").andTimestamp("dt", "time", "yyyy"));
    RowData late =
        GenericRowData.of(
            StringData.fromString("Ulm"), TimestampData.fromEpochMillis(Long.MAX_VALUE));
    assertThatThrownBy(() -> partitioner.directoryOf(late))
        .isInstanceOf(PartitionException.class)
        .hasMessageContaining("Column 'time'")
        .hasMessageNotContaining("Ulm");
    RowData wide = GenericRowData.of(StringData.fromString("x".repeat(300)), null);
    assertThatThrownBy(() -> partitioner.directoryOf(wide))
        .isInstanceOf(PartitionException.class)
        .hasMessageContaining("Column 'town' has in a row a value too long")
        .hasMessageNotContaining("xxx");
    assertThat(partitioner.directoryOf(GenericRowData.of(null, null)))
        .isEqualTo("town=__HIVE_DEFAULT_PARTITION__/dt=__HIVE_DEFAULT_PARTITION__");
  }

  /** More directories than are remembered, each asked for again. */
  @Test
  void forgottenDirectoriesAreMadeAgain() {
    RowPartitioner partitioner = RowPartitioner.of(TIMES, PartitionByColumns.of("town"));
    for (int i = 0; i < 25_000; i++) {
      String town = "t" + i % 12_000;
      assertThat(partitioner.directoryOf(GenericRowData.of(StringData.fromString(town), null)))
          .isEqualTo("town=" + town);
    }
  }

  /**
   * Strings of equal hashes: "Aa" and "BB" have one, and so has whatever is put together of them.
   */
  private static StringData colliding(int number) {
    StringBuilder text = new StringBuilder();
    for (int bit = 0; bit < 13; bit++) {
      text.append((number >>> bit & 1) == 0 ? "Aa" : "BB");
    }
    return StringData.fromString(text.toString());
  }

  @Test
  @Timeout(30)
  void valuesThatAllHashAlikeAreFoundWithoutASearchThroughAll() {
    RowType rowType =
        RowType.of(
            new LogicalType[] {VarCharType.STRING_TYPE, new BigIntType()}, new String[] {"p", "n"});
    RowPartitioner partitioner =
        RowPartitioner.of(rowType, PartitionByColumns.of("p", "n").keepColumns(true));
    int many = 1 << 13;
    String last = null;
    for (int i = 0; i < 200 * many; i++) {
      last = partitioner.directoryOf(GenericRowData.of(colliding(i % many), 7L));
    }
    assertThat(last).isEqualTo("p=" + colliding(many - 1) + "/n=7");
  }
}
