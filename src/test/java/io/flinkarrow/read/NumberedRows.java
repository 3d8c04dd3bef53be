package io.flinkarrow.read;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.types.logical.ArrayType;
import org.apache.flink.table.types.logical.BigIntType;
import org.apache.flink.table.types.logical.IntType;
import org.apache.flink.table.types.logical.LogicalType;
import org.apache.flink.table.types.logical.RowType;
import org.apache.flink.table.types.logical.VarCharType;
import org.apache.parquet.column.ParquetProperties.WriterVersion;
import org.apache.parquet.conf.PlainParquetConfiguration;
import org.apache.parquet.crypto.FileEncryptionProperties;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.example.data.simple.SimpleGroup;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.example.ExampleParquetWriter;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.io.LocalOutputFile;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.apache.parquet.schema.Types;

/**
 * Files of parquet-java whose rows say which they are, in every column: with several row groups,
 * several pages each, dictionary pages and nested columns.
 */
final class NumberedRows {

  static final RowType TYPE =
      RowType.of(
          false,
          new LogicalType[] {
            new BigIntType(false),
            new VarCharType(VarCharType.MAX_LENGTH),
            new ArrayType(new IntType())
          },
          new String[] {"id", "name", "counts"});

  static final int ROWS_A_GROUP = 100;

  private static final MessageType SCHEMA =
      Types.buildMessage()
          .required(PrimitiveTypeName.INT64)
          .named("id")
          .optional(PrimitiveTypeName.BINARY)
          .as(LogicalTypeAnnotation.stringType())
          .named("name")
          .optionalList()
          .optionalElement(PrimitiveTypeName.INT32)
          .named("counts")
          .named("rows");

  private NumberedRows() {}

  static void write(Path file, int rows, WriterVersion version) throws IOException {
    write(file, rows, version, CompressionCodecName.UNCOMPRESSED);
  }

  static void write(Path file, int rows, WriterVersion version, CompressionCodecName codec)
      throws IOException {
    write(file, rows, version, codec, null);
  }

  /**
   * @param encryption null for none
   */
  static void write(
      Path file,
      int rows,
      WriterVersion version,
      CompressionCodecName codec,
      FileEncryptionProperties encryption)
      throws IOException {
    try (ParquetWriter<Group> writer =
        ExampleParquetWriter.builder(new LocalOutputFile(file))
            .withConf(new PlainParquetConfiguration())
            .withType(SCHEMA)
            .withWriterVersion(version)
            .withCompressionCodec(codec)
            .withEncryption(encryption)
            .withPageRowCountLimit(30)
            .withRowGroupRowCountLimit(ROWS_A_GROUP)
            .build()) {
      for (int row = 0; row < rows; row++) {
        Group group = new SimpleGroup(SCHEMA);
        group.add("id", (long) row);
        if (row % 7 != 0) {
          group.add("name", name(row));
        }
        if (row % 5 != 0) {
          Group counts = group.addGroup("counts");
          for (int i = 0; i < row % 5 - 1; i++) {
            Group element = counts.addGroup(0);
            if (i != 1) {
              element.add(0, row + i);
            }
          }
        }
        writer.write(group);
      }
    }
  }

  static String name(int row) {
    return "row " + row % 13;
  }

  /** As {@link #check}, for whole rows. */
  static List<Long> ids(List<RowData> rows) {
    List<Long> ids = new ArrayList<>();
    for (RowData row : rows) {
      check(row);
      ids.add(row.getLong(0));
    }
    return ids;
  }

  /** Compares all other columns with the first. */
  static void check(RowData row) {
    int id = (int) row.getLong(0);
    boolean name =
        id % 7 == 0
            ? row.isNullAt(1)
            : !row.isNullAt(1) && row.getString(1).toString().equals(name(id));
    boolean counts = id % 5 == 0 ? row.isNullAt(2) : !row.isNullAt(2) && hasCounts(row, id);
    if (!name || !counts) {
      throw new AssertionError("Row %d has other columns than were written: %s".formatted(id, row));
    }
  }

  private static boolean hasCounts(RowData row, int id) {
    int size = row.getArray(2).size();
    boolean same = size == id % 5 - 1;
    for (int i = 0; same && i < size; i++) {
      same =
          i == 1
              ? row.getArray(2).isNullAt(i)
              : !row.getArray(2).isNullAt(i) && row.getArray(2).getInt(i) == id + i;
    }
    return same;
  }
}
