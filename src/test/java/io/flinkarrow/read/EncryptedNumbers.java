package io.flinkarrow.read;

import io.flinkarrow.parquet.ArrowParquetWriter;
import io.flinkarrow.parquet.TestKeys;
import io.flinkarrow.parquet.WriterOptions;
import io.flinkarrow.parquet.options.EncryptionKeyProvider;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.LongStream;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;
import org.apache.flink.table.types.logical.BigIntType;
import org.apache.flink.table.types.logical.LogicalType;
import org.apache.flink.table.types.logical.RowType;

/** Encrypted files of two columns of numbers: {@code id} counts, {@code other} follows from it. */
final class EncryptedNumbers {

  static final int ROWS = 160;

  static final RowType TYPE =
      RowType.of(
          new LogicalType[] {new BigIntType(), new BigIntType()}, new String[] {"id", "other"});

  private static final Schema SCHEMA =
      new Schema(
          List.of(
              Field.nullable("id", new ArrowType.Int(64, true)),
              Field.nullable("other", new ArrowType.Int(64, true))));

  private EncryptedNumbers() {}

  /** With the keys of {@link TestKeys}, unless other options say so. */
  static void write(Path file, Consumer<WriterOptions.Builder> choices) throws IOException {
    WriterOptions.Builder options =
        WriterOptions.builder().encryption(files -> files.keyProvider(new TestKeys()));
    choices.accept(options);
    try (BufferAllocator allocator = new RootAllocator();
        OutputStream out = Files.newOutputStream(file);
        VectorSchemaRoot batch = VectorSchemaRoot.create(SCHEMA, allocator);
        ArrowParquetWriter writer = ArrowParquetWriter.open(out, SCHEMA, options.build())) {
      for (int row = 0; row < ROWS; row++) {
        ((BigIntVector) batch.getVector(0)).setSafe(row, row);
        ((BigIntVector) batch.getVector(1)).setSafe(row, other(row));
      }
      batch.setRowCount(ROWS);
      writer.write(batch);
      writer.finish();
    }
  }

  static long other(long id) {
    return 1000 - id;
  }

  static List<Long> ids() {
    return LongStream.range(0, ROWS).boxed().toList();
  }

  static RowType row(String... columns) {
    LogicalType[] types = new LogicalType[columns.length];
    java.util.Arrays.fill(types, new BigIntType());
    return RowType.of(types, columns);
  }

  static ParquetRowFormat format(EncryptionKeyProvider keys) {
    return Splits.format(TYPE).withDecryption(files -> files.keyProvider(keys));
  }
}
