package io.flinkarrow.row.bind;

import static org.assertj.core.api.Assertions.assertThat;

import io.flinkarrow.batch.RecordBatch;
import io.flinkarrow.row.BatchRows;
import io.flinkarrow.testing.RandomBatches;
import io.flinkarrow.testing.RandomSchemas;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.FieldType;
import org.apache.arrow.vector.types.pojo.Schema;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.data.binary.BinaryRowData;
import org.apache.flink.table.runtime.typeutils.RowDataSerializer;
import org.apache.flink.table.types.logical.ArrayType;
import org.apache.flink.table.types.logical.LogicalType;
import org.apache.flink.table.types.logical.MapType;
import org.apache.flink.table.types.logical.RowType;
import org.apache.flink.table.types.logical.VarCharType;
import org.apache.flink.table.types.logical.utils.LogicalTypeParser;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A view of a batch's rows has the values that copies of them have, of the same of Flink's types,
 * and refuses the same row, however the column is nested.
 */
class ViewsSayWhatCopiesSayTest {

  private static final int ROWS = 40;

  private static final List<String> ASKED =
      List.of(
          "BOOLEAN",
          "TINYINT",
          "SMALLINT",
          "INT",
          "BIGINT",
          "BIGINT NOT NULL",
          "FLOAT",
          "DOUBLE",
          "STRING",
          "STRING NOT NULL",
          "BYTES",
          "DECIMAL(3, 0)",
          "DECIMAL(18, 3)",
          "DECIMAL(20, 0)",
          "DECIMAL(38, 19)",
          "DATE",
          "TIME(0)",
          "TIMESTAMP(0)",
          "TIMESTAMP(3)",
          "TIMESTAMP(9)",
          "TIMESTAMP_LTZ(0)",
          "TIMESTAMP_LTZ(6)",
          "INTERVAL YEAR TO MONTH",
          "INTERVAL DAY TO SECOND");

  /** The rows in Flink's own form, and the first one that is refused. */
  private record Outcome(List<BinaryRowData> rows, Optional<String> refused) {}

  static Stream<ArrowType> types() {
    return RandomSchemas.leafTypes().stream();
  }

  @ParameterizedTest
  @MethodSource("types")
  void ofEveryType(ArrowType type) {
    for (boolean tame : new boolean[] {true, false}) {
      for (String name : ASKED) {
        LogicalType asked = LogicalTypeParser.parse(name, getClass().getClassLoader());
        assertAlike(Field.nullable("column", type), asked, tame);
        assertAlike(Field.notNullable("column", type), asked, tame);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("types")
  void inListsStructsAndMaps(ArrowType type) {
    Field leaf = Field.nullable("leaf", type);
    Field struct =
        new Field("struct", FieldType.nullable(ArrowType.Struct.INSTANCE), List.of(leaf));
    Field list = new Field("column", FieldType.nullable(ArrowType.List.INSTANCE), List.of(struct));
    Field entries =
        new Field(
            "entries",
            FieldType.notNullable(ArrowType.Struct.INSTANCE),
            List.of(Field.notNullable("key", ArrowType.Utf8.INSTANCE), leaf));
    Field map = new Field("column", FieldType.nullable(new ArrowType.Map(false)), List.of(entries));
    for (String name : ASKED) {
      LogicalType asked = LogicalTypeParser.parse(name, getClass().getClassLoader());
      LogicalType row = RowType.of(new LogicalType[] {asked}, new String[] {"leaf"});
      assertAlike(list, new ArrayType(row), true);
      assertAlike(map, new MapType(new VarCharType(false, 9), asked), true);
    }
  }

  private static void assertAlike(Field column, LogicalType asked, boolean tame) {
    RowType row = RowType.of(new LogicalType[] {asked}, new String[] {"column"});
    try (BufferAllocator allocator = new RootAllocator();
        RandomBatches batches = new RandomBatches(column.hashCode(), allocator);
        VectorSchemaRoot root =
            (tame ? batches.tame() : batches).batch(new Schema(List.of(column)), ROWS)) {
      RecordBatch batch = RecordBatch.copyOf(root);
      Optional<Outcome> copies = copies(batch, row);
      if (copies.isPresent()) {
        assertThat(views(batch, row)).as("%s as %s", column, asked).isEqualTo(copies.get());
      }
    }
  }

  private static Optional<Outcome> copies(RecordBatch batch, RowType type) {
    BatchRows rows;
    try {
      rows = BatchRows.of(batch.batchSchema(), type);
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
    List<BinaryRowData> values = new ArrayList<>();
    Iterator<RowData> iterator = rows.read(batch);
    try {
      while (iterator.hasNext()) {
        values.add(binary(iterator.next(), type));
      }
    } catch (IllegalArgumentException e) {
      return Optional.of(new Outcome(values, Optional.of("" + values.size())));
    }
    return Optional.of(new Outcome(values, Optional.empty()));
  }

  private static Outcome views(RecordBatch batch, RowType type) {
    BatchViews views =
        BatchViews.of(batch.schema().getFields(), type, true, BatchRows.DEFAULT_MAXIMUM_BYTES);
    int count = batch.rowCount();
    Optional<String> refused = Optional.empty();
    RecordBatch fitting = batch;
    try {
      views.bind(batch);
    } catch (UnfitSlotException e) {
      assertThat(e.column()).isEqualTo("column");
      count = e.row();
      refused = Optional.of("" + count);
      fitting = batch.slice(0, count);
    }
    BatchViews.Rows rows = views.bind(fitting);
    List<BinaryRowData> values = new ArrayList<>();
    for (int row = 0; row < count; row++) {
      values.add(binary(rows.row(row), type));
    }
    return new Outcome(values, refused);
  }

  private static BinaryRowData binary(RowData row, RowType type) {
    return new RowDataSerializer(type).toBinaryRow(row).copy();
  }
}
