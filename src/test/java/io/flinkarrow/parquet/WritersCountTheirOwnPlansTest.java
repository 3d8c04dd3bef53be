package io.flinkarrow.parquet;

import static org.assertj.core.api.Assertions.assertThat;

import io.flinkarrow.testing.LiveObjects;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.FieldType;
import org.apache.arrow.vector.types.pojo.Schema;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Writers that share nothing say how much heap each has for its schema and for taking batches
 * apart, whatever the schema's shape.
 */
class WritersCountTheirOwnPlansTest {

  private static final int WRITERS = 30;
  private static final int COLUMNS = 100;

  private enum Shape {
    FLAT {
      @Override
      Field field(int index) {
        return leaf(index);
      }
    },
    STRUCTS {
      @Override
      Field field(int index) {
        return nested("struct" + index, new ArrowType.Struct(), leaf(index), leaf(index + 1));
      }
    },
    LISTS {
      @Override
      Field field(int index) {
        return nested("list" + index, new ArrowType.List(), leaf(index));
      }
    },
    STRUCTS_IN_LISTS {
      @Override
      Field field(int index) {
        Field inner = nested("inner" + index, new ArrowType.Struct(), leaf(index));
        Field list = nested("list" + index, new ArrowType.List(), inner);
        return nested("outer" + index, new ArrowType.Struct(), list);
      }
    };

    abstract Field field(int index);

    static Field leaf(int index) {
      ArrowType type = index % 3 == 0 ? new ArrowType.Utf8() : new ArrowType.Int(64, true);
      return Field.nullable("column" + index, type);
    }

    static Field nested(String name, ArrowType type, Field... children) {
      return new Field(name, FieldType.nullable(type), List.of(children));
    }
  }

  @ParameterizedTest
  @EnumSource
  void openedWithRowsAndBetweenRowGroups(Shape shape) throws Exception {
    LiveObjects.hold(() -> checkWriters(shape));
  }

  private static void checkWriters(Shape shape) throws IOException {
    List<Field> fields = new ArrayList<>();
    for (int i = 0; i < COLUMNS; i++) {
      fields.add(shape.field(i));
    }
    Schema schema = new Schema(fields);
    try (BufferAllocator allocator = new RootAllocator();
        VectorSchemaRoot batch = VectorSchemaRoot.create(schema, allocator)) {
      batch.allocateNew();
      batch.setRowCount(10);
      try (ArrowParquetWriter first = open(schema)) {
        first.write(batch);
        first.finish();
      }
      List<ArrowParquetWriter> writers = new ArrayList<>();
      long before = LiveObjects.bytes();
      for (int i = 0; i < WRITERS; i++) {
        writers.add(open(schema));
      }
      assertThatTheHeapSaysSo("opened", writers, before);
      for (ArrowParquetWriter writer : writers) {
        writer.write(batch);
      }
      assertThatTheHeapSaysSo("with rows", writers, before);
      for (ArrowParquetWriter writer : writers) {
        writer.flushRowGroup();
      }
      assertThatTheHeapSaysSo("between row groups", writers, before);
      writers.forEach(ArrowParquetWriter::close);
    }
  }

  private static void assertThatTheHeapSaysSo(
      String state, List<ArrowParquetWriter> writers, long before) {
    long measured = LiveObjects.bytes() - before;
    long told = writers.stream().mapToLong(ArrowParquetWriter::retainedBytes).sum();
    assertThat((double) told / measured).as("%s: told / measured", state).isBetween(0.85, 1.15);
  }

  private static ArrowParquetWriter open(Schema schema) {
    return ArrowParquetWriter.open(
        OutputStream.nullOutputStream(), schema, WriterOptions.defaults());
  }
}
