package io.flinkarrow.parquet.predicate.pruning;

import static org.assertj.core.api.Assertions.assertThat;

import io.flinkarrow.batch.LoadedBatch;
import io.flinkarrow.parquet.predicate.BytesInput;
import io.flinkarrow.parquet.predicate.Predicate;
import io.flinkarrow.parquet.predicate.RandomPredicates;
import io.flinkarrow.parquet.scan.FileScan;
import io.flinkarrow.parquet.scan.ScanFilter;
import io.flinkarrow.parquet.scan.ScanOptions;
import io.flinkarrow.parquet.scan.ScannedBatch;
import io.flinkarrow.testing.ArrowValues;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.parquet.format.ColumnChunk;
import org.apache.parquet.format.OffsetIndex;
import org.apache.parquet.format.PageLocation;
import org.apache.parquet.format.RowGroup;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Pages are read where the offset index has them. If a number of it is wrong, a scan with a filter
 * gives the same rows as if it was right, or says which page of which column contradicts it.
 */
class DamagedOffsetIndexesGiveTheSameRowsOrAReasonTest {

  private static final int SEEDS = Boolean.getBoolean("flinkarrow.extended") ? 300 : 4;
  private static final int DAMAGES = 10;

  /**
   * A way to damage one index.
   *
   * @param isSeen whether it is seen only when pages are read; others make an index that is not
   *     used
   */
  private record Damage(String name, boolean isSeen, IndexDamage index) {
    @Override
    public String toString() {
      return name;
    }
  }

  private interface IndexDamage {
    void apply(List<PageLocation> pages, PageLocation page, Random random);
  }

  static Stream<Damage> damages() {
    return Stream.of(
        new Damage(
            "a page elsewhere",
            false,
            (pages, page, random) -> page.setOffset(page.getOffset() + other(random, 300))),
        new Damage(
            "a page that begins late",
            true,
            (pages, page, random) -> {
              int late = 1 + random.nextInt(page.getCompressed_page_size() - 1);
              page.setOffset(page.getOffset() + late);
              page.setCompressed_page_size(page.getCompressed_page_size() - late);
            }),
        new Damage(
            "a page far away",
            false,
            (pages, page, random) -> page.setOffset(page.getOffset() + random.nextLong())),
        new Damage(
            "a page at the place of another",
            false,
            (pages, page, random) ->
                page.setOffset(pages.get(random.nextInt(pages.size())).getOffset())),
        new Damage(
            "a page of another length",
            false,
            (pages, page, random) ->
                page.setCompressed_page_size(page.getCompressed_page_size() + other(random, 300))),
        new Damage(
            "a page of a length that cannot be",
            false,
            (pages, page, random) -> page.setCompressed_page_size(random.nextInt())),
        new Damage(
            "a page of other rows",
            true,
            (pages, page, random) ->
                page.setFirst_row_index(page.getFirst_row_index() + other(random, 25))),
        new Damage(
            "a page of rows that cannot be",
            false,
            (pages, page, random) -> page.setFirst_row_index(random.nextLong())),
        new Damage("a page less", true, (pages, page, random) -> pages.remove(page)),
        new Damage(
            "a page twice",
            false,
            (pages, page, random) -> pages.add(pages.indexOf(page), page.deepCopy())),
        new Damage("no pages", false, (pages, page, random) -> pages.clear()),
        new Damage(
            "two pages as one",
            true,
            (pages, page, random) -> {
              int next = pages.indexOf(page) + 1;
              if (next < pages.size()) {
                page.setCompressed_page_size(
                    page.getCompressed_page_size() + pages.remove(next).getCompressed_page_size());
              }
            }));
  }

  private static int other(Random random, int most) {
    return (1 + random.nextInt(most)) * (random.nextBoolean() ? 1 : -1);
  }

  @ParameterizedTest
  @MethodSource("damages")
  void ofOnePage(Damage damage) throws IOException {
    int same = 0;
    int refused = 0;
    for (int seed = 0; seed < SEEDS; seed++) {
      Random random = new Random(seed);
      PrunedFile whole = PrunedFile.random(seed + 3000, false);
      RandomPredicates predicates = new RandomPredicates(random, whole.rows(), whole.types());
      for (int i = 0; i < DAMAGES && !whole.types().isEmpty(); i++) {
        PatchedFile patch = new PatchedFile(whole.bytes());
        for (RowGroup group : patch.footer().getRow_groups()) {
          damage(
              patch,
              group.getColumns().get(random.nextInt(group.getColumnsSize())),
              damage,
              random);
        }
        Predicate predicate = predicates.next(0);
        List<Map<String, Object>> expected = scanned(whole.bytes(), predicate);
        try {
          assertThat(scanned(patch.bytes(), predicate))
              .as("seed %d, %s", seed, predicate)
              .isEqualTo(expected);
          same++;
        } catch (IOException e) {
          assertThat(e).hasMessageMatching("(?s).*[Pp]age.* of column '.*' in row group \\d of .*");
          refused++;
        }
      }
    }
    assertThat(same).as("files that were read").isPositive();
    assertThat(refused > 0).as("whether files were refused").isEqualTo(damage.isSeen);
  }

  private static void damage(PatchedFile patch, ColumnChunk chunk, Damage damage, Random random)
      throws IOException {
    OffsetIndex index = patch.offsetIndex(chunk);
    List<PageLocation> pages = index.getPage_locations();
    damage.index.apply(pages, pages.get(random.nextInt(pages.size())), random);
    patch.setOffsetIndex(chunk, index);
  }

  private static List<Map<String, Object>> scanned(byte[] file, Predicate predicate)
      throws IOException {
    ScanOptions options =
        ScanOptions.builder().batchRows(100).filter(new ScanFilter(predicate, true)).build();
    List<Map<String, Object>> rows = new ArrayList<>();
    try (BufferAllocator allocator = new RootAllocator();
        FileScan scan = FileScan.open(new BytesInput(file), options)) {
      for (ScannedBatch next = scan.next(); next != null; next = scan.next()) {
        try (LoadedBatch loaded = next.batch().load(allocator)) {
          rows.addAll(ArrowValues.rows(loaded.root(), loaded.dictionaries()));
        }
      }
    }
    return rows;
  }
}
