package io.flinkarrow;

import io.flinkarrow.batch.RecordBatch;
import io.flinkarrow.batch.RecordBatchTypeInfo;
import io.flinkarrow.parquet.WriterOptions;
import io.flinkarrow.parquet.options.CompressionCodec;
import io.flinkarrow.read.ParquetRowFormat;
import io.flinkarrow.sink.ArrowParquetWriterFactory;
import java.io.DataInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.flink.api.common.serialization.BulkWriter;
import org.apache.flink.api.common.serialization.SerializerConfigImpl;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.connector.file.src.FileSourceSplit;
import org.apache.flink.connector.file.src.reader.BulkFormat;
import org.apache.flink.core.fs.FSDataOutputStream;
import org.apache.flink.core.fs.FileSystem;
import org.apache.flink.core.memory.DataInputViewStreamWrapper;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.types.logical.LogicalType;
import org.apache.flink.table.types.logical.RowType;
import org.apache.flink.table.types.logical.VarCharType;

/**
 * What {@link RunsWithoutHadoopAndAddOpensITCase} starts in a JVM of its own: writes the record
 * batch in a file with every codec and reads its texts back as rows. Refuses to start if the class
 * path has what must not be needed.
 */
public final class RecordBatchesToFiles {

  private static final String[] ABSENT = {
    "org.apache.hadoop.conf.Configuration",
    "org.apache.parquet.hadoop.ParquetFileWriter",
    "org.apache.arrow.memory.unsafe.UnsafeAllocationManager",
    "org.junit.jupiter.api.Test"
  };

  private RecordBatchesToFiles() {}

  public static void main(String[] arguments) throws IOException {
    for (String name : ABSENT) {
      requireAbsent(name);
    }
    if (Object.class.getModule().isOpen("java.nio", RecordBatchesToFiles.class.getModule())) {
      throw new IllegalStateException("java.nio is open to this program");
    }
    Path directory = Path.of(arguments[1]);
    String textColumn = arguments[2];
    for (CompressionCodec codec : CompressionCodec.values()) {
      RecordBatch batch = read(Path.of(arguments[0]));
      WriterOptions options = WriterOptions.builder().codec(codec).build();
      try (FSDataOutputStream out =
          FileSystem.getLocalFileSystem()
              .create(
                  new org.apache.flink.core.fs.Path(directory.resolve(codec + ".parquet").toUri()),
                  FileSystem.WriteMode.NO_OVERWRITE)) {
        BulkWriter<RecordBatch> writer = ArrowParquetWriterFactory.forBatches(options).create(out);
        writer.addElement(batch);
        writer.addElement(batch);
        writer.finish();
      }
      System.out.printf(
          "%s: %d rows%n", codec, count(directory.resolve(codec + ".parquet"), textColumn));
    }
    System.out.println("done");
  }

  private static int count(Path file, String textColumn) throws IOException {
    RowType type =
        RowType.of(
            new LogicalType[] {new VarCharType(VarCharType.MAX_LENGTH)}, new String[] {textColumn});
    FileSourceSplit split =
        new FileSourceSplit(
            "split",
            new org.apache.flink.core.fs.Path(file.toUri()),
            0,
            Files.size(file),
            0,
            Files.size(file));
    int rows = 0;
    try (BulkFormat.Reader<RowData> reader =
        new ParquetRowFormat(type, TypeInformation.of(RowData.class))
            .createReader(new Configuration(), split)) {
      for (var batch = reader.readBatch(); batch != null; batch = reader.readBatch()) {
        for (var row = batch.next(); row != null; row = batch.next()) {
          rows += row.getRecord().getArity();
        }
      }
    }
    return rows;
  }

  private static RecordBatch read(Path file) throws IOException {
    try (DataInputStream in = new DataInputStream(Files.newInputStream(file))) {
      return RecordBatchTypeInfo.ofAnySchema()
          .createSerializer(new SerializerConfigImpl())
          .deserialize(new DataInputViewStreamWrapper(in));
    }
  }

  private static void requireAbsent(String name) {
    try {
      Class.forName(name);
    } catch (ClassNotFoundException expected) {
      return;
    }
    throw new IllegalStateException("On the class path but must not be needed: " + name);
  }
}
