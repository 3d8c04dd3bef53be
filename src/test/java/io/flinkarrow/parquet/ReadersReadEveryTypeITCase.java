package io.flinkarrow.parquet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.flinkarrow.docs.Documents;
import io.flinkarrow.testing.ArrowCppReader;
import io.flinkarrow.testing.ArrowValues;
import io.flinkarrow.testing.DuckDbReader;
import io.flinkarrow.testing.JavaScriptReader;
import io.flinkarrow.testing.Jobs;
import io.flinkarrow.testing.JsonRows;
import io.flinkarrow.testing.ParquetJavaReader;
import io.flinkarrow.testing.PlainValue;
import io.flinkarrow.testing.RandomSchemas;
import io.flinkarrow.testing.TypeCatalogue;
import io.flinkarrow.testing.TypeCatalogue.Nesting;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.ipc.ArrowStreamReader;
import org.apache.arrow.vector.types.DateUnit;
import org.apache.arrow.vector.types.TimeUnit;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.FieldType;
import org.apache.arrow.vector.types.pojo.Schema;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The table of {@code docs/reference/compatibility.md}: which reader gets what was written, type by
 * type. Each type stands in a file of its own: at the top, in a struct, in a list and as a map's
 * value, nullable and not.
 */
class ReadersReadEveryTypeITCase {

  private static final Path PAGE = Path.of("docs/reference/compatibility.md");
  private static final String READ = "read";
  private static final String YES = "yes";
  private static final int[] BATCH_ROWS = {40, 0, 50, 1, 29};

  /** A reader, in the order of the table's columns. */
  private enum Reader {
    PARQUET_JAVA("parquet-java 1.18.1") {
      @Override
      void assertHolds(RandomFile file, Path directory) throws Exception {
        file.assertHolds(name(), ParquetJavaReader.read(file.path()));
      }
    },
    DUCKDB("DuckDB 2.0") {
      @Override
      void assertHolds(RandomFile file, Path directory) throws Exception {
        boolean decimals = file.schema().getFields().get(0).getType() instanceof ArrowType.Decimal;
        file.assertHolds(
            name(),
            DuckDbReader.read(file.path()),
            value ->
                PlainValue.withoutHalfNans(
                    decimals ? PlainValue.ofLeaves(value, Reader::rounded) : value));
      }
    },
    ARROW_CPP("Arrow C++ 18.3") {
      @Override
      List<String> read(List<Path> files, Path directory) throws Exception {
        return ArrowCppReader.outcomes(files, directory);
      }

      @Override
      void assertHolds(RandomFile file, Path directory) throws Exception {
        file.assertHolds(name(), rows(ArrowCppReader.output(file.path(), directory)));
      }
    },
    PARQUET_WASM("parquet-wasm 0.8") {
      @Override
      List<String> read(List<Path> files, Path directory) throws Exception {
        return JavaScriptReader.PARQUET_WASM.read(files);
      }

      @Override
      void assertHolds(RandomFile file, Path directory) throws Exception {
        file.assertHolds(name(), rows(JavaScriptReader.PARQUET_WASM.output(file.path())));
      }
    },
    POLARS("Polars 0.26 for Node.js") {
      @Override
      List<String> read(List<Path> files, Path directory) throws Exception {
        return JavaScriptReader.POLARS.read(files);
      }

      @Override
      void assertHolds(RandomFile file, Path directory) throws Exception {
        file.assertHolds(
            name(),
            rows(JavaScriptReader.POLARS.output(file.path())),
            value -> PlainValue.withMapsAsLists(PlainValue.withoutHalfNans(value)));
      }
    },
    HYPARQUET("hyparquet 1.33") {
      @Override
      List<String> read(List<Path> files, Path directory) throws Exception {
        return JavaScriptReader.HYPARQUET.read(files);
      }

      @Override
      void assertHolds(RandomFile file, Path directory) throws Exception {
        JsonRows.assertHolds(JavaScriptReader.HYPARQUET.output(file.path()), file.rows());
      }
    };

    private final String title;

    Reader(String title) {
      this.title = title;
    }

    /** Lets it read all files at once, if it has a process of its own: "read", or why not. */
    List<String> read(List<Path> files, Path directory) throws Exception {
      return files.stream().map(file -> READ).toList();
    }

    /** Compares what it has read. */
    abstract void assertHolds(RandomFile file, Path directory) throws Exception;

    /** A double that was a decimal, and may not be the nearest one, as a float. */
    private static Object rounded(Object leaf) {
      return leaf instanceof PlainValue.Double64 wide
          ? PlainValue.of((float) Double.longBitsToDouble(wide.bits()))
          : leaf;
    }

    boolean isFetched() {
      return ordinal() >= PARQUET_WASM.ordinal();
    }
  }

  /**
   * What a reader makes of a type instead.
   *
   * @param shown in the table
   * @param instead what it reads for a value; none if it refuses the file
   */
  private record Deviation(
      Reader reader,
      Predicate<ArrowType> types,
      String shown,
      Optional<UnaryOperator<Object>> instead) {}

