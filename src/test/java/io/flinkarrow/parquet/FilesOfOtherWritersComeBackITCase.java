package io.flinkarrow.parquet;

import static org.assertj.core.api.Assertions.assertThat;

import io.flinkarrow.testing.ArrowValues;
import io.flinkarrow.testing.DuckDbReader;
import io.flinkarrow.testing.JavaScriptLibrary;
import io.flinkarrow.testing.PlainValue;
import io.flinkarrow.testing.RandomBatches;
import io.flinkarrow.testing.RandomSchemas;
import io.flinkarrow.testing.RowsOfBatches;
import io.flinkarrow.testing.TypeCatalogue;
import io.flinkarrow.testing.TypeCatalogue.Nesting;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.VectorLoader;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.VectorUnloader;
import org.apache.arrow.vector.ipc.ArrowStreamWriter;
import org.apache.arrow.vector.ipc.message.ArrowRecordBatch;
import org.apache.arrow.vector.types.DateUnit;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.ArrowType.ArrowTypeID;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.FieldType;
import org.apache.arrow.vector.types.pojo.Schema;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/**
 * What arrow-rs, Polars and hyparquet-writer write comes back: every type that they take, flat and
 * nested, in every codec, encoding and page version that they can be told to use. Files of DuckDB
 * and parquet-java are in {@link io.flinkarrow.read}.
 */
class FilesOfOtherWritersComeBackITCase {

  private static final Set<Nesting> NESTINGS =
      EnumSet.of(
          Nesting.FLAT,
          Nesting.IN_STRUCT,
          Nesting.IN_LIST,
          Nesting.IN_MAP,
          Nesting.IN_LARGE_LIST,
          Nesting.IN_LIST_OF_STRUCTS,
          Nesting.IN_LIST_OF_STRUCTS_OF_LISTS);

  private static final Set<ArrowTypeID> NUMBERS =
      EnumSet.of(ArrowTypeID.Int, ArrowTypeID.Date, ArrowTypeID.Time, ArrowTypeID.Timestamp);
  private static final Set<ArrowTypeID> BYTES =
      EnumSet.of(
          ArrowTypeID.Utf8, ArrowTypeID.LargeUtf8, ArrowTypeID.Binary, ArrowTypeID.LargeBinary);

  /** Writers round its values up or down. */
  private static final ArrowType PARTS_OF_DAYS = new ArrowType.Date(DateUnit.MILLISECOND);

  @TempDir Path directory;

  @Test
  @EnabledIfSystemProperty(named = "flinkarrow.extended", matches = "true")
  void arrowRust() throws Exception {
    for (int rows : new int[] {0, 200}) {
      Stream stream = stream(rows, type -> true, NESTINGS);
      for (Path file :
          JavaScriptLibrary.PARQUET_WASM.write(
              stream.path(), directory, stream.flat(NUMBERS), stream.flat(BYTES))) {
        assertComesBack(file, stream.rows());
      }
    }
  }

  /** Which has types and maps of its own: as DuckDB reads them. */
  @Test
  @EnabledIfSystemProperty(named = "flinkarrow.extended", matches = "true")
  void polars() throws Exception {
    for (int rows : new int[] {0, 200}) {
      Stream stream = stream(rows, type -> type.getTypeID() != ArrowTypeID.Decimal, NESTINGS);
      for (Path file :
          JavaScriptLibrary.POLARS.write(stream.path(), directory, List.of(), List.of())) {
        assertComesBack(file, DuckDbReader.read(file));
      }
    }
  }

  @Test
  @EnabledIfSystemProperty(named = "flinkarrow.extended", matches = "true")
  void hyparquet() throws Exception {
    for (Path file :
        JavaScriptLibrary.HYPARQUET.write(directory, directory, List.of(), List.of())) {
      assertComesBack(file, DuckDbReader.read(file));
    }
  }

  /** DuckDB shows halves as floats, so that all that are no numbers are one. */
  private static void assertComesBack(Path file, List<Map<String, Object>> expected)
      throws IOException {
    List<Map<String, Object>> rows = RowsOfBatches.of(file);
    assertThat(rows).as("rows of %s", file).hasSameSizeAs(expected);
    for (int row = 0; row < rows.size(); row++) {
      for (Map.Entry<String, Object> cell : expected.get(row).entrySet()) {
        assertThat(PlainValue.withoutHalfNans(rows.get(row).get(cell.getKey())))
            .as("row %d, column %s of %s", row, cell.getKey(), file.getFileName())
            .isEqualTo(PlainValue.withoutHalfNans(cell.getValue()));
      }
    }
  }

  /** A stream file, and what is in it. */
  private record Stream(Path path, Schema schema, List<Map<String, Object>> rows) {

    /** The names of flat columns of some types. */
    List<String> flat(Set<ArrowTypeID> types) {
      return schema.getFields().stream()
          .filter(field -> types.contains(field.getType().getTypeID()))
          .map(Field::getName)
          .toList();
    }
  }

  private Stream stream(int rows, Predicate<ArrowType> taken, Set<Nesting> nestings)
      throws IOException {
    Path path = directory.resolve("rows-%d.arrows".formatted(rows));
    List<Map<String, Object>> values = new ArrayList<>();
    try (BufferAllocator allocator = new RootAllocator();
        RandomBatches batches = new RandomBatches(rows, allocator).tame();
        VectorSchemaRoot root =
            VectorSchemaRoot.create(schema(batches.schemas(), taken, nestings), allocator);
        ArrowStreamWriter writer = new ArrowStreamWriter(root, null, Files.newOutputStream(path))) {
      writer.start();
      for (int batch = 0; batch < 2; batch++) {
        try (VectorSchemaRoot made = batches.batch(root.getSchema(), rows / 2);
            ArrowRecordBatch message = new VectorUnloader(made).getRecordBatch()) {
          values.addAll(ArrowValues.rows(made, batches.dictionaries()));
          new VectorLoader(root).load(message);
          writer.writeBatch();
        }
      }
      writer.end();
      return new Stream(path, root.getSchema(), values);
    }
  }

  private static Schema schema(
      RandomSchemas schemas, Predicate<ArrowType> taken, Set<Nesting> nestings) {
    List<Field> fields = new ArrayList<>();
    for (Map.Entry<String, FieldType> leaf : TypeCatalogue.leaves(schemas).entrySet()) {
      ArrowType type = leaf.getValue().getType();
      boolean encoded = leaf.getValue().getDictionary() != null;
      boolean isTaken = !encoded && !type.equals(PARTS_OF_DAYS) && taken.test(type);
      for (Nesting nesting : nestings) {
        if (isTaken) {
          String name = leaf.getKey() + "_" + nesting;
          fields.add(TypeCatalogue.column(name, leaf.getValue(), fields.size() % 3 > 0, nesting));
        }
      }
    }
    return new Schema(fields);
  }
}
