package io.flinkarrow.parquet.predicate;

import static io.flinkarrow.parquet.predicate.Predicate.column;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.flinkarrow.batch.LoadedBatch;
import io.flinkarrow.parquet.options.ColumnPath;
import io.flinkarrow.parquet.predicate.pruning.PrunedFile;
import io.flinkarrow.parquet.scan.FileScan;
import io.flinkarrow.parquet.scan.ScanCounts;
import io.flinkarrow.parquet.scan.ScanFilter;
import io.flinkarrow.parquet.scan.ScanLimits;
import io.flinkarrow.parquet.scan.ScanOptions;
import io.flinkarrow.parquet.scan.ScannedBatch;
import io.flinkarrow.parquet.schema.ChosenFields;
import io.flinkarrow.testing.ArrowValues;
import java.io.IOException;
import java.time.Instant;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.junit.jupiter.api.Test;

/** Whether a scan with a filter gives exactly the rows that one without it would, filtered. */
class FilteredScansTest {

  private static final int SEEDS = Boolean.getBoolean("flinkarrow.extended") ? 1_000 : 12;
  private static final int PREDICATES = 8;

  private final Random random = new Random(7);

  private static ScanOptions options(ChosenFields fields, int batchRows, ScanFilter filter) {
    return ScanOptions.builder().fields(fields).batchRows(batchRows).filter(filter).build();
  }

  /** The rows that are left of a scan, and where each batch ends. */
  private record Scanned(
      List<Map<String, Object>> rows, List<ScannedBatch> batches, ScanCounts counts) {}

  private static Scanned scanned(FileScan scan) throws IOException {
    List<Map<String, Object>> rows = new ArrayList<>();
    List<ScannedBatch> batches = new ArrayList<>();
    try (BufferAllocator allocator = new RootAllocator()) {
      for (ScannedBatch next = scan.next(); next != null; next = scan.next()) {
        assertThat(next.batch().rowCount()).isPositive().isEqualTo((int) next.rows().rows());
        batches.add(next);
        try (LoadedBatch loaded = next.batch().load(allocator)) {
          rows.addAll(ArrowValues.rows(loaded.root(), loaded.dictionaries()));
        }
      }
    }
    return new Scanned(rows, batches, scan.counts());
  }

  private static List<Map<String, Object>> kept(
      PrunedFile file, Predicate predicate, List<String> columns) {
    List<Map<String, Object>> kept = new ArrayList<>();
    for (Map<String, Object> row : file.rows()) {
      if (PredicateOracle.keeps(predicate, row, file.types())) {
        Map<String, Object> chosen = new LinkedHashMap<>(row);
        chosen.keySet().retainAll(columns);
        kept.add(chosen);
      }
    }
    return kept;
  }

  private List<String> someOf(Iterable<String> columns) {
    List<String> chosen = new ArrayList<>();
    columns.forEach(
        column -> {
          if (random.nextBoolean()) {
            chosen.add(column);
          }
        });
    return chosen;
  }

