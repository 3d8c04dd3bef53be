package io.flinkarrow.parquet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.flinkarrow.parquet.options.ColumnPath;
import io.flinkarrow.parquet.options.CompressionCodec;
import io.flinkarrow.parquet.options.PageVersion;
import io.flinkarrow.parquet.options.ValueEncoding;
import io.flinkarrow.parquet.schema.MessageFormat;
import io.flinkarrow.parquet.schema.SchemaPlan;
import io.flinkarrow.testing.Jobs;
import io.flinkarrow.testing.PageWalk;
import io.flinkarrow.testing.RandomBatches;
import io.flinkarrow.testing.RandomSchemas;
import io.flinkarrow.testing.TypeCatalogue;
import io.flinkarrow.testing.TypeCatalogue.Nesting;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.format.ColumnChunk;
import org.apache.parquet.format.RowGroup;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Leaf by nullability by place by codec by encoding by page version, a column for each combination
 * that can be: every reader gets the values back, and a walk over all pages finds statistics,
 * indexes and Bloom filters as recomputed from the values. Without {@code -Pextended} not all
 * combinations are written, but each pair of two dimensions' values. Left out for a reader is only
 * what the tables of {@code docs/reference/compatibility.md} say it reads otherwise.
 */
class EveryCombinationComesBackITCase {

  private static final int[] BATCH_ROWS = {20, 0, 17, 1};
  private static final int COLUMNS_PER_FILE = 250;
  private static final int FILES_AT_ONCE = 8;
  private static final int CANDIDATES = 12;

  /**
   * A column.
   *
   * @param encoding none: dictionaries as by default
   */
  private record Cell(
      String leaf,
      boolean nullable,
      Nesting nesting,
      CompressionCodec codec,
      Optional<ValueEncoding> encoding,
      PageVersion version) {

    /** Each two of its values. */
    Set<List<Object>> pairs() {
      List<Object> values = List.of(leaf, nullable, nesting, codec, encoding, version);
      Set<List<Object>> pairs = new HashSet<>();
      for (int i = 0; i < values.size(); i++) {
        for (int j = 0; j < i; j++) {
          pairs.add(List.of(i, values.get(i), j, values.get(j)));
        }
      }
      return pairs;
    }
  }

  @TempDir private Path directory;
  private final Map<Path, PageWalk.Rules> rules = new HashMap<>();

  @ParameterizedTest
  @EnumSource
  void isReadAsItWasWritten(ForeignReader reader) throws Exception {
    Optional<String> missing = reader.missing();
    assumeTrue(missing.isEmpty(), missing::get);
    List<Cell> cells = (Jobs.EXTENDED ? all() : pairwise(all()));
    List<Cell> readable = cells.stream().filter(cell -> isRead(reader, cell)).toList();
    // All of them are walked, as this reader takes them all.
    assertThat(reader != ForeignReader.PARQUET_JAVA || readable.equals(cells)).isTrue();
    for (int from = 0; from < readable.size(); from += COLUMNS_PER_FILE * FILES_AT_ONCE) {
      List<RandomFile> files = new ArrayList<>();
      int to = Math.min(readable.size(), from + COLUMNS_PER_FILE * FILES_AT_ONCE);
      for (int first = from; first < to; first += COLUMNS_PER_FILE) {
        files.add(write(readable.subList(first, Math.min(to, first + COLUMNS_PER_FILE)), first));
      }
      List<String> read = reader.read(files.stream().map(RandomFile::path).toList(), directory);
      assertThat(read).containsOnly(ForeignReader.READ);
      for (RandomFile file : files) {
        if (reader == ForeignReader.PARQUET_JAVA) {
          walk(file, cells);
        }
        reader.assertHolds(file, directory);
      }
      deleteAll();
    }
  }

  private void deleteAll() throws Exception {
    try (Stream<Path> files = Files.list(directory)) {
      for (Path file : files.toList()) {
        Files.delete(file);
      }
    }
  }

