package io.flinkarrow.parquet;

import static org.apache.parquet.filter2.predicate.FilterApi.binaryColumn;
import static org.apache.parquet.filter2.predicate.FilterApi.gtEq;
import static org.apache.parquet.filter2.predicate.FilterApi.longColumn;
import static org.apache.parquet.filter2.predicate.FilterApi.lt;
import static org.assertj.core.api.Assertions.assertThat;

import io.flinkarrow.parquet.input.ParquetInput;
import io.flinkarrow.parquet.options.PageVersion;
import io.flinkarrow.parquet.predicate.Predicate;
import io.flinkarrow.testing.DuckDbReader;
import io.flinkarrow.testing.NumberedBatches;
import io.flinkarrow.testing.ParquetJavaReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.function.LongPredicate;
import java.util.function.UnaryOperator;
import java.util.stream.LongStream;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.parquet.io.api.Binary;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Copied and merged pages of a chunk in turn, in any order of their values. What is asked for is
 * counted in the numbers themselves.
 */
class FiltersOfCopiedPagesLoseNoRowTest {

  private static final int NUMBERS = 1 << 20;
  private static final Set<String> COLUMNS = Set.of("id", "name");

  @TempDir Path directory;

  private final List<byte[]> files = new ArrayList<>();
  private final List<Long> numbers = new ArrayList<>();

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
  void whateverIsAskedFor(long seed) throws IOException, SQLException {
    Random random = new Random(seed);
    UnaryOperator<WriterOptions.Builder> common = common(random);
    boolean ascend = random.nextBoolean();
    int fileCount = 3 + random.nextInt(5);
    for (int i = 0; i < fileCount; i++) {
      int pageRows = 500 + random.nextInt(501);
      int rowGroupRows = 1000 + random.nextInt(3000);
      long least = ascend ? (long) NUMBERS / fileCount * i : 0;
      add(
          numbers(random, least, ascend ? NUMBERS / fileCount : NUMBERS),
          options -> common.apply(options).pageRows(pageRows).rowGroupRows(rowGroupRows));
    }
    byte[] compacted =
        CompactedBytes.of(directory, files, PagesAreCopiedIfTheyFitTest.target(common));
    long copied = 0;
    for (byte[] file : files) {
      copied += CompactedBytes.copiedPages(compacted, file, "id");
    }
    Path file = Files.write(directory.resolve("compacted.parquet"), compacted);
    assertThat(copied).isPositive();
    for (int i = 0; i < 5; i++) {
      assertFinds(file, numbers.get(random.nextInt(numbers.size())));
    }
  }

  private static UnaryOperator<WriterOptions.Builder> common(Random random) {
    boolean hasDictionary = random.nextBoolean();
    PageVersion version = PageVersion.values()[random.nextInt(2)];
    int boundsLength = 6 + random.nextInt(10);
    return options ->
        options
            .dictionary(hasDictionary)
            .columns(all -> all.pageVersion(version).boundsLength(boundsLength));
  }

  private void add(long[] ids, UnaryOperator<WriterOptions.Builder> options) throws IOException {
    Arrays.stream(ids).forEach(numbers::add);
    files.add(PagesAreCopiedIfTheyFitTest.numbers(options, ids));
  }

  /** In any order, or sorted, or with names only at the end. */
  private static long[] numbers(Random random, long least, int count) {
    long[] ids =
        LongStream.generate(() -> least + random.nextInt(count))
            .limit(1200 + random.nextInt(3000))
            .toArray();
    switch (random.nextInt(3)) {
      case 0 -> Arrays.sort(ids);
      case 1 -> {
        for (int i = 0; i < ids.length / 2; i++) {
          ids[i] = 7 * (ids[i] / 7);
        }
      }
      default -> {}
    }
    return ids;
  }

  private void assertFinds(Path file, long asked) throws IOException, SQLException {
    String name = "row " + asked;
    long equal = count(id -> id == asked);
    long less = count(id -> id < asked);
    long named = count(id -> NumberedBatches.nameOf(id) != null);
    long from =
        count(
            id -> {
              String found = NumberedBatches.nameOf(id);
              return found != null && found.compareTo(name) >= 0;
            });
    assertThat(rows(file, Predicate.column("id").isEqualTo(asked))).isEqualTo(equal);
    assertThat(rows(file, Predicate.column("id").isLessThan(asked))).isEqualTo(less);
    assertThat(rows(file, Predicate.column("name").isNotNull())).isEqualTo(named);
    assertThat(rows(file, Predicate.column("name").isLessThan(name))).isEqualTo(named - from);
    assertThat(ParquetJavaReader.readPruned(file, lt(longColumn("id"), asked), COLUMNS))
        .hasSize((int) less);
    assertThat(
            ParquetJavaReader.readPruned(
                file, gtEq(binaryColumn("name"), Binary.fromString(name)), COLUMNS))
        .hasSize((int) from);
    assertThat(DuckDbReader.count(file, "id < " + asked)).isEqualTo(less);
    assertThat(DuckDbReader.count(file, "name >= '" + name + "'")).isEqualTo(from);
    assertThat(DuckDbReader.count(file, "name IS NULL")).isEqualTo(numbers.size() - named);
  }

  private long count(LongPredicate asked) {
    return numbers.stream().mapToLong(Long::longValue).filter(asked).count();
  }

  private static long rows(Path file, Predicate filter) throws IOException {
    long rows = 0;
    try (BufferAllocator allocator = new RootAllocator();
        ArrowParquetReader reader =
            ArrowParquetReader.open(
                ParquetInput.open(file),
                ReaderOptions.builder().filter(filter).build(),
                allocator)) {
      while (reader.loadNextBatch()) {
        rows += reader.getVectorSchemaRoot().getRowCount();
      }
    }
    return rows;
  }
}