  private static final List<Deviation> DEVIATIONS =
      List.of(
          new Deviation(
              Reader.DUCKDB,
              type -> precision(type) > 38,
              "as doubles",
              Optional.of(
                  value ->
                      value instanceof BigDecimal decimal
                          ? PlainValue.of(decimal.floatValue())
                          : value)),
          new Deviation(
              Reader.POLARS, type -> precision(type) > 38, "refuses the file", Optional.empty()),
          new Deviation(
              Reader.POLARS,
              type -> type.equals(new ArrowType.Date(DateUnit.MILLISECOND)),
              "as timestamps in milliseconds",
              Optional.of(times(86_400_000))),
          new Deviation(
              Reader.POLARS,
              type ->
                  type instanceof ArrowType.Time time
                      && (time.getUnit() == TimeUnit.SECOND
                          || time.getUnit() == TimeUnit.MILLISECOND),
              "in nanoseconds",
              Optional.of(times(1_000_000))),
          new Deviation(
              Reader.POLARS,
              type -> type.equals(new ArrowType.Time(TimeUnit.MICROSECOND, 64)),
              "in nanoseconds",
              Optional.of(times(1_000))),
          new Deviation(
              Reader.POLARS,
              type -> type.equals(new ArrowType.Duration(TimeUnit.SECOND)),
              "in milliseconds",
              Optional.of(times(1_000))),
          new Deviation(
              Reader.HYPARQUET,
              type -> precision(type) > 15,
              "as doubles",
              Optional.of(
                  value -> value instanceof BigDecimal decimal ? decimal.doubleValue() : value)));

  private static UnaryOperator<Object> times(long factor) {
    return value -> value instanceof Long number ? (Object) (number * factor) : value;
  }

  @TempDir private Path directory;

  private static List<ArrowType> types() {
    List<ArrowType> types = new ArrayList<>(RandomSchemas.leafTypes());
    Arrays.stream(TimeUnit.values()).map(ArrowType.Duration::new).forEach(types::add);
    return types;
  }

  @ParameterizedTest
  @EnumSource
  void readsWhatTheTableSays(Reader reader) throws Exception {
    if (reader.isFetched()) {
      assumeTrue(Jobs.EXTENDED, "npm fetches it");
    }
    Map<ArrowType, RandomFile> files = new LinkedHashMap<>();
    for (ArrowType type : types()) {
      files.put(type, write(type, files.size()));
    }
    Map<ArrowType, String> expected = new LinkedHashMap<>();
    files.keySet().forEach(type -> expected.put(type, cell(reader, type)));

    List<String> read =
        reader.read(files.values().stream().map(RandomFile::path).toList(), directory);
    Map<ArrowType, String> outcomes = new LinkedHashMap<>();
    files.forEach(
        (type, file) -> outcomes.put(type, outcome(reader, type, file, read.get(outcomes.size()))));
    assertThat(outcomes).isEqualTo(expected);
  }

  @Test
  void theTableIsOnThePage() {
    List<List<String>> expected = new ArrayList<>();
    for (ArrowType type : types()) {
      List<String> row = new ArrayList<>(List.of(type.toString()));
      Arrays.stream(Reader.values()).forEach(reader -> row.add(cell(reader, type)));
      expected.add(row);
    }
    assertThat(Documents.table(PAGE, "## Types")).as(markdown(expected)).isEqualTo(expected);
    assertThat(Documents.head(PAGE, "## Types"))
        .containsSequence(Arrays.stream(Reader.values()).map(reader -> reader.title).toList());
  }

  private static String markdown(List<List<String>> rows) {
    return rows.stream()
        .map(row -> "| " + String.join(" | ", row) + " |")
        .collect(Collectors.joining("\n", "\n", "\n"));
  }

  private static String cell(Reader reader, ArrowType type) {
    return deviation(reader, type).map(Deviation::shown).orElse(YES);
  }

  private static Optional<Deviation> deviation(Reader reader, ArrowType type) {
    return DEVIATIONS.stream()
        .filter(deviation -> deviation.reader() == reader && deviation.types().test(type))
        .findFirst();
  }

  private static int precision(ArrowType type) {
    return type instanceof ArrowType.Decimal decimal ? decimal.getPrecision() : 0;
  }

  /** What the table must say. */
  private String outcome(Reader reader, ArrowType type, RandomFile file, String read) {
    Optional<Deviation> deviation = deviation(reader, type);
    if (!read.equals(READ)) {
      return deviation
          .filter(expected -> expected.instead().isEmpty())
          .map(Deviation::shown)
          .orElse(read);
    }
    String outcome = compared(reader, file);
    if (outcome.equals(YES) || deviation.isEmpty()) {
      return outcome;
    }
    String instead =
        deviation
            .get()
            .instead()
            .map(change -> compared(reader, file.with(change)))
            .orElse("not refused");
    return instead.equals(YES) ? deviation.get().shown() : instead;
  }

  private String compared(Reader reader, RandomFile file) {
    try {
      reader.assertHolds(file, directory);
      return YES;
    } catch (Exception | AssertionError e) {
      return String.valueOf(e).replaceAll("\\s+", " ");
    }
  }

  private RandomFile write(ArrowType type, int seed) throws IOException {
    return RandomFile.write(
        directory.resolve(seed + ".parquet"),
        seed,
        schemas -> schema(type),
        WriterOptions.builder().pageRows(25).rowGroupRows(90).build(),
        BATCH_ROWS);
  }

  private static Schema schema(ArrowType type) {
    List<Field> fields = new ArrayList<>();
    for (Nesting nesting :
        List.of(Nesting.FLAT, Nesting.IN_STRUCT, Nesting.IN_LIST, Nesting.IN_MAP)) {
      for (boolean nullable : new boolean[] {true, false}) {
        String name = nesting + (nullable ? "_NULLABLE" : "_REQUIRED");
        fields.add(TypeCatalogue.column(name, new FieldType(true, type, null), nullable, nesting));
      }
    }
    return new Schema(fields);
  }

  private static List<Map<String, Object>> rows(Path stream) throws IOException {
    List<Map<String, Object>> rows = new ArrayList<>();
    try (BufferAllocator allocator = new RootAllocator();
        ArrowStreamReader reader = new ArrowStreamReader(Files.newByteChannel(stream), allocator)) {
      while (reader.loadNextBatch()) {
        rows.addAll(ArrowValues.rows(reader.getVectorSchemaRoot(), reader));
      }
    }
    return rows;
  }
}
