package io.flinkarrow.parquet;

import io.flinkarrow.testing.ArrowValues;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.FixedSizeBinaryVector;
import org.apache.arrow.vector.Float8Vector;
import org.apache.arrow.vector.IntVector;
import org.apache.arrow.vector.VarCharVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.complex.ListVector;
import org.apache.arrow.vector.complex.StructVector;
import org.apache.arrow.vector.dictionary.DictionaryProvider.MapDictionaryProvider;
import org.apache.arrow.vector.types.FloatingPointPrecision;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;

/**
 * Files whose row groups begin with pages without a value: nulls, and in lists first null lists,
 * then empty ones, then nulls. All values are even and from 0 to 8.
 */
final class LateValues {

  static final int PAGE_ROWS = 100;
  static final int ROW_GROUP_ROWS = 500;
  static final int ROWS = 2 * ROW_GROUP_ROWS;
  private static final int ROWS_WITHOUT_VALUE = 3 * PAGE_ROWS;

  static final Schema SCHEMA =
      new Schema(
          List.of(
              Field.nullable("int32", new ArrowType.Int(32, true)),
              Field.nullable("int64", new ArrowType.Int(64, true)),
              Field.nullable("float64", new ArrowType.FloatingPoint(FloatingPointPrecision.DOUBLE)),
              Field.nullable("string", new ArrowType.Utf8()),
              Field.nullable("fixed", new ArrowType.FixedSizeBinary(16)),
              new Field(
                  "list",
                  Field.nullable("list", new ArrowType.List()).getFieldType(),
                  List.of(Field.nullable("element", new ArrowType.Int(32, true)))),
              new Field(
                  "struct",
                  Field.nullable("struct", new ArrowType.Struct()).getFieldType(),
                  List.of(Field.nullable("leaf", new ArrowType.Utf8())))));

  private LateValues() {}

  /** Options with which pages and row groups end where {@link #SCHEMA}'s values want them to. */
  static WriterOptions.Builder options() {
    return WriterOptions.builder().pageRows(PAGE_ROWS).rowGroupRows(ROW_GROUP_ROWS);
  }

  static RandomFile write(Path path, WriterOptions options, int batchRows) throws IOException {
    List<Map<String, Object>> rows = new ArrayList<>();
    try (BufferAllocator allocator = new RootAllocator();
        OutputStream out = Files.newOutputStream(path);
        VectorSchemaRoot batch = VectorSchemaRoot.create(SCHEMA, allocator);
        ArrowParquetWriter writer = ArrowParquetWriter.open(out, SCHEMA, options)) {
      for (int from = 0; from < ROWS; from += batchRows) {
        int count = Math.min(batchRows, ROWS - from);
        batch.clear();
        for (FieldVector vector : batch.getFieldVectors()) {
          for (int row = 0; row < count; row++) {
            set(vector, row, (from + row) % ROW_GROUP_ROWS);
          }
        }
        batch.setRowCount(count);
        rows.addAll(ArrowValues.rows(batch, new MapDictionaryProvider()));
        writer.write(batch);
      }
      return new RandomFile(path, SCHEMA, rows, writer.finish());
    }
  }

  private static void set(FieldVector vector, int row, int rowOfGroup) {
    int value = rowOfGroup % 5 * 2;
    if (vector instanceof ListVector lists) {
      setList(lists, row, rowOfGroup, value);
    } else if (rowOfGroup >= ROWS_WITHOUT_VALUE) {
      switch (vector.getName()) {
        case "int32" -> ((IntVector) vector).setSafe(row, value);
        case "int64" -> ((BigIntVector) vector).setSafe(row, value);
        case "float64" -> ((Float8Vector) vector).setSafe(row, value);
        case "string" -> ((VarCharVector) vector).setSafe(row, text(value));
        case "fixed" ->
            ((FixedSizeBinaryVector) vector).setSafe(row, Arrays.copyOf(text(value), 16));
        default -> {
          ((StructVector) vector).setIndexDefined(row);
          ((VarCharVector) ((StructVector) vector).getChild("leaf")).setSafe(row, text(value));
        }
      }
    } else {
      vector.setNull(row);
    }
  }

  private static void setList(ListVector lists, int row, int rowOfGroup, int value) {
    if (rowOfGroup < PAGE_ROWS) {
      lists.setNull(row);
      return;
    }
    int start = lists.startNewValue(row);
    int length = rowOfGroup < 2 * PAGE_ROWS ? 0 : 2;
    IntVector elements = (IntVector) lists.getDataVector();
    for (int i = start; i < start + length; i++) {
      if (rowOfGroup >= ROWS_WITHOUT_VALUE && i == start) {
        elements.setSafe(i, value);
      } else {
        elements.setNull(i);
      }
    }
    lists.endValue(row, length);
  }

  private static byte[] text(int value) {
    return Integer.toString(value).getBytes(StandardCharsets.UTF_8);
  }
}
