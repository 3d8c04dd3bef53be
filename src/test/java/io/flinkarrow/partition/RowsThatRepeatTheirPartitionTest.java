package io.flinkarrow.partition;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.math.BigDecimal;
import java.util.Random;
import org.apache.flink.table.data.DecimalData;
import org.apache.flink.table.data.GenericRowData;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.data.StringData;
import org.apache.flink.table.data.TimestampData;
import org.apache.flink.table.data.binary.BinaryStringData;
import org.apache.flink.table.runtime.typeutils.RowDataSerializer;
import org.apache.flink.table.types.logical.BooleanType;
import org.apache.flink.table.types.logical.DecimalType;
import org.apache.flink.table.types.logical.IntType;
import org.apache.flink.table.types.logical.LogicalType;
import org.apache.flink.table.types.logical.RowType;
import org.apache.flink.table.types.logical.TimestampType;
import org.apache.flink.table.types.logical.VarCharType;
import org.junit.jupiter.api.Test;

/** The directory of the last row is remembered, and given to the next one only if it is its own. */
class RowsThatRepeatTheirPartitionTest {

  private static final RowType TYPE =
      RowType.of(
          new LogicalType[] {
            new VarCharType(VarCharType.MAX_LENGTH),
            new IntType(),
            new BooleanType(),
            new DecimalType(6, 2),
            new TimestampType(3),
            new IntType()
          },
          new String[] {"name", "number", "flag", "price", "time", "value"});

  private static final PartitionByColumns PARTITIONS =
      PartitionByColumns.of("name", "number", "flag", "price")
          .andTimestamp("hour", "time", "yyyyMMddHH");

  private static RowData row(Random random) {
    return GenericRowData.of(
        random.nextInt(6) == 0 ? null : string(random),
        random.nextInt(6) == 0 ? null : random.nextInt(2),
        random.nextInt(6) == 0 ? null : random.nextBoolean(),
        random.nextInt(6) == 0
            ? null
            : DecimalData.fromBigDecimal(new BigDecimal(random.nextInt(2)), 6, 2),
        random.nextInt(6) == 0
            ? null
            : TimestampData.fromEpochMillis(3_599_000L + random.nextInt(2_000)),
        random.nextInt());
  }

  private static StringData string(Random random) {
    StringData value = StringData.fromString(new String[] {"", "a", "b", "é"}[random.nextInt(4)]);
    if (random.nextBoolean()) {
      ((BinaryStringData) value).ensureMaterialized();
    }
    return value;
  }

  /** Rows of other values between them, and one object that gets other bytes. */
  @Test
  void eachRowHasTheDirectoryThatItHasAlone() {
    Random random = new Random(3);
    RowDataSerializer serializer = new RowDataSerializer(TYPE);
    RowPartitioner remembering = RowPartitioner.of(TYPE, PARTITIONS);
    for (int i = 0; i < 5_000; i++) {
      RowData row = row(random);
      RowData asked = random.nextBoolean() ? row : serializer.toBinaryRow(row);
      int times = 1 + random.nextInt(3);
      for (int time = 0; time < times; time++) {
        assertThat(remembering.directoryOf(asked))
            .isEqualTo(RowPartitioner.of(TYPE, PARTITIONS).directoryOf(row));
      }
    }
  }

  @Test
  void rowsThatRepeatMakeNoObjects() {
    RowType type = RowType.of(new VarCharType(VarCharType.MAX_LENGTH), new IntType());
    RowPartitioner partitioner = RowPartitioner.of(type, PartitionByColumns.of("f0"));
    RowData row =
        new RowDataSerializer(type)
            .toBinaryRow(GenericRowData.of(StringData.fromString("a"), 1))
            .copy();
    partitioner.directoryOf(row);
    RowData reused = GenericRowData.of(row.getString(0), 2);
    partitioner.directoryOf(reused);
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long before = threads.getCurrentThreadAllocatedBytes();
    String last = null;
    for (int i = 0; i < 10_000; i++) {
      last = partitioner.directoryOf(reused);
    }
    assertThat(threads.getCurrentThreadAllocatedBytes() - before).isLessThan(10_000);
    assertThat(last).isEqualTo("f0=a");
  }
}
