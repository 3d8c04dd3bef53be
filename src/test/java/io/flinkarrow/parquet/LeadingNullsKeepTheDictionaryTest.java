package io.flinkarrow.parquet;

import static org.assertj.core.api.Assertions.assertThat;

import io.flinkarrow.parquet.options.CompressionCodec;
import io.flinkarrow.parquet.options.WriterProfile;
import io.flinkarrow.testing.ChunkFacts;
import io.flinkarrow.testing.DuckDbReader;
import io.flinkarrow.testing.PageFacts;
import io.flinkarrow.testing.PageWalk;
import io.flinkarrow.testing.ParquetJavaReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.parquet.filter2.predicate.FilterApi;
import org.apache.parquet.filter2.predicate.FilterPredicate;
import org.apache.parquet.format.Encoding;
import org.apache.parquet.io.api.Binary;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Pages before a chunk's first value are encoded such that readers can use its dictionary. */
class LeadingNullsKeepTheDictionaryTest {

  @TempDir Path directory;

  static Stream<WriterOptions> withDictionaries() {
    return Stream.of(
        LateValues.options().build(),
        LateValues.options().codec(CompressionCodec.UNCOMPRESSED).build());
  }

  /** The compact profile finds some of the columns smaller without a dictionary. */
  static Stream<WriterOptions> options() {
    return Stream.concat(
        withDictionaries(), Stream.of(LateValues.options().profile(WriterProfile.COMPACT).build()));
  }

  @ParameterizedTest
  @MethodSource("withDictionaries")
  void allPagesReferToIt(WriterOptions options) throws Exception {
    RandomFile file = write("late.parquet", options, LateValues.ROWS);
    List<ChunkFacts> chunks = PageWalk.walk(file.path()).chunks();
    assertThat(chunks).hasSize(2 * LateValues.SCHEMA.getFields().size());
    for (ChunkFacts chunk : chunks) {
      assertThat(chunk.dictionaryEntries()).as(chunk.path()).isEqualTo(5);
      assertThat(chunk.pages())
          .as(chunk.path())
          .hasSize(5)
          .allSatisfy(page -> assertThat(page.encoding()).isEqualTo(Encoding.RLE_DICTIONARY));
    }
  }

  @ParameterizedTest
  @MethodSource("options")
  void readersReadThem(WriterOptions options) throws Exception {
    RandomFile file = write("late.parquet", options, LateValues.ROWS);
    PageWalk.walk(file.path());
    file.assertHolds("parquet-java", ParquetJavaReader.read(file.path()));
    file.assertHolds("DuckDB", DuckDbReader.read(file.path()));
  }

  @ParameterizedTest
  @MethodSource("withDictionaries")
  void rowGroupsAreSkippedByIt(WriterOptions options) throws Exception {
    Path file = write("late.parquet", options, LateValues.ROWS).path();
    List<FilterPredicate> absent =
        List.of(
            FilterApi.eq(FilterApi.intColumn("int32"), 3),
            FilterApi.eq(FilterApi.longColumn("int64"), 3L),
            FilterApi.eq(FilterApi.doubleColumn("float64"), 3.0),
            FilterApi.eq(FilterApi.binaryColumn("string"), Binary.fromString("3")),
            FilterApi.eq(FilterApi.binaryColumn("struct.leaf"), Binary.fromString("3")));
    for (FilterPredicate predicate : absent) {
      assertThat(ParquetJavaReader.rowsLeftByPruning(file, predicate)).as("%s", predicate).isZero();
    }
  }

  @ParameterizedTest
  @MethodSource("options")
  void noRowIsSkippedThatMatches(WriterOptions options) throws Exception {
    Path file = write("late.parquet", options, LateValues.ROWS).path();
    Integer none = null;
    List<FilterPredicate> predicates =
        List.of(
            FilterApi.eq(FilterApi.intColumn("int32"), 4),
            FilterApi.notEq(FilterApi.intColumn("int32"), 4),
            FilterApi.gt(FilterApi.intColumn("int32"), 7),
            FilterApi.in(FilterApi.intColumn("int32"), new HashSet<>(Set.of(3, 4))),
            FilterApi.notIn(FilterApi.intColumn("int32"), new HashSet<>(Set.of(0, 2, 4, 6, 8))),
            FilterApi.eq(FilterApi.intColumn("int32"), none),
            FilterApi.notEq(FilterApi.intColumn("int32"), none));
    for (FilterPredicate predicate : predicates) {
      assertThat(ParquetJavaReader.readPruned(file, predicate, Set.of("int32")))
          .as("%s", predicate)
          .isEqualTo(ParquetJavaReader.readUnpruned(file, predicate, Set.of("int32")));
    }
    assertThat(DuckDbReader.count(file, "int32 = 4")).isEqualTo(80);
    assertThat(DuckDbReader.count(file, "int32 IS NULL")).isEqualTo(600);
  }

  @Test
  void withoutADictionaryTheyArePlain() throws Exception {
    RandomFile refused =
        write("refused.parquet", LateValues.options().dictionaryBytes(1).build(), 300);
    assertArePlain(refused);
    // Row groups that end before the first value.
    RandomFile nulls =
        write(
            "nulls.parquet",
            LateValues.options().rowGroupRows(LateValues.PAGE_ROWS).build(),
            LateValues.ROWS);
    for (ChunkFacts chunk : PageWalk.walk(nulls.path()).chunks()) {
      boolean hasValues = chunk.pages().get(0).plainBytes() > 0;
      assertThat(chunk.dictionaryEntries()).as(chunk.path()).isEqualTo(hasValues ? 5 : 0);
      assertThat(chunk.pages().get(0).encoding())
          .as(chunk.path())
          .isEqualTo(hasValues ? Encoding.RLE_DICTIONARY : Encoding.PLAIN);
    }
    nulls.assertHolds("parquet-java", ParquetJavaReader.read(nulls.path()));
  }

  private static void assertArePlain(RandomFile file) throws Exception {
    for (ChunkFacts chunk : PageWalk.walk(file.path()).chunks()) {
      assertThat(chunk.dictionaryEntries()).as(chunk.path()).isZero();
      assertThat(chunk.pages())
          .as(chunk.path())
          .extracting(PageFacts::encoding)
          .containsOnly(Encoding.PLAIN);
    }
    file.assertHolds("parquet-java", ParquetJavaReader.read(file.path()));
    file.assertHolds("DuckDB", DuckDbReader.read(file.path()));
  }

  @ParameterizedTest
  @MethodSource("options")
  void batchesDoNotShapeThem(WriterOptions options) throws Exception {
    byte[] whole = Files.readAllBytes(write("whole.parquet", options, LateValues.ROWS).path());
    for (int batchRows : new int[] {1, 77, LateValues.PAGE_ROWS}) {
      RandomFile file = write(batchRows + ".parquet", options, batchRows);
      assertThat(Files.readAllBytes(file.path())).as("batches of %d", batchRows).isEqualTo(whole);
    }
  }

  private RandomFile write(String name, WriterOptions options, int batchRows) throws IOException {
    return LateValues.write(directory.resolve(name), options, batchRows);
  }
}
