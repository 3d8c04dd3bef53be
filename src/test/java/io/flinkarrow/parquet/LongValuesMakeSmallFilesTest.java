package io.flinkarrow.parquet;

import static org.assertj.core.api.Assertions.assertThat;

import io.flinkarrow.parquet.options.PageVersion;
import io.flinkarrow.parquet.options.SortingColumn;
import io.flinkarrow.parquet.options.WriterProfile;
import java.io.OutputStream;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.BitVectorHelper;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.FixedSizeBinaryVector;
import org.apache.arrow.vector.IntVector;
import org.apache.arrow.vector.VarBinaryVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.ViewVarBinaryVector;
import org.apache.arrow.vector.complex.ListVector;
import org.apache.arrow.vector.complex.ListViewVector;
import org.apache.arrow.vector.complex.RunEndEncodedVector;
import org.apache.arrow.vector.complex.StructVector;
import org.apache.arrow.vector.dictionary.Dictionary;
import org.apache.arrow.vector.dictionary.DictionaryProvider.MapDictionaryProvider;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.DictionaryEncoding;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.FieldType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A batch of many rows that refer to a few long values costs what the values take, in the file and
 * in the heap, not what the rows stand for: by runs, dictionaries, list views or views, with each
 * profile; also if each value alone is larger than a dictionary may be, and if the order of rows is
 * verified.
 */
class LongValuesMakeSmallFilesTest {

  private static final int ROWS = 100_000;
  private static final int VALUES = 4;
  private static final int LENGTH = 20_000;
  private static final int DICTIONARY_BYTES = 10_000;

  private static final ArrowType BINARY = new ArrowType.Binary();
  private static final ArrowType.Int INT = new ArrowType.Int(32, true);

  @TempDir private Path directory;

  /** A field whose rows refer to values, and how DuckDB gets at a value. */
  private record Shape(String name, Field field, String value) {

    static Shape of(String name, Field field) {
      return new Shape(name, field, "rows");
    }

    @Override
    public String toString() {
      return name;
    }
  }

  private static Shape runs(ArrowType type) {
    Field runEnds = Field.notNullable("run_ends", INT);
    Field field = field(new ArrowType.RunEndEncoded(), runEnds, Field.nullable("values", type));
    return Shape.of("runs of " + type, field);
  }

  private static Field field(ArrowType type, Field... children) {
    return new Field("rows", FieldType.nullable(type), List.of(children));
  }

  private static List<Shape> runs() {
    return List.of(
        runs(BINARY),
        runs(new ArrowType.BinaryView()),
        runs(new ArrowType.FixedSizeBinary(LENGTH)));
  }

  private static List<Shape> dictionaries() {
    Field element = Field.nullable("element", BINARY);
    return List.of(
        Shape.of("dictionary of binary", field(BINARY)),
        Shape.of("dictionary of fixed size", field(new ArrowType.FixedSizeBinary(LENGTH))),
        new Shape("dictionary of structs", field(new ArrowType.Struct(), element), "rows.element"),
        new Shape("dictionary of lists", field(new ArrowType.List(), element), "rows[1]"));
  }

  private static List<Shape> views() {
    Field element = Field.nullable("element", BINARY);
    return List.of(
        Shape.of("views", field(new ArrowType.BinaryView())),
        new Shape("list views", field(new ArrowType.ListView(), element), "rows[1]"));
  }

  /** Runs that have an order at this length. */
  static List<Shape> runsWithOrder() {
    return runs().subList(0, 2);
  }

  private static WriterOptions.Builder options(WriterProfile profile) {
    return WriterOptions.builder().profile(profile).dictionaryBytes(DICTIONARY_BYTES);
  }

  @ParameterizedTest
  @MethodSource("runs")
  void byRuns(Shape shape) throws Exception {
    for (WriterProfile profile : WriterProfile.values()) {
      for (PageVersion version : PageVersion.values()) {
        write(shape, options(profile).columns(all -> all.pageVersion(version)).build());
      }
    }
  }

