package io.flinkarrow.testing;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.apache.parquet.conf.PlainParquetConfiguration;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.example.data.simple.SimpleGroup;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.example.ExampleParquetWriter;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.io.LocalOutputFile;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.schema.ColumnOrder;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.apache.parquet.schema.Types;

/** A small file of parquet-java's own writer, with several row groups and pages and indexes. */
final class ParquetJavaFile {

  static final MessageType SCHEMA =
      Types.buildMessage()
          .required(PrimitiveTypeName.INT64)
          .named("id")
          .optional(PrimitiveTypeName.BINARY)
          .as(LogicalTypeAnnotation.stringType())
          .named("name")
          .optional(PrimitiveTypeName.DOUBLE)
          .columnOrder(ColumnOrder.typeDefined())
          .named("ratio")
          .required(PrimitiveTypeName.FIXED_LEN_BYTE_ARRAY)
          .length(9)
          .as(LogicalTypeAnnotation.decimalType(2, 20))
          .named("price")
          .optionalList()
          .optionalElement(PrimitiveTypeName.INT32)
          .as(LogicalTypeAnnotation.intType(32, false))
          .named("counts")
          .named("rows");

  static final int ROWS = 110;

  private ParquetJavaFile() {}

  static void write(Path file) throws IOException {
    write(file, CompressionCodecName.SNAPPY, 1);
  }

  static void write(Path file, CompressionCodecName codec, int version) throws IOException {
    try (ParquetWriter<Group> writer =
        ExampleParquetWriter.builder(new LocalOutputFile(file))
            .withConf(new PlainParquetConfiguration())
            .withType(SCHEMA)
            .withWriterVersion(
                version == 1
                    ? org.apache.parquet.column.ParquetProperties.WriterVersion.PARQUET_1_0
                    : org.apache.parquet.column.ParquetProperties.WriterVersion.PARQUET_2_0)
            .withCompressionCodec(codec)
            .withMinRowCountForPageSizeCheck(10)
            .withMaxRowCountForPageSizeCheck(10)
            .withPageRowCountLimit(20)
            .withRowGroupRowCountLimit(50)
            .withStatisticsTruncateLength(64)
            .build()) {
      for (int row = 0; row < ROWS; row++) {
        writer.write(row(row));
      }
    }
  }

  private static Group row(int row) {
    Group group = new SimpleGroup(SCHEMA);
    group.add("id", 1000L - row);
    if (row % 7 != 0) {
      group.add("name", "row".repeat(row % 30) + "ü" + row % 11);
    }
    if (row % 50 >= 20 && row % 5 != 0) {
      group.add("ratio", (row % 2 == 0 ? -1 : 1) * (row % 10) / 4.0);
    }
    byte[] price = new byte[9];
    for (int i = 0; i < 9; i++) {
      price[i] = (byte) (row % 3 == 0 ? -1 : i * row);
    }
    price[8] = (byte) row;
    group.add("price", Binary.fromConstantByteArray(price));
    if (row % 4 != 0) {
      Group counts = group.addGroup("counts");
      for (int i = 0; i < row % 4 - 1; i++) {
        Group element = counts.addGroup(0);
        if ((row + i) % 3 != 0) {
          element.add(0, row * i - 50);
        }
      }
    }
    return group;
  }

  static List<String> columns() {
    return SCHEMA.getColumns().stream().map(c -> String.join(".", c.getPath())).toList();
  }
}