  @Test
  void exactlyTheRowsThatFulfilAPredicateAreReadOfAnyColumns() throws IOException {
    ScanCounts sum = new ScanCounts(0, 0, 0, 0);
    for (int seed = 0; seed < SEEDS; seed++) {
      PrunedFile file = PrunedFile.random(1000 + seed, seed % 2 == 0);
      RandomPredicates predicates =
          new RandomPredicates(new Random(seed), file.rows(), file.types());
      for (int i = 0; i < PREDICATES && !file.types().isEmpty(); i++) {
        Predicate predicate = predicates.next(i % 3);
        List<String> columns = someOf(file.rows().get(0).keySet());
        ChosenFields fields =
            ChosenFields.of(columns.stream().map(name -> ColumnPath.of(name)).toList());
        ScanOptions options =
            options(fields, 1 + random.nextInt(200), new ScanFilter(predicate, true)).toBuilder()
                .limits(ScanLimits.DEFAULTS.withMaximumHeldBytes(1L << random.nextInt(24)))
                .build();
        String place = "seed %d, %s of %s".formatted(seed, columns, predicate);

        Scanned whole = scanned(FileScan.open(new BytesInput(file.bytes()), options));

        assertThat(whole.rows()).as(place).isEqualTo(kept(file, predicate, columns));
        assertRestored(file, options, whole, place);
        sum =
            new ScanCounts(
                sum.rowGroupsSkipped() + whole.counts.rowGroupsSkipped(),
                sum.pagesSkipped() + whole.counts.pagesSkipped(),
                sum.rowsSkipped() + whole.counts.rowsSkipped(),
                sum.rowsFiltered() + whole.counts.rowsFiltered());
      }
    }
    assertThat(sum.rowGroupsSkipped()).isGreaterThan(SEEDS);
    assertThat(sum.pagesSkipped()).isGreaterThan(SEEDS * 10L);
    assertThat(sum.rowsSkipped()).isGreaterThan(SEEDS * 100L);
    assertThat(sum.rowsFiltered()).isGreaterThan(SEEDS * 100L);
  }

  /** From behind any batch, the rows that were not read yet come. */
  private void assertRestored(PrunedFile file, ScanOptions options, Scanned whole, String place)
      throws IOException {
    if (whole.batches().isEmpty()) {
      return;
    }
    int read = 1 + random.nextInt(whole.batches().size());
    ScannedBatch last = whole.batches().get(read - 1);
    int rows = whole.batches().subList(0, read).stream().mapToInt(b -> b.batch().rowCount()).sum();
    FileScan restored = FileScan.open(new BytesInput(file.bytes()), options);
    restored.seek(last.rowGroupStart(), last.nextRow());

    assertThat(scanned(restored).rows())
        .as("%s, restored behind row %d", place, rows)
        .isEqualTo(whole.rows().subList(rows, whole.rows().size()));
  }

  @Test
  void rowsThatTheFileRulesOutAreNotDecodedIfOnlyThatIsAskedFor() throws IOException {
    long skipped = 0;
    for (int seed = 0; seed < SEEDS; seed++) {
      PrunedFile file = PrunedFile.random(2000 + seed, false);
      RandomPredicates predicates =
          new RandomPredicates(new Random(seed), file.rows(), file.types());
      for (int i = 0; i < PREDICATES && !file.types().isEmpty(); i++) {
        Predicate predicate = predicates.next(i % 3);
        ScanOptions options = options(ChosenFields.ALL, 50, new ScanFilter(predicate, false));

        Scanned pruned = scanned(FileScan.open(new BytesInput(file.bytes()), options));

        List<Map<String, Object>> left = new ArrayList<>(pruned.rows());
        left.removeIf(row -> !PredicateOracle.keeps(predicate, row, file.types()));
        assertThat(left)
            .as("seed %d, %s", seed, predicate)
            .isEqualTo(kept(file, predicate, List.copyOf(file.rows().get(0).keySet())));
        assertThat(pruned.rows().size() + pruned.counts().rowsSkipped())
            .isEqualTo(file.rows().size());
        skipped += pruned.counts().rowsSkipped();
      }
    }
    assertThat(skipped).isGreaterThan(SEEDS * 100L);
  }

  @Test
  void aPredicateThatDoesNotFitIsRefusedWithTheFile() throws IOException {
    PrunedFile file = PrunedFile.random(1, false);
    List<String> path = file.types().keySet().iterator().next();
    Predicate predicate =
        column(path.toArray(String[]::new)).isIn(true, 1, "1", LocalTime.NOON, Instant.EPOCH);

    assertThatThrownBy(
            () ->
                FileScan.open(
                    new BytesInput(file.bytes()),
                    options(ChosenFields.ALL, 10, new ScanFilter(predicate, true))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("file.parquet cannot be filtered: Column '" + path.get(0));
  }
}
