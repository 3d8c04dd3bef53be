package io.flinkarrow.parquet;

import static org.assertj.core.api.Assertions.assertThat;

import io.flinkarrow.parquet.options.CompressionCodec;
import io.flinkarrow.testing.ChunkFacts;
import io.flinkarrow.testing.DuckDbReader;
import io.flinkarrow.testing.PageWalk;
import io.flinkarrow.testing.ParquetJavaReader;
import io.flinkarrow.testing.PlainValue;
import io.flinkarrow.testing.RandomSchemas;
import io.flinkarrow.testing.TypeCatalogue;
import io.flinkarrow.testing.TypeCatalogue.Nesting;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.FieldType;
import org.apache.arrow.vector.types.pojo.Schema;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every type, nullable and not, in every place, with every codec: DuckDB and parquet-java read back
 * what was written, and a walk over all pages finds nothing wrong.
 */
class ForeignReadersReadEveryTypeTest {

  private static final boolean EXTENDED = Boolean.getBoolean("flinkarrow.extended");
  private static final int[] BATCH_ROWS =
      EXTENDED ? new int[] {300, 0, 400, 1, 299} : new int[] {40, 0, 50, 1, 29};

  /** Always in all combinations; the other places take turns unless in the extended profile. */
  private static final Set<Nesting> MAIN_PLACES =
      Set.of(Nesting.FLAT, Nesting.IN_STRUCT, Nesting.IN_LIST, Nesting.IN_MAP);

  private record Cell(String leaf, boolean nullable, Nesting nesting, CompressionCodec codec) {}

  private static final Set<Cell> WANTED = new LinkedHashSet<>();
  private static final Set<Cell> VERIFIED = new HashSet<>();
  private static final Set<String> WITH_VALUES = new TreeSet<>();

  @TempDir Path directory;

  @ParameterizedTest
  @EnumSource(CompressionCodec.class)
  void everyColumnComesBack(CompressionCodec codec) throws Exception {
    WriterOptions options =
        WriterOptions.builder().codec(codec).pageRows(25).rowGroupRows(90).build();
    Map<String, Cell> cells = new LinkedHashMap<>();
    Set<String> unknownToDuckDb = new HashSet<>();
    RandomFile file =
        RandomFile.write(
            directory.resolve(codec + ".parquet"),
            codec.ordinal(),
            schemas -> schema(schemas, codec, cells, unknownToDuckDb),
            options,
            BATCH_ROWS);

    PageWalk.WalkedFile walked = PageWalk.walk(file.path());
    file.assertHolds("parquet-java", ParquetJavaReader.read(file.path()));
    file.assertHolds(
        "DuckDB",
        DuckDbReader.select(file.path(), name -> !unknownToDuckDb.contains(name), "true"),
        PlainValue::withoutHalfNans);

    VERIFIED.addAll(cells.values());
    for (ChunkFacts chunk : walked.chunks()) {
      Cell cell = cells.get(chunk.column().getPath()[0]);
      if (chunk.pages().stream().anyMatch(page -> page.plainBytes() > 0)) {
        WITH_VALUES.add(cell.leaf() + " " + codec);
      }
    }
  }

  @ParameterizedTest
  @MethodSource
  void everyShapeOfNestingComesBack(int seed) throws Exception {
    WriterOptions options = WriterOptions.builder().pageRows(20).rowGroupRows(70).build();
    RandomFile file =
        RandomFile.write(
            directory.resolve(seed + ".parquet"),
            seed,
            schemas -> schemas.withReferences().schema(4, 1 + seed % 6),
            options,
            BATCH_ROWS);
    PageWalk.walk(file.path());
    file.assertHolds("parquet-java", ParquetJavaReader.read(file.path()));
  }

  static IntStream everyShapeOfNestingComesBack() {
    return IntStream.range(0, EXTENDED ? 300 : 25);
  }

  @AfterAll
  static void everyCellWasWrittenAndVerified() {
    Set<Cell> missing = new LinkedHashSet<>(WANTED);
    missing.removeAll(VERIFIED);
    assertThat(missing).as("cells not verified").isEmpty();
    Set<String> wanted = new TreeSet<>();
    WANTED.forEach(cell -> wanted.add(cell.leaf() + " " + cell.codec()));
    assertThat(WITH_VALUES).as("types and codecs with values").isEqualTo(wanted);
  }

  private static Schema schema(
      RandomSchemas schemas,
      CompressionCodec codec,
      Map<String, Cell> cells,
      Set<String> unknownToDuckDb) {
    List<Field> fields = new ArrayList<>();
    Map<String, FieldType> leaves = TypeCatalogue.leaves(schemas);
    int turn = codec.ordinal();
    for (Map.Entry<String, FieldType> leaf : leaves.entrySet()) {
      for (Nesting nesting : Nesting.values()) {
        for (boolean nullable : new boolean[] {true, false}) {
          boolean itsTurn = ++turn % 8 == 0;
          if (!MAIN_PLACES.contains(nesting) && !itsTurn && !EXTENDED) {
            continue;
          }
          Cell cell = new Cell(leaf.getKey(), nullable, nesting, codec);
          String name =
              "%s_%s_%s".formatted(leaf.getKey(), nullable ? "null" : "required", nesting);
          fields.add(TypeCatalogue.column(name, leaf.getValue(), nullable, nesting));
          cells.put(name, cell);
          if (!TypeCatalogue.isKnownToDuckDb(leaf.getValue())) {
            unknownToDuckDb.add(name);
          }
        }
      }
    }
    for (String leaf : leaves.keySet()) {
      Stream.of(Nesting.values())
          .filter(nesting -> EXTENDED || MAIN_PLACES.contains(nesting))
          .forEach(
              nesting -> {
                WANTED.add(new Cell(leaf, true, nesting, codec));
                WANTED.add(new Cell(leaf, false, nesting, codec));
              });
    }
    return new Schema(fields);
  }
}
