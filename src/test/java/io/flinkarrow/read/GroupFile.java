package io.flinkarrow.read;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.BiConsumer;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.types.logical.LogicalType;
import org.apache.flink.table.types.logical.RowType;
import org.apache.parquet.conf.PlainParquetConfiguration;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.example.data.simple.SimpleGroup;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.example.ExampleParquetWriter;
import org.apache.parquet.io.LocalOutputFile;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.MessageTypeParser;

/** Files with one column, of any schema that parquet-java can parse, filled value by value. */
final class GroupFile {

  private GroupFile() {}

  /**
   * Writes a row for each value.
   *
   * @param field of the schema language, for example {@code required int32 column}
   */
  static <T> Path write(Path file, String field, List<T> values, BiConsumer<Group, T> add)
      throws IOException {
    Files.deleteIfExists(file);
    MessageType schema = MessageTypeParser.parseMessageType("message rows { " + field + " }");
    try (ParquetWriter<Group> writer =
        ExampleParquetWriter.builder(new LocalOutputFile(file))
            .withConf(new PlainParquetConfiguration())
            .withType(schema)
            .build()) {
      for (T value : values) {
        Group row = new SimpleGroup(schema);
        add.accept(row, value);
        writer.write(row);
      }
    }
    return file;
  }

  /** What the only column's values become. */
  static List<Object> read(Path file, LogicalType type) throws IOException {
    RowType row = RowType.of(false, new LogicalType[] {type}, new String[] {"column"});
    RowData.FieldGetter getter = RowData.createFieldGetter(type, 0);
    return Splits.read(file, row).stream().map(getter::getFieldOrNull).toList();
  }

  static Binary int96(long julianDay, long nanosOfDay) {
    ByteBuffer bytes = ByteBuffer.allocate(12).order(ByteOrder.LITTLE_ENDIAN);
    bytes.putLong(nanosOfDay).putInt((int) julianDay);
    return Binary.fromConstantByteArray(bytes.array());
  }
}
