package io.flinkarrow.partition;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.flinkarrow.batch.SampleColumns;
import io.flinkarrow.row.RowSchema;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.apache.arrow.vector.types.TimeUnit;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.FieldType;
import org.apache.arrow.vector.types.pojo.Schema;
import org.apache.flink.table.types.logical.ArrayType;
import org.apache.flink.table.types.logical.BigIntType;
import org.apache.flink.table.types.logical.DateType;
import org.apache.flink.table.types.logical.DoubleType;
import org.apache.flink.table.types.logical.FloatType;
import org.apache.flink.table.types.logical.IntType;
import org.apache.flink.table.types.logical.LocalZonedTimestampType;
import org.apache.flink.table.types.logical.LogicalType;
import org.apache.flink.table.types.logical.RowType;
import org.apache.flink.table.types.logical.TimeType;
import org.apache.flink.table.types.logical.TimestampType;
import org.apache.flink.table.types.logical.VarBinaryType;
import org.apache.flink.table.types.logical.VarCharType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What can't become directories is refused before the job runs, of batches and of rows. */
class PartitionsAreCheckedTest {

  private static final RowType ROWS =
      RowType.of(
          new LogicalType[] {
            new VarCharType(VarCharType.MAX_LENGTH),
            new TimestampType(3),
            new DateType(),
            new IntType(),
            new IntType()
          },
          new String[] {"town", "time", "day", "_n", "Dt"});

  private static void assertRefused(PartitionByColumns partitions, String reason) {
    assertThatThrownBy(() -> RowPartitioner.of(ROWS, partitions))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(reason);
    assertThatThrownBy(() -> BatchPartitioner.of(RowSchema.of(ROWS), partitions))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(reason);
  }

  @Test
  void columnsMustBeThere() {
    assertRefused(
        PartitionByColumns.of("city"),
        "There is no column 'city' to partition by. The columns are: town, time, day, _n, Dt");
    Field twice = Field.nullable("a", new ArrowType.Utf8());
    assertThatThrownBy(
            () ->
                BatchPartitioner.of(new Schema(List.of(twice, twice)), PartitionByColumns.of("a")))
        .hasMessageContaining("several columns 'a'");
  }

  @Test
  void namesMustNotClash() {
    assertRefused(PartitionByColumns.of("town", "town"), "'town' would have the name");
    assertRefused(
        PartitionByColumns.of("town", "town").keepColumns(true), "'town' would have the name");
    assertRefused(
        PartitionByColumns.of("town").andTimestamp("town", "time", "yyyy"),
        "'town' would have the name");
    assertRefused(
        PartitionByColumns.ofTimestamp("dt", "time", "yyyy"),
        "'dt' would have the name of a column in the file");
    assertRefused(
        PartitionByColumns.of("Dt").andTimestamp("dt", "time", "yyyy"), "'dt' would have the name");
  }

  @Test
  void readersMustSeeTheDirectories() {
    assertRefused(PartitionByColumns.of("_n"), "hidden");
    assertRefused(PartitionByColumns.ofTimestamp(".t", "time", "yyyy"), "hidden");
    assertRefused(PartitionByColumns.ofTimestamp("", "time", "yyyy"), "hidden");
  }

  @Test
  void timesMustHaveAPatternThatSuitsThem() {
    assertRefused(PartitionByColumns.of("time"), "andTimestamp(name, column, pattern)");
    assertRefused(
        PartitionByColumns.ofTimestamp("x", "town", "yyyy"), "asks for a timestamp or a date");
    assertRefused(
        PartitionByColumns.ofTimestamp("x", "day", "yyyy HH"), "asks for the time of the day");
  }

  @Test
  void aColumnMustBeLeftForTheFiles() {
    RowType one = RowType.of(new LogicalType[] {new IntType()}, new String[] {"n"});
    assertThatThrownBy(() -> RowPartitioner.of(one, PartitionByColumns.of("n")))
        .hasMessageContaining("none is left for the files");
    RowPartitioner kept = RowPartitioner.of(one, PartitionByColumns.of("n").keepColumns(true));
    assertThat(kept.fileColumns()).containsExactly(0);
  }