  @ParameterizedTest
  @MethodSource("dictionaries")
  void byDictionaries(Shape shape) throws Exception {
    for (WriterProfile profile : WriterProfile.values()) {
      write(shape, options(profile).build());
    }
  }

  @ParameterizedTest
  @MethodSource("views")
  void byViews(Shape shape) throws Exception {
    for (WriterProfile profile : WriterProfile.values()) {
      write(shape, options(profile).build());
    }
  }

  @ParameterizedTest
  @MethodSource("runsWithOrder")
  void ofSortedRows(Shape shape) throws Exception {
    for (WriterProfile profile : WriterProfile.values()) {
      WriterOptions options =
          options(profile)
              .schema(all -> all.sortingColumns(SortingColumn.ascending("rows")))
              .build();
      write(shape, options);
    }
  }

  private void write(Shape shape, WriterOptions options) throws Exception {
    Path file = directory.resolve("rows.parquet");
    try (BufferAllocator allocator = new RootAllocator();
        FieldVector values = shape.field().createVector(allocator)) {
      if (dictionaries().contains(shape)) {
        fillValues(values);
        writeDictionary(file, values, options, allocator);
      } else {
        fillRows(values);
        try (VectorSchemaRoot batch = new VectorSchemaRoot(List.of(values))) {
          write(file, batch, new MapDictionaryProvider(), options);
        }
      }
    }
    assertThat(Files.size(file)).isBetween(VALUES * LENGTH / 2L, 2L * VALUES * LENGTH);
    assertValues(file, shape.value());
  }

  private static void writeDictionary(
      Path file, FieldVector values, WriterOptions options, BufferAllocator allocator)
      throws Exception {
    DictionaryEncoding encoding = new DictionaryEncoding(1, false, INT);
    Field field = new Field("rows", new FieldType(true, INT, encoding), null);
    MapDictionaryProvider dictionaries =
        new MapDictionaryProvider(new Dictionary(values, encoding));
    try (IntVector indexes = (IntVector) field.createVector(allocator);
        VectorSchemaRoot batch = new VectorSchemaRoot(List.of(indexes))) {
      indexes.allocateNew(ROWS);
      for (int row = 0; row < ROWS; row++) {
        indexes.set(row, row % VALUES);
      }
      indexes.setValueCount(ROWS);
      batch.setRowCount(ROWS);
      write(file, batch, dictionaries, options);
    }
  }

  private static void write(
      Path file, VectorSchemaRoot batch, MapDictionaryProvider dictionaries, WriterOptions options)
      throws Exception {
    try (OutputStream out = Files.newOutputStream(file);
        ArrowParquetWriter writer =
            ArrowParquetWriter.open(out, batch.getSchema(), dictionaries, options)) {
      writer.write(batch);
      assertThat(writer.retainedBytes()).isLessThan(8 << 20);
      writer.finish();
    }
  }

  private static byte[] value(int number) {
    byte[] value = new byte[LENGTH];
    Random random = new Random(number);
    for (int i = 1; i < LENGTH; i++) {
      value[i] = (byte) ('0' + random.nextInt(64));
    }
    value[0] = (byte) ('0' + number);
    return value;
  }

  /** Gives a vector the values, one per slot. */
  private static void fillValues(FieldVector vector) {
    for (int i = 0; i < VALUES; i++) {
      if (vector instanceof VarBinaryVector binary) {
        binary.setSafe(i, value(i));
      } else if (vector instanceof ViewVarBinaryVector views) {
        views.setSafe(i, value(i));
      } else if (vector instanceof FixedSizeBinaryVector fixed) {
        fixed.setSafe(i, value(i));
      } else if (vector instanceof StructVector struct) {
        struct.setIndexDefined(i);
      } else {
        ((ListVector) vector).startNewValue(i);
        ((ListVector) vector).endValue(i, 1);
      }
    }
    vector.getChildrenFromFields().forEach(LongValuesMakeSmallFilesTest::fillValues);
    vector.setValueCount(VALUES);
  }

