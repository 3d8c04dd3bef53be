package io.flinkarrow.parquet.predicate.pruning;

import static org.assertj.core.api.Assertions.assertThat;

import io.flinkarrow.parquet.file.FileFooter;
import io.flinkarrow.parquet.file.RowGroupChunks;
import io.flinkarrow.parquet.file.RowGroupIndexes;
import io.flinkarrow.parquet.predicate.BytesInput;
import io.flinkarrow.parquet.predicate.RandomPredicates;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.apache.parquet.format.BloomFilterHeader;
import org.apache.parquet.format.BoundaryOrder;
import org.apache.parquet.format.ColumnChunk;
import org.apache.parquet.format.ColumnIndex;
import org.apache.parquet.format.OffsetIndex;
import org.apache.parquet.format.RowGroup;
import org.apache.parquet.format.Statistics;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Whether statistics, indexes and filters that are not what the format asks for, or contradict each
 * other, hide no row. What only lies cannot be told from the truth.
 */
class DamagedStatisticsLoseNoRowTest {

  private static final int SEEDS = Boolean.getBoolean("flinkarrow.extended") ? 400 : 6;
  private static final int PREDICATES = 25;

  /** A way to damage all chunks of a file. */
  private record Damage(String name, ChunkDamage chunk) {
    @Override
    public String toString() {
      return name;
    }
  }

  private interface ChunkDamage {
    void apply(PatchedFile patch, ColumnChunk chunk, Random random) throws IOException;
  }

  private static Damage statistics(String name, Consumer<Statistics> damage) {
    return new Damage(
        name,
        (patch, chunk, random) -> {
          if (chunk.getMeta_data().isSetStatistics()) {
            damage.accept(chunk.getMeta_data().getStatistics());
          }
          patch.dropIndexes(chunk);
        });
  }

  private static Damage columnIndex(String name, Consumer<ColumnIndex> damage) {
    return new Damage(
        name,
        (patch, chunk, random) -> {
          if (chunk.isSetColumn_index_offset()) {
            ColumnIndex index = patch.columnIndex(chunk);
            damage.accept(index);
            patch.setColumnIndex(chunk, index);
          }
        });
  }

  private static Damage offsetIndex(String name, Consumer<OffsetIndex> damage) {
    return new Damage(
        name,
        (patch, chunk, random) -> {
          OffsetIndex index = patch.offsetIndex(chunk);
          damage.accept(index);
          patch.setOffsetIndex(chunk, index);
        });
  }

  private static Damage bloomFilter(String name, Consumer<BloomFilterHeader> damage) {
    return new Damage(
        name,
        (patch, chunk, random) -> {
          if (chunk.getMeta_data().isSetBloom_filter_offset()) {
            patch.setBloomFilterHeader(chunk, damage);
          }
        });
  }

  static Stream<Damage> damages() {
    return Stream.of(
        statistics("minimum above maximum", DamagedStatisticsLoseNoRowTest::swapBounds),
        new Damage(
            "bounds of another width",
            (patch, chunk, random) -> {
              Statistics statistics = chunk.getMeta_data().getStatistics();
              if (statistics != null && statistics.isSetMin_value() && isNumber(chunk)) {
                statistics.setMin_value(new byte[1]);
                statistics.setMin(new byte[3]);
              }
              patch.dropIndexes(chunk);
            }),
        statistics("negative null count", statistics -> statistics.setNull_count(-5)),
        statistics("more nulls than rows", statistics -> statistics.setNull_count(1 << 20)),
        statistics("more NaNs than rows", statistics -> statistics.setNan_count(1 << 20)),
        columnIndex("fewer minima", index -> dropLast(index.getMin_values())),
        columnIndex("fewer null pages", index -> dropLast(index.getNull_pages())),
        columnIndex("fewer null counts", index -> dropLast(index.getNull_counts())),
        columnIndex(
            "all pages null, but not by their counts",
            index -> index.getNull_pages().replaceAll(page -> true)),
        columnIndex(
            "null counts beyond the rows",
            index -> index.getNull_counts().replaceAll(count -> count + 1_000)),
        columnIndex(
            "null counts of all rows beside minima",
            index -> index.getNull_counts().replaceAll(count -> 20L)),
        columnIndex(
            "minima and maxima swapped",
            index -> {
              List<ByteBuffer> minima = new ArrayList<>(index.getMin_values());
              index.setMin_values(new ArrayList<>(index.getMax_values()));
              index.setMax_values(minima);
            }),
        columnIndex("a wrong boundary order", DamagedStatisticsLoseNoRowTest::turnOrder),
        offsetIndex("fewer pages", index -> dropLast(index.getPage_locations())),
        offsetIndex(
            "pages that begin late",
            index ->
                index
                    .getPage_locations()
                    .forEach(page -> page.setFirst_row_index(page.getFirst_row_index() + 1))),
        offsetIndex(
            "pages at one row",
            index -> index.getPage_locations().forEach(page -> page.setFirst_row_index(0))),
        offsetIndex(
            "pages outside of the chunk",
            index ->
                index
                    .getPage_locations()
                    .forEach(page -> page.setOffset(page.getOffset() + (1 << 20)))),
        offsetIndex(
            "pages that overlap",
            index ->
                index
                    .getPage_locations()
                    .forEach(
                        page ->
                            page.setCompressed_page_size(page.getCompressed_page_size() + 1000))),
        bloomFilter("a filter of half a block", header -> header.setNumBytes(48)),
        bloomFilter("a filter of no blocks", header -> header.setNumBytes(0)),
        bloomFilter("a filter beyond the file", header -> header.setNumBytes(1 << 30)),
        new Damage(
            "a filter behind the end",
            (patch, chunk, random) ->
                chunk.getMeta_data().setBloom_filter_offset(Long.MAX_VALUE - 3)),
        new Damage(
            "indexes behind the end",
            (patch, chunk, random) -> {
              chunk.setColumn_index_offset(Long.MAX_VALUE - 3).setColumn_index_length(100);
              chunk.setOffset_index_offset(4).setOffset_index_length(Integer.MAX_VALUE);
            }),
        new Damage(
            "indexes that are anything",
            (patch, chunk, random) -> {
              byte[] noise = new byte[random.nextInt(200)];
              random.nextBytes(noise);
              chunk
                  .setColumn_index_offset(patch.append(noise))
                  .setColumn_index_length(noise.length);
            }));
  }

