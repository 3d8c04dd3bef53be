package io.flinkarrow.testing;

import io.flinkarrow.batch.RecordBatch;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.List;
import java.util.function.LongFunction;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.TimeStampMilliVector;
import org.apache.arrow.vector.VarCharVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.types.TimeUnit;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;
import org.apache.flink.table.data.GenericRowData;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.data.StringData;
import org.apache.flink.table.data.TimestampData;
import org.apache.flink.table.types.logical.BigIntType;
import org.apache.flink.table.types.logical.LogicalType;
import org.apache.flink.table.types.logical.RowType;
import org.apache.flink.table.types.logical.TimestampType;
import org.apache.flink.table.types.logical.VarCharType;

/**
 * The rows of {@link NumberedBatches} with a town, a place and a time that follow from their
 * number, so that a row in another row's folder shows.
 */
public final class PartitionedRows {

  public static final Schema SCHEMA =
      new Schema(
          List.of(
              Field.notNullable("id", new ArrowType.Int(64, true)),
              Field.nullable("name", new ArrowType.Utf8()),
              Field.nullable("town", new ArrowType.Utf8()),
              Field.nullable("time", new ArrowType.Timestamp(TimeUnit.MILLISECOND, null))));

  public static final RowType TYPE =
      RowType.of(
          false,
          new LogicalType[] {
            new BigIntType(false),
            new VarCharType(VarCharType.MAX_LENGTH),
            new VarCharType(VarCharType.MAX_LENGTH),
            new TimestampType(3)
          },
          new String[] {"id", "name", "town", "time"});

  private static final long FIRST_TIME = 1_706_659_200_000L;
  private static final long STEP = 977_000L;
  private static final List<String> TOWNS = List.of("Ulm", "Köln/Bonn", "", "../../etc", "a%2Fb");

  private PartitionedRows() {}

  public static String townOf(long id) {
    return TOWNS.get((int) (id % TOWNS.size()));
  }

  /** A town whose folder needs no escaping. */
  public static String plainTownOf(long id) {
    return "town-" + id % 3;
  }

  /** How many rows lie in another folder than {@code town=} their plain town. */
  public static long misfiledPlain(java.nio.file.Path directory) throws SQLException {
    return (Long)
        DuckDbReader.query(
                "SELECT count(*) FROM read_parquet('%s/*/*.parquet', hive_partitioning = true) WHERE town <> 'town-' || id %% 3"
                    .formatted(directory))
            .get(0)
            .get(0);
  }

  private static long timeOf(long id) {
    return FIRST_TIME + id % 200 * STEP;
  }

  public static RecordBatch batch(long first, int rows) {
    return batch(first, rows, PartitionedRows::townOf);
  }

  /** The same in other towns, for those who can't have names that need escaping. */
  public static RecordBatch batch(long first, int rows, LongFunction<String> townOf) {
    try (VectorSchemaRoot root = VectorSchemaRoot.create(SCHEMA, NumberedBatches.allocator())) {
      root.allocateNew();
      for (int row = 0; row < rows; row++) {
        long id = first + row;
        ((BigIntVector) root.getVector("id")).setSafe(row, id);
        set((VarCharVector) root.getVector("name"), row, NumberedBatches.nameOf(id));
        set((VarCharVector) root.getVector("town"), row, townOf.apply(id));
        ((TimeStampMilliVector) root.getVector("time")).setSafe(row, timeOf(id));
      }
      root.setRowCount(rows);
      return RecordBatch.copyOf(root);
    }
  }

  private static void set(VarCharVector vector, int row, String text) {
    if (text != null) {
      vector.setSafe(row, text.getBytes(StandardCharsets.UTF_8));
    }
  }

  public static RowData row(long id) {
    return row(id, PartitionedRows::townOf);
  }

  public static RowData row(long id, LongFunction<String> townOf) {
    return GenericRowData.of(
        id,
        StringData.fromString(NumberedBatches.nameOf(id)),
        StringData.fromString(townOf.apply(id)),
        TimestampData.fromEpochMillis(timeOf(id)));
  }

  /**
   * How many rows below a directory lie in a folder {@code town=.../dt=...} that is not theirs, as
   * DuckDB reads folders.
   */
  public static long misfiled(java.nio.file.Path directory) throws SQLException {
    String town =
        "list_extract(['Ulm', 'Köln/Bonn', NULL, '../../etc', 'a%2Fb'], CAST(id % 5 + 1 AS"
            + " INTEGER))";
    String day =
        "strftime(make_timestamp(%d000 + id %% 200 * %d000), '%%Y-%%m-%%d')"
            .formatted(FIRST_TIME, STEP);
    List<List<Object>> count =
        DuckDbReader.query(
            "SELECT count(*) FROM read_parquet('%s/*/*/*.parquet', hive_partitioning = true, hive_types = {'town': VARCHAR, 'dt': VARCHAR}) WHERE town IS DISTINCT FROM %s OR dt IS DISTINCT FROM %s"
                .formatted(directory, town, day));
    return (Long) count.get(0).get(0);
  }
}
