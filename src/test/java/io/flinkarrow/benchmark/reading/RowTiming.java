package io.flinkarrow.benchmark.reading;

import io.flinkarrow.benchmark.DataSet;
import io.flinkarrow.benchmark.TimedRounds;
import io.flinkarrow.benchmark.contestant.Contestant;
import io.flinkarrow.benchmark.contestant.FlinkRows;
import io.flinkarrow.read.ParquetRowFormat;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.connector.file.src.FileSourceSplit;
import org.apache.flink.connector.file.src.reader.BulkFormat;
import org.apache.flink.connector.file.src.util.RecordAndPosition;
import org.apache.flink.core.fs.Path;
import org.apache.flink.formats.parquet.ParquetColumnarRowInputFormat;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.runtime.typeutils.InternalTypeInfo;
import org.apache.flink.table.types.logical.RowType;

/**
 * Whole files as rows, every value of which is taken out, against the vectorized reader of
 * flink-parquet: both as the bulk formats that Flink's file source calls, with its own batch size.
 */
final class RowTiming implements DataSetQuestion {

  private static final int BATCH_ROWS_OF_FLINK = 2_048;

  @Override
  public String head() {
    return """
    | data | rows | file of | ours, ms (best) | flink-parquet, ms (best) | flink-parquet / ours (spread) |
    |---|---|---|---|---|---|
    """;
  }

  @Override
  public List<DataSet> dataSets() {
    return List.of(DataSet.TAXI, DataSet.EVENTS, DataSet.NESTED);
  }

  @Override
  public String rows(DataSet dataSet, Effort effort) throws Exception {
    return row(dataSet, effort, Contestant.OURS) + row(dataSet, effort, Contestant.FLINK_PARQUET);
  }

  private static String row(DataSet dataSet, Effort effort, Contestant writer) throws Exception {
    int rows = effort.rows(dataSet);
    try (SampleFile file = SampleFile.of(dataSet, rows, writer)) {
      RowType type = FlinkRows.type(file.schema());
      TouchedValues values = new TouchedValues(type.getChildren());
      FileSourceSplit split = split(file.path());
      BulkFormat<RowData, FileSourceSplit> ours = ours(type);
      BulkFormat<RowData, FileSourceSplit> theirs = flinks(type);
      if (read(ours, split, values) != read(theirs, split, values)) {
        throw new IllegalStateException("The readers disagree about the values of " + file);
      }
      TimedRounds timed =
          effort.rounds(
              folder ->
                  Map.of(
                      "ours",
                      effort.cpuMillis(() -> read(ours, split, values)),
                      "rival",
                      effort.cpuMillis(() -> read(theirs, split, values))));
      return "| %s | %,d | %s | %s | %s | %s |%n"
          .formatted(
              dataSet.label(),
              rows,
              writer.label(),
              timed.medianAndBest("ours"),
              timed.medianAndBest("rival"),
              timed.ratio("rival", "ours"));
    }
  }

  static FileSourceSplit split(java.nio.file.Path file) throws IOException {
    long bytes = Files.size(file);
    return new FileSourceSplit("split", new Path(file.toUri()), 0, bytes, 0, bytes);
  }

  static BulkFormat<RowData, FileSourceSplit> ours(RowType type) {
    return new ParquetRowFormat(type, InternalTypeInfo.of(type));
  }

  static BulkFormat<RowData, FileSourceSplit> flinks(RowType type) {
    return ParquetColumnarRowInputFormat.createPartitionedFormat(
        new org.apache.hadoop.conf.Configuration(false),
        type,
        InternalTypeInfo.of(type),
        List.of(),
        null,
        BATCH_ROWS_OF_FLINK,
        true,
        true);
  }

  static long read(
      BulkFormat<RowData, FileSourceSplit> format, FileSourceSplit split, TouchedValues values)
      throws IOException {
    long sum = 0;
    try (BulkFormat.Reader<RowData> reader = format.createReader(new Configuration(), split)) {
      for (var batch = reader.readBatch(); batch != null; batch = reader.readBatch()) {
        for (RecordAndPosition<RowData> row = batch.next(); row != null; row = batch.next()) {
          sum = 31 * sum + values.of(row.getRecord());
        }
        batch.releaseBatch();
      }
    }
    return sum;
  }
}