  /** Gives a vector rows that refer to the values. */
  private static void fillRows(FieldVector vector) {
    if (vector instanceof RunEndEncodedVector runs) {
      IntVector ends = (IntVector) runs.getRunEndsVector();
      for (int run = 0; run < VALUES; run++) {
        ends.setSafe(run, ROWS / VALUES * (run + 1));
      }
      ends.setValueCount(VALUES);
      fillValues(runs.getValuesVector());
    } else if (vector instanceof ViewVarBinaryVector views) {
      views.setInitialCapacity(ROWS);
      views.allocateNew();
      fillValues(views);
      int width = ViewVarBinaryVector.ELEMENT_SIZE;
      for (int row = VALUES; row < ROWS; row++) {
        byte[] view = new byte[width];
        views.getDataBuffer().getBytes((long) row % VALUES * width, view);
        views.getDataBuffer().setBytes((long) row * width, view);
        BitVectorHelper.setBit(views.getValidityBuffer(), row);
      }
      views.setLastSet(ROWS - 1);
    } else {
      ListViewVector lists = (ListViewVector) vector;
      lists.setInitialCapacity(ROWS);
      lists.allocateNew();
      fillValues(lists.getDataVector());
      for (int row = 0; row < ROWS; row++) {
        lists.setOffset(row, row % VALUES);
        lists.setSize(row, 1);
        BitVectorHelper.setBit(lists.getValidityBuffer(), row);
      }
    }
    vector.setValueCount(ROWS);
  }

  private static void assertValues(Path file, String value) throws Exception {
    String query =
        "SELECT decode(%s)[1], count(DISTINCT hash(%s)), min(octet_length(%s)), count(*) FROM (SELECT * FROM '%s') GROUP BY 1 ORDER BY 1"
            .formatted(value, value, value, file);
    try (var connection = DriverManager.getConnection("jdbc:duckdb:");
        var statement = connection.createStatement();
        ResultSet result = statement.executeQuery(query)) {
      for (int number = 0; number < VALUES; number++) {
        assertThat(result.next()).isTrue();
        assertThat(result.getString(1)).isEqualTo(Integer.toString(number));
        assertThat(result.getInt(2)).isEqualTo(1);
        assertThat(result.getInt(3)).isEqualTo(LENGTH);
        assertThat(result.getLong(4)).isEqualTo(ROWS / VALUES);
      }
      assertThat(result.next()).isFalse();
    }
  }

  /** Copied for each stride, the value took 12 seconds. */
  @Test
  void oneValueIsReadOnce() throws Exception {
    int rows = 1_000_000;
    for (WriterProfile profile : WriterProfile.values()) {
      Path file = directory.resolve("once.parquet");
      Field field = runs(BINARY).field();
      try (BufferAllocator allocator = new RootAllocator();
          RunEndEncodedVector runs = (RunEndEncodedVector) field.createVector(allocator);
          VectorSchemaRoot batch = new VectorSchemaRoot(List.of(runs))) {
        ((IntVector) runs.getRunEndsVector()).setSafe(0, rows);
        runs.getRunEndsVector().setValueCount(1);
        ((VarBinaryVector) runs.getValuesVector()).setSafe(0, new byte[1 << 20]);
        runs.getValuesVector().setValueCount(1);
        runs.setValueCount(rows);
        batch.setRowCount(rows);
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        long before = threads.getCurrentThreadCpuTime();
        write(
            file,
            batch,
            new MapDictionaryProvider(),
            WriterOptions.builder().profile(profile).build());
        assertThat(threads.getCurrentThreadCpuTime() - before)
            .isLessThan(TimeUnit.SECONDS.toNanos(6));
      }
      assertThat(Files.size(file)).isLessThan(2 << 20);
    }
  }
}