  private static boolean isRead(ForeignReader reader, Cell cell) {
    boolean inList = cell.nesting() != Nesting.FLAT && cell.nesting() != Nesting.IN_STRUCT;
    if (reader == ForeignReader.POLARS && inList && physicalTypes(cell.leaf()).size() > 1) {
      return false; // It refuses some: "validity must be equal to the array's length".
    }
    Stream<String> rows =
        Stream.concat(
            Stream.of(cell.leaf(), ReaderDeviations.codec(cell.codec())),
            cell.encoding().stream()
                .flatMap(
                    encoding ->
                        physicalTypes(cell.leaf()).stream()
                            .filter(encoding::isFor)
                            .map(type -> ReaderDeviations.encoding(encoding, type))));
    return rows.allMatch(row -> ReaderDeviations.of(reader, row).isEmpty());
  }

  private void walk(RandomFile file, List<Cell> cells) throws Exception {
    PageWalk.WalkedFile walked =
        PageWalk.walk(Files.readAllBytes(file.path()), rules.get(file.path()));
    walked
        .chunks()
        .forEach(
            chunk -> {
              Cell cell = cells.get(Integer.parseInt(chunk.column().getPath()[0]));
              assertThat(chunk.pages())
                  .allMatch(page -> page.version2() == (cell.version() == PageVersion.V2));
              PrimitiveTypeName type = chunk.column().getPrimitiveType().getPrimitiveTypeName();
              boolean other = type == PrimitiveTypeName.BOOLEAN && cell.version() == PageVersion.V2;
              cell.encoding()
                  .filter(encoding -> encoding.isFor(type) && !other)
                  .ifPresent(
                      encoding ->
                          assertThat(chunk.pages())
                              .allMatch(page -> page.encoding().name().equals(encoding.name())));
            });
    for (RowGroup rowGroup : walked.footer().getRow_groups()) {
      for (ColumnChunk chunk : rowGroup.getColumns()) {
        int cell = Integer.parseInt(chunk.getMeta_data().getPath_in_schema().get(0));
        assertThat(chunk.getMeta_data().getCodec().name())
            .isEqualTo(cells.get(cell).codec().name());
      }
    }
  }

  /** Columns are called by the place of their cell in {@code cells}. */
  private RandomFile write(List<Cell> cells, int first) throws Exception {
    Path path = directory.resolve(first + ".parquet");
    return RandomFile.write(
        path,
        first,
        schemas -> schema(schemas, cells, first),
        (Schema schema) -> {
          WriterOptions options = options(schema, cells, first);
          rules.put(path, RandomOptions.rules(schema, options));
          return options;
        },
        BATCH_ROWS);
  }

  private static Schema schema(RandomSchemas schemas, List<Cell> cells, int first) {
    List<Field> fields = new ArrayList<>();
    for (Cell cell : cells) {
      Field leaf = LEAVES.get(cell.leaf()).apply(schemas);
      String name = String.valueOf(first + fields.size());
      fields.add(TypeCatalogue.column(name, leaf, cell.nullable(), cell.nesting()));
    }
    return new Schema(fields);
  }

  private static WriterOptions options(Schema schema, List<Cell> cells, int first) {
    WriterOptions.Builder options = WriterOptions.builder().pageRows(9).rowGroupRows(25);
    for (ColumnDescriptor column : SchemaPlan.of(schema).parquetSchema().getColumns()) {
      Cell cell = cells.get(Integer.parseInt(column.getPath()[0]) - first);
      PrimitiveTypeName type = column.getPrimitiveType().getPrimitiveTypeName();
      options.column(
          ColumnPath.of(column.getPath()),
          one -> {
            one.codec(cell.codec()).pageVersion(cell.version());
            one.bloomFilter(type != PrimitiveTypeName.BOOLEAN);
            if (cell.encoding().isPresent()) {
              one.dictionary(false);
              cell.encoding().filter(encoding -> encoding.isFor(type)).ifPresent(one::encoding);
            }
          });
    }
    return options.build();
  }

