package io.flinkarrow.row.collect;

import static org.assertj.core.api.Assertions.assertThat;

import io.flinkarrow.batch.RecordBatch;
import io.flinkarrow.batch.body.BatchSchema;
import io.flinkarrow.parquet.ArrowParquetWriter;
import io.flinkarrow.parquet.WriterOptions;
import io.flinkarrow.row.RowParquetWriter;
import io.flinkarrow.row.RowSchema;
import io.flinkarrow.sink.ArrowParquetWriterFactory;
import io.flinkarrow.testing.InMemoryStream;
import io.flinkarrow.testing.RandomRows;
import io.flinkarrow.testing.RowVectors;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.flink.api.common.serialization.BulkWriter;
import org.apache.flink.table.catalog.ObjectIdentifier;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.runtime.typeutils.RowDataSerializer;
import org.apache.flink.table.types.logical.ArrayType;
import org.apache.flink.table.types.logical.DecimalType;
import org.apache.flink.table.types.logical.DistinctType;
import org.apache.flink.table.types.logical.LogicalType;
import org.apache.flink.table.types.logical.RowType;
import org.apache.flink.table.types.logical.StructuredType;
import org.apache.flink.table.types.logical.StructuredType.StructuredAttribute;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Rows give byte for byte the file of the Arrow batches that hold them, which foreign readers are
 * asked about elsewhere: for each type, each nesting, and both forms in which Flink holds rows. So
 * do rows that were collected as batches first.
 */
class RowsMakeTheFileThatBatchesMakeTest {

  private static final boolean EXTENDED = Boolean.getBoolean("flinkarrow.extended");

  /** Pages and row groups that end in the midst of what waits. */
  private static final WriterOptions OPTIONS = options().build();

  private static WriterOptions.Builder options() {
    return WriterOptions.builder().pageRows(1_300).rowGroupRows(4_700);
  }

  @Test
  void everyTypeWithoutChildren() throws IOException {
    RowType type =
        RowType.of(
            RandomRows.scalars().toArray(LogicalType[]::new),
            IntStream.range(0, RandomRows.scalars().size())
                .mapToObj(i -> "c" + i)
                .toArray(String[]::new));
    assertSameFile(type, new RandomRows(1).rows(type, 6_000), OPTIONS);
    assertSameFile(
        type, new RandomRows(2).rows(type, 3_000), options().int96Timestamps(true).build());
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void nestedTypes(int seed) throws IOException {
    RandomRows random = new RandomRows(seed);
    RowType type = random.type(3, 1 + seed % 3);
    assertSameFile(type, random.rows(type, 5_000), OPTIONS);
  }

  static IntStream seeds() {
    return IntStream.range(0, EXTENDED ? 200 : 20);
  }

  @Test
  void structuredAndDistinctTypesMakeTheFileOfWhatTheyStandFor() throws IOException {
    DecimalType source = new DecimalType(12, 2);
    DistinctType money =
        DistinctType.newBuilder(ObjectIdentifier.of("c", "d", "money"), source).build();
    StructuredType price =
        StructuredType.newBuilder(ObjectIdentifier.of("c", "d", "price"))
            .attributes(List.of(new StructuredAttribute("paid", money)))
            .build();
    RowType type = RowType.of(money, price, new ArrayType(price));
    RowType plainPrice = RowType.of(new LogicalType[] {source}, new String[] {"paid"});
    RowType plain = RowType.of(source, plainPrice, new ArrayType(plainPrice));
    List<RowData> rows = new RandomRows(3).rows(plain, 3_000);

    assertSame(
        "generic rows",
        type,
        ofRows(plain, rows, row -> row, OPTIONS),
        ofRows(type, rows, row -> row, OPTIONS));
  }

  private static void assertSameFile(RowType type, List<RowData> rows, WriterOptions options)
      throws IOException {
    byte[] expected = ofBatches(type, rows, options);
    RowDataSerializer serializer = new RowDataSerializer(type);
    assertSame("generic rows", type, expected, ofRows(type, rows, row -> row, options));
    assertSame("binary rows", type, expected, ofRows(type, rows, serializer::toBinaryRow, options));
    assertSame("collected rows", type, expected, ofCollectedRows(type, rows, options));
  }

  private static void assertSame(String form, RowType type, byte[] expected, byte[] actual) {
    assertThat(Arrays.mismatch(expected, actual))
        .as("first byte that differs for %s of %s", form, type)
        .isEqualTo(-1);
  }

  private static byte[] ofBatches(RowType type, List<RowData> rows, WriterOptions options)
      throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (BufferAllocator allocator = new RootAllocator();
        VectorSchemaRoot root = VectorSchemaRoot.create(RowSchema.of(type), allocator);
        ArrowParquetWriter writer = ArrowParquetWriter.open(out, root.getSchema(), options)) {
      RowVectors.fill(root, type, rows);
      writer.write(root);
      writer.finish();
    }
    return out.toByteArray();
  }

  /** The binary row is one object for all rows, as upstream operators reuse theirs. */
  private static byte[] ofRows(
      RowType type, List<RowData> rows, UnaryOperator<RowData> form, WriterOptions options)
      throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (RowParquetWriter writer = RowParquetWriter.open(out, "", type, options)) {
      for (RowData row : rows) {
        writer.write(form.apply(row));
      }
      writer.finish();
    }
    return out.toByteArray();
  }

  private static byte[] ofCollectedRows(RowType type, List<RowData> rows, WriterOptions options)
      throws IOException {
    InMemoryStream out = new InMemoryStream();
    BulkWriter<RecordBatch> writer =
        ArrowParquetWriterFactory.forBatches(RowSchema.of(type), options).create(out);
    RowBatcher batcher = new RowBatcher(type, BatchSchema.of(RowSchema.of(type)));
    for (RowData row : rows) {
      batcher.add(row);
      if (batcher.rowCount() == 777) {
        writer.addElement(batcher.take());
      }
    }
    writer.addElement(batcher.take());
    writer.finish();
    return out.toByteArray();
  }
}