  static Stream<Field> unsuitable() {
    List<Field> fields = new ArrayList<>();
    for (Field field : SampleColumns.everyType()) {
      switch (field.getType().getTypeID()) {
        case Bool, Int, Decimal, Date, Utf8, LargeUtf8, Utf8View, Timestamp, RunEndEncoded -> {}
        default -> fields.add(field);
      }
    }
    fields.add(Field.nullable("nothing", new ArrowType.Null()));
    fields.add(Field.nullable("took", new ArrowType.Duration(TimeUnit.SECOND)));
    return fields.stream();
  }

  @ParameterizedTest
  @MethodSource("unsuitable")
  void columnsOfOtherTypesAreRefusedByName(Field field) {
    columnsOfOtherTypesAreRefusedByName(field, field.getType());
  }

  @ParameterizedTest
  @MethodSource("unsuitable")
  void soAreRunsOfThem(Field field) {
    Field runs =
        new Field(
            field.getName(),
            FieldType.nullable(new ArrowType.RunEndEncoded()),
            List.of(Field.notNullable("run_ends", new ArrowType.Int(32, true)), field));
    columnsOfOtherTypesAreRefusedByName(runs, field.getType());
  }

  private static void columnsOfOtherTypesAreRefusedByName(Field field, ArrowType named) {
    Schema schema = new Schema(List.of(field, Field.nullable("n", new ArrowType.Int(32, true))));
    assertThatThrownBy(() -> BatchPartitioner.of(schema, PartitionByColumns.of(field.getName())))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("Column '" + field.getName() + "' of type " + named);
  }

  static List<LogicalType> unsuitableOfRows() {
    return List.of(
        new FloatType(),
        new DoubleType(),
        new VarBinaryType(5),
        new TimeType(),
        new ArrayType(new IntType()),
        RowType.of(new IntType()));
  }

  @ParameterizedTest
  @MethodSource("unsuitableOfRows")
  void columnsOfOtherTypesOfRowsAreRefusedByName(LogicalType type) {
    RowType rows = RowType.of(new LogicalType[] {type, new BigIntType()}, new String[] {"c", "n"});
    assertThatThrownBy(() -> RowPartitioner.of(rows, PartitionByColumns.of("c")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("Column 'c' of type " + type.asSummaryString());
  }

  @Test
  void columnsInThePathAreLeftOutOfTheFilesAndOthersAreNot() {
    PartitionByColumns partitions =
        PartitionByColumns.of("town", "day").andTimestamp("hour", "time", "HH");
    assertThat(RowPartitioner.of(ROWS, partitions).fileType().getFieldNames())
        .containsExactly("time", "_n", "Dt");
    assertThat(BatchPartitioner.of(RowSchema.of(ROWS), partitions).fileColumns().schema().schema())
        .isEqualTo(RowSchema.of(RowPartitioner.of(ROWS, partitions).fileType()));
    assertThat(RowPartitioner.of(ROWS, partitions.keepColumns(true)).fileType().getFieldNames())
        .isEqualTo(ROWS.getFieldNames());
  }

  @Test
  void zonedTimesOfRowsTakePatternsToo() {
    RowType rows =
        RowType.of(
            new LogicalType[] {new LocalZonedTimestampType(6), new BigIntType()},
            new String[] {"t", "n"});
    assertThat(RowPartitioner.of(rows, PartitionByColumns.ofTimestamp("dt", "t", "yyyy")))
        .isNotNull();
    Schema schema =
        new Schema(List.of(Field.nullable("t", new ArrowType.Timestamp(TimeUnit.SECOND, "UTC"))));
    assertThat(BatchPartitioner.of(schema, PartitionByColumns.ofTimestamp("dt", "t", "yyyy")))
        .isNotNull();
  }
}
