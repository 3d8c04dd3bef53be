package io.flinkarrow.releases;

import io.flinkarrow.partition.PartitionByColumns;
import io.flinkarrow.row.RecordBatches;
import io.flinkarrow.row.RowSchema;
import io.flinkarrow.sink.ArrowParquetSink;
import io.flinkarrow.testing.Jobs;
import io.flinkarrow.testing.PartitionedRows;
import java.nio.file.Path;
import java.time.Duration;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.connector.source.util.ratelimit.RateLimiterStrategy;
import org.apache.flink.connector.datagen.source.DataGeneratorSource;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.runtime.typeutils.InternalTypeInfo;

/** Rows into one directory as they are, and into another one as batches. */
final class RowsJob {

  static final int ROWS = 4000;

  private static final int ROWS_A_CHECKPOINT = 600;

  private RowsJob() {}

  static void run(Path directory) throws Exception {
    StreamExecutionEnvironment environment = Jobs.environment(2);
    DataStream<RowData> rows =
        environment.fromSource(
            new DataGeneratorSource<>(
                id -> PartitionedRows.row(id, PartitionedRows::plainTownOf),
                ROWS,
                RateLimiterStrategy.perCheckpoint(ROWS_A_CHECKPOINT),
                InternalTypeInfo.of(PartitionedRows.TYPE)),
            WatermarkStrategy.noWatermarks(),
            "numbered rows");
    PartitionByColumns partitions = PartitionByColumns.of("town");
    rows.sinkTo(
        ArrowParquetSink.forRows(path(directory.resolve("rows")), PartitionedRows.TYPE)
            .partitionBy(partitions)
            .build());
    RecordBatches.fromRows(rows, PartitionedRows.TYPE, 100, 1 << 20, Duration.ofSeconds(1))
        .sinkTo(
            ArrowParquetSink.forBatches(
                    path(directory.resolve("batches")), RowSchema.of(PartitionedRows.TYPE))
                .partitionBy(partitions)
                .build());
    Jobs.awaitEnd(environment.executeAsync());
  }

  private static org.apache.flink.core.fs.Path path(Path directory) {
    return new org.apache.flink.core.fs.Path(directory.toUri());
  }
}