  /** Bounds of strings may have any length. */
  private static boolean isNumber(ColumnChunk chunk) {
    return switch (chunk.getMeta_data().getType()) {
      case INT32, INT64, FLOAT, DOUBLE -> true;
      case BOOLEAN, INT96, BYTE_ARRAY, FIXED_LEN_BYTE_ARRAY -> false;
    };
  }

  private static void swapBounds(Statistics statistics) {
    byte[] min = statistics.getMin_value();
    byte[] max = statistics.getMax_value();
    if (statistics.isSetMin_value() && !Arrays.equals(min, max)) {
      statistics.setMin_value(max).setMax_value(min);
    }
    if (statistics.isSetMin() && !Arrays.equals(statistics.getMin(), statistics.getMax())) {
      byte[] oldMin = statistics.getMin();
      statistics.setMin(statistics.getMax()).setMax(oldMin);
    }
  }

  private static void turnOrder(ColumnIndex index) {
    index.setBoundary_order(
        switch (index.getBoundary_order()) {
          case UNORDERED, DESCENDING -> BoundaryOrder.ASCENDING;
          case ASCENDING -> BoundaryOrder.DESCENDING;
        });
  }

  private static void dropLast(List<?> list) {
    list.remove(list.size() - 1);
  }

  @ParameterizedTest
  @MethodSource("damages")
  void noRowIsLost(Damage damage) throws IOException {
    int damaged = 0;
    for (int seed = 0; seed < SEEDS; seed++) {
      Random random = new Random(seed);
      PrunedFile whole = PrunedFile.random(seed + 500, false);
      PatchedFile patch = new PatchedFile(whole.bytes());
      for (RowGroup group : patch.footer().getRow_groups()) {
        for (ColumnChunk chunk : group.getColumns()) {
          damage.chunk.apply(patch, chunk, random);
        }
      }
      PrunedFile file = new PrunedFile(patch.bytes(), whole.rows(), whole.types());
      damaged += Arrays.equals(file.bytes(), whole.bytes()) ? 0 : 1;
      RandomPredicates predicates = new RandomPredicates(random, file.rows(), file.types());
      for (int i = 0; i < PREDICATES && !file.types().isEmpty(); i++) {
        file.prune(predicates.next(i % 3), damage + ", seed " + seed);
      }
    }
    assertThat(damaged).as("damaged files").isPositive();
  }

  /** What lies may hide rows then, but nothing fails, and no more rows come than there are. */
  @Test
  void indexesAndFiltersWithAnyBytesChangedFailNothing() throws IOException {
    for (int seed = 0; seed < SEEDS; seed++) {
      Random random = new Random(seed);
      PrunedFile whole = PrunedFile.random(seed + 900, false);
      FileFooter footer = FileFooter.read(new BytesInput(whole.bytes()), 1 << 20, 64, null);
      int dataEnd =
          (int) footer.rowGroups().stream().mapToLong(RowGroupChunks::end).max().orElseThrow();
      int footerLength =
          ByteBuffer.wrap(whole.bytes())
              .order(ByteOrder.LITTLE_ENDIAN)
              .getInt(whole.bytes().length - 8);
      int indexes = whole.bytes().length - 8 - footerLength - dataEnd;
      RandomPredicates predicates = new RandomPredicates(random, whole.rows(), whole.types());
      for (int i = 0; i < 10 * PREDICATES && indexes > 0 && !whole.types().isEmpty(); i++) {
        byte[] bytes = whole.bytes().clone();
        for (int flips = 1 + random.nextInt(4); flips > 0; flips--) {
          bytes[dataEnd + random.nextInt(indexes)] = (byte) random.nextInt();
        }
        BytesInput input = new BytesInput(bytes);
        FilePruning pruning = FilePruning.of(predicates.next(2), footer, input);
        for (RowGroupChunks group : footer.rowGroups()) {
          RowRanges rows =
              pruning.rows(
                  new RowGroupIndexes(input, footer, group, pruning.leaves(), pruning.leaves()));

          assertThat(rows.intersection(RowRanges.all(group.rows()))).isEqualTo(rows);
        }
      }
    }
  }
}
