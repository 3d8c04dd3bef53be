package io.flinkarrow.compatibility;

import io.flinkarrow.batch.RecordBatchTypeInfo;
import io.flinkarrow.ipc.ArrowIpcDeserializationSchema;
import io.flinkarrow.ipc.ArrowIpcSerializationSchema;
import io.flinkarrow.parquet.WriterOptions;
import io.flinkarrow.read.ParquetRowFormat;
import io.flinkarrow.row.RecordBatches;
import io.flinkarrow.row.RowSchema;
import io.flinkarrow.sink.ArrowParquetSink;
import io.flinkarrow.sink.ArrowParquetWriterFactory;
import io.flinkarrow.table.ArrowIpcFormatFactory;
import io.flinkarrow.table.ArrowParquetFormatFactory;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.arrow.vector.types.pojo.Schema;
import org.apache.flink.core.fs.Path;
import org.apache.flink.table.types.logical.BigIntType;
import org.apache.flink.table.types.logical.RowType;

/**
 * What {@link OldReleasesAreRefusedITCase} starts with an old Flink: whatever a job can begin with.
 */
public final class FirstUse {

  private FirstUse() {}

  private interface Use {
    Object call() throws Exception;
  }

  public static void main(String[] arguments) {
    RowType rows = RowType.of(new BigIntType());
    Schema schema = RowSchema.of(rows);
    WriterOptions options = WriterOptions.defaults();
    Path base = new Path("unused");
    Map<String, Use> uses = new LinkedHashMap<>();
    uses.put("sink of batches", () -> ArrowParquetSink.forBatches(base, schema));
    uses.put("sink of rows", () -> ArrowParquetSink.forRows(base, rows));
    uses.put("batch writers", () -> ArrowParquetWriterFactory.forBatches(schema, options));
    uses.put("writers of any schema", () -> ArrowParquetWriterFactory.forBatches(options));
    uses.put("row writers", () -> ArrowParquetWriterFactory.forRows(rows, options));
    uses.put("batches of rows", () -> RecordBatches.fromRows(null, rows, 1, 1, Duration.ofDays(1)));
    uses.put("reader", () -> new ParquetRowFormat(rows, null));
    uses.put("type of a schema", () -> RecordBatchTypeInfo.of(schema));
    uses.put("type of any schema", RecordBatchTypeInfo::ofAnySchema);
    uses.put("payloads of a schema", () -> ArrowIpcDeserializationSchema.of(schema));
    uses.put("payloads of any schema", ArrowIpcDeserializationSchema::ofAnySchema);
    uses.put("payloads of batches", ArrowIpcSerializationSchema::new);
    uses.put("SQL reader", () -> new ArrowParquetFormatFactory().createDecodingFormat(null, null));
    uses.put("SQL writer", () -> new ArrowParquetFormatFactory().createEncodingFormat(null, null));
    uses.put("SQL payloads", () -> new ArrowIpcFormatFactory().createDecodingFormat(null, null));
    uses.forEach((name, use) -> System.out.println(name + ": " + outcome(use)));
  }

  private static String outcome(Use use) {
    try {
      return "no failure: " + use.call();
    } catch (Exception | LinkageError e) {
      return e.toString();
    }
  }
}
