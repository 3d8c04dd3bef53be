package io.flinkarrow.parquet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.flinkarrow.parquet.options.ColumnPath;
import io.flinkarrow.parquet.options.GeometryFormat;
import io.flinkarrow.parquet.options.SortingColumn;
import io.flinkarrow.parquet.options.UnsortedRows;
import io.flinkarrow.parquet.refusal.RefusedRowsException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.IntVector;
import org.apache.arrow.vector.VarBinaryVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.FieldType;
import org.apache.arrow.vector.types.pojo.Schema;
import org.junit.jupiter.api.Test;

/**
 * What a file knows of all its rows outlives its writers: the last row, and where geometries lie.
 */
class ResumedFilesKeepTheirOrderAndBoxesTest {

  private static final Schema SCHEMA =
      new Schema(
          List.of(
              Field.nullable("id", new ArrowType.Int(32, true)),
              new Field(
                  "place",
                  new FieldType(
                      true,
                      ArrowType.Binary.INSTANCE,
                      null,
                      Map.of("ARROW:extension:name", "geoarrow.wkb")),
                  List.of())));

  private static WriterOptions options(UnsortedRows unsorted) {
    return WriterOptions.builder()
        .rowGroupRows(50)
        .pageRows(20)
        .geometry(GeometryFormat.BOTH)
        .schema(
            schema ->
                schema
                    .sortingColumns(new SortingColumn(ColumnPath.of("id"), false, false))
                    .unsortedRows(unsorted))
        .build();
  }

  private static void write(ArrowParquetWriter writer, int from, int to) throws IOException {
    try (BufferAllocator allocator = new RootAllocator();
        VectorSchemaRoot root = VectorSchemaRoot.create(SCHEMA, allocator)) {
      IntVector ids = (IntVector) root.getVector("id");
      VarBinaryVector places = (VarBinaryVector) root.getVector("place");
      for (int i = from; i < to; i++) {
        ids.setSafe(i - from, i);
        places.setSafe(
            i - from,
            ByteBuffer.allocate(21)
                .order(ByteOrder.LITTLE_ENDIAN)
                .put((byte) 1)
                .putInt(1)
                .putDouble(100 - i)
                .putDouble(i % 7)
                .array());
      }
      root.setRowCount(to - from);
      writer.write(root);
    }
  }

  private static byte[] file(WriterOptions options, boolean left) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ArrowParquetWriter writer = ArrowParquetWriter.open(out, SCHEMA, options);
    for (int i = 0; i < 10; i++) {
      write(writer, 13 * i, 13 * (i + 1));
      if (left) {
        byte[] kept = writer.snapshot().toBytes();
        writer.close();
        writer = ArrowParquetWriter.resume(out, SCHEMA, options, UnfinishedFile.of(kept));
      }
    }
    writer.finish();
    writer.close();
    return out.toByteArray();
  }

  @Test
  void byteForByte() throws IOException {
    for (UnsortedRows unsorted : UnsortedRows.values()) {
      WriterOptions options = options(unsorted);
      assertThat(file(options, true)).isEqualTo(file(options, false));
    }
  }

  @Test
  void aRowThatBelongsBeforeTheLastOneIsRefused() throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    WriterOptions options = options(UnsortedRows.REFUSE);
    UnfinishedFile file;
    try (ArrowParquetWriter writer = ArrowParquetWriter.open(out, SCHEMA, options)) {
      write(writer, 30, 50);
      file = writer.snapshot();
    }
    try (ArrowParquetWriter writer = ArrowParquetWriter.resume(out, SCHEMA, options, file)) {
      assertThatThrownBy(() -> write(writer, 40, 41)).isInstanceOf(RefusedRowsException.class);
      write(writer, 50, 51);
      assertThat(writer.finish().rows()).isEqualTo(21);
    }
  }

  @Test
  void aFileThatIsFinishedHasTheBoxOfAllRows() throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    WriterOptions options = options(UnsortedRows.REFUSE);
    try (ArrowParquetWriter writer = ArrowParquetWriter.open(out, SCHEMA, options)) {
      write(writer, 0, 70);
      writer.snapshot().finish(out);
    }
    assertThat(new String(out.toByteArray(), StandardCharsets.ISO_8859_1))
        .contains("\"bbox\":[31.0,0.0,100.0,6.0]");
  }
}