  private static final Map<String, Function<RandomSchemas, Field>> LEAVES = leaves();
  private static final Map<String, Set<PrimitiveTypeName>> PHYSICAL_TYPES = new HashMap<>();

  private static Map<String, Function<RandomSchemas, Field>> leaves() {
    Map<String, Function<RandomSchemas, Field>> leaves = new LinkedHashMap<>();
    TypeCatalogue.types()
        .forEach(type -> leaves.put(type.toString(), schemas -> schemas.leaf("leaf", type)));
    leaves.putAll(TypeCatalogue.otherLeaves());
    // Geometries have statistics of their own, see GeometriesComeBackTest.
    leaves.remove("geoarrow.wkb");
    return leaves;
  }

  private static Set<PrimitiveTypeName> physicalTypes(String leaf) {
    return PHYSICAL_TYPES.computeIfAbsent(leaf, EveryCombinationComesBackITCase::typesOfColumns);
  }

  private static Set<PrimitiveTypeName> typesOfColumns(String leaf) {
    Set<PrimitiveTypeName> types = new LinkedHashSet<>();
    try (BufferAllocator allocator = new RootAllocator();
        RandomBatches batches = new RandomBatches(0, allocator)) {
      Schema schema = new Schema(List.of(LEAVES.get(leaf).apply(batches.schemas())));
      batches.batch(schema, 1).close();
      SchemaPlan.of(MessageFormat.of(schema, batches.dictionaries()))
          .parquetSchema()
          .getColumns()
          .forEach(column -> types.add(column.getPrimitiveType().getPrimitiveTypeName()));
    }
    return types;
  }

  /** Every combination that can be. */
  private static List<Cell> all() {
    List<Cell> cells = new ArrayList<>();
    for (String leaf : LEAVES.keySet()) {
      List<Optional<ValueEncoding>> encodings = new ArrayList<>(List.of(Optional.empty()));
      Arrays.stream(ValueEncoding.values())
          .filter(encoding -> physicalTypes(leaf).stream().anyMatch(encoding::isFor))
          .forEach(encoding -> encodings.add(Optional.of(encoding)));
      for (Nesting nesting : Nesting.values()) {
        for (CompressionCodec codec : CompressionCodec.values()) {
          for (Optional<ValueEncoding> encoding : encodings) {
            for (PageVersion version : PageVersion.values()) {
              cells.add(new Cell(leaf, true, nesting, codec, encoding, version));
              cells.add(new Cell(leaf, false, nesting, codec, encoding, version));
            }
          }
        }
      }
    }
    return cells;
  }

  /** Few of them that have all pairs of values that any of them has. */
  private static List<Cell> pairwise(List<Cell> all) {
    Random random = new Random(15);
    Set<List<Object>> open = new HashSet<>();
    all.forEach(cell -> open.addAll(cell.pairs()));
    Map<String, List<Cell>> byLeaf = new LinkedHashMap<>();
    all.forEach(cell -> byLeaf.computeIfAbsent(cell.leaf(), leaf -> new ArrayList<>()).add(cell));
    List<Cell> chosen = new ArrayList<>();
    for (List<Cell> cells : byLeaf.values()) {
      // Those of the leaf with each other value; they meet all other pairs on the way.
      for (Cell cell : cells) {
        if (cell.pairs().stream().anyMatch(open::contains)) {
          Cell best = cell;
          long most = 0;
          for (int i = 0; i < CANDIDATES; i++) {
            Cell candidate = i == 0 ? cell : cells.get(random.nextInt(cells.size()));
            long news = candidate.pairs().stream().filter(open::contains).count();
            if (news > most) {
              most = news;
              best = candidate;
            }
          }
          chosen.add(best);
          open.removeAll(best.pairs());
        }
      }
      for (Cell cell : cells) {
        if (cell.pairs().stream().anyMatch(open::contains)) {
          chosen.add(cell);
          open.removeAll(cell.pairs());
        }
      }
    }
    assertThat(open).as("pairs in no column").isEmpty();
    return chosen;
  }
}
