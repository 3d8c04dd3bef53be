package io.flinkarrow.parquet;

import io.flinkarrow.testing.ArrowCppReader;
import io.flinkarrow.testing.ArrowValues;
import io.flinkarrow.testing.DuckDbReader;
import io.flinkarrow.testing.HardwoodReader;
import io.flinkarrow.testing.JavaScriptLibrary;
import io.flinkarrow.testing.Jobs;
import io.flinkarrow.testing.JsonRows;
import io.flinkarrow.testing.ParquetJavaReader;
import io.flinkarrow.testing.PlainValue;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.ipc.ArrowStreamReader;
import org.apache.arrow.vector.types.pojo.ArrowType;

/** A program that reads Parquet files, in the order of the documents' columns. */
enum ForeignReader {
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
              PlainValue.withIntegersOfVariants(
                  PlainValue.withoutHalfNans(
                      decimals ? PlainValue.ofLeaves(value, ForeignReader::rounded) : value)));
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
      return JavaScriptLibrary.PARQUET_WASM.read(files);
    }

    @Override
    void assertHolds(RandomFile file, Path directory) throws Exception {
      file.assertHolds(name(), rows(JavaScriptLibrary.PARQUET_WASM.output(file.path())));
    }

    @Override
    Optional<String> missing() {
      return FETCHED;
    }
  },
  POLARS("Polars 0.26 for Node.js") {
    @Override
    List<String> read(List<Path> files, Path directory) throws Exception {
      return JavaScriptLibrary.POLARS.read(files);
    }

    @Override
    void assertHolds(RandomFile file, Path directory) throws Exception {
      file.assertHolds(
          name(),
          rows(JavaScriptLibrary.POLARS.output(file.path())),
          value -> PlainValue.withMapsAsLists(PlainValue.withoutHalfNans(value)));
    }

    @Override
    Optional<String> missing() {
      return FETCHED;
    }
  },
  HYPARQUET("hyparquet 1.33") {
    @Override
    List<String> read(List<Path> files, Path directory) throws Exception {
      return JavaScriptLibrary.HYPARQUET.read(files);
    }

    @Override
    void assertHolds(RandomFile file, Path directory) throws Exception {
      JsonRows.assertHolds(JavaScriptLibrary.HYPARQUET.output(file.path()), rowsOf(file));
    }

    @Override
    Optional<String> missing() {
      return FETCHED;
    }
  },
  HARDWOOD("hardwood 1.0") {
    @Override
    List<String> read(List<Path> files, Path directory) throws Exception {
      return HardwoodReader.read(files);
    }

    @Override
    void assertHolds(RandomFile file, Path directory) throws Exception {
      JsonRows.assertHolds(HardwoodReader.output(file.path()), rowsOf(file));
    }

    @Override
    Optional<String> missing() throws IOException {
      if (!Jobs.EXTENDED) {
        return Optional.of("Maven fetches it, under -Pextended");
      }
      return HardwoodReader.java().isPresent()
          ? Optional.empty()
          : Optional.of(
              "hardwood needs Java 21: set JAVA_HOME_21 to its home, or install it beside the Java"
                  + " that runs the tests");
    }
  };

  /** What {@link #read} says of a file that was read. */
  static final String READ = "read";

  private static final Optional<String> FETCHED =
      Jobs.EXTENDED ? Optional.empty() : Optional.of("npm fetches it, under -Pextended");

  private final String title;

  ForeignReader(String title) {
    this.title = title;
  }

  /** Name and version. */
  String title() {
    return title;
  }

  /** What it needs and does not find here. */
  Optional<String> missing() throws IOException {
    return Optional.empty();
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

  /** As readers that know variants show them. */
  private static List<Map<String, Object>> rowsOf(RandomFile file) {
    List<Map<String, Object>> rows = new ArrayList<>();
    for (Map<String, Object> row : file.rows()) {
      Map<String, Object> values = new LinkedHashMap<>();
      row.forEach((name, value) -> values.put(name, PlainValue.withIntegersOfVariants(value)));
      rows.add(values);
    }
    return rows;
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
