package io.flinkarrow.sink.registry;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** A thousand bytes for row groups and footers together. */
class BudgetReliefTest {

  private static final long BUDGET = 1000;
  private static final int FOOTER_ENTRY = 10;
  private static final int ELEMENT = 5;
  private static final int LEAST_ROW_GROUP = 2 * FOOTER_ENTRY;

  private final OpenWriters openWriters = new OpenWriters(BUDGET);
  private final Random random = new Random(1);

  private Holder holder(String bucketId) {
    return new Holder(openWriters, bucketId, 0, FOOTER_ENTRY);
  }

  @Test
  void whatAFlushFreesDecidesWhoFlushesNotWhatAWriterHolds() throws IOException {
    Holder heavy = new Holder(openWriters, "heavy", 450);
    Holder full = new Holder(openWriters, "full", 0);
    heavy.take(200);
    full.take(351);
    assertThat(List.of(heavy.flushes, full.flushes)).containsExactly(0, 1);
  }

  @Test
  void onceFootersExceedHalfTheBudgetTheLargestFileEndsInstead() throws IOException {
    Holder large = new Holder(openWriters, "large", 400);
    Holder small = new Holder(openWriters, "small", 101);
    large.take(300);
    small.take(200);
    assertThat(List.of(large.ended, small.ended)).containsExactly(true, false);
    assertThat(large.flushes + small.flushes).isZero();
    assertThat(openWriters.totals().retainedBytes()).isEqualTo(301);
  }

  /** Each bucket holds more than its share when a row group is worth its footer. */
  @Test
  void whatIsTooSmallIsNeitherEndedAsRowGroupNorAsFile() throws IOException {
    List<Holder> holders = new ArrayList<>();
    for (int bucket = 0; bucket < 200; bucket++) {
      Holder holder = holder("bucket" + bucket);
      holders.add(holder);
      holder.take(LEAST_ROW_GROUP - 1);
    }
    assertThat(openWriters.totals().retainedBytes()).isEqualTo(200 * (LEAST_ROW_GROUP - 1));
    assertThat(holders).noneMatch(holder -> holder.ended || holder.flushes > 0);
    holders.get(0).take(1);
    assertThat(holders.get(0).flushes).isEqualTo(1);
  }

  @Test
  void filesThatMayEndKeepTheBudgetForever() throws IOException {
    int buckets = 30;
    Holder[] open = new Holder[buckets];
    int files = 0;
    int rowGroups = 0;
    int elements = 100_000;
    for (int element = 0; element < elements; element++) {
      int bucket = random.nextInt(buckets);
      if (open[bucket] == null || open[bucket].ended) {
        files++;
        rowGroups += open[bucket] == null ? 0 : open[bucket].flushes + 1;
        open[bucket] = holder("bucket" + bucket);
      }
      open[bucket].take(ELEMENT);
      assertThat(openWriters.totals().retainedBytes()).isLessThanOrEqualTo(BUDGET);
    }
    int mostRowGroups = elements * ELEMENT / LEAST_ROW_GROUP;
    assertThat(files).isGreaterThan(buckets).isLessThan(rowGroups);
    assertThat(rowGroups).isLessThan(mostRowGroups);
  }

  /** The files of a plain FileSink, a table or a compaction. */
  @Test
  void filesThatMayNotEndExceedTheBudgetByTheirFootersButKeepTheirRowGroups() throws IOException {
    int buckets = 30;
    List<Holder> holders = new ArrayList<>();
    for (int bucket = 0; bucket < buckets; bucket++) {
      holders.add(holder(null));
    }
    int elements = 100_000;
    for (int element = 0; element < elements; element++) {
      holders.get(random.nextInt(buckets)).take(ELEMENT);
    }
    assertThat(holders).noneMatch(holder -> holder.ended);
    long rowGroups = holders.stream().mapToInt(holder -> holder.flushes).sum();
    long footers = rowGroups * FOOTER_ENTRY;
    assertThat(footers).as("the test needs many").isGreaterThan(10 * BUDGET);
    assertThat(openWriters.totals().retainedBytes() - footers)
        .isBetween(BUDGET / 2 - 100, BUDGET / 2);
    long average = (long) elements * ELEMENT / rowGroups;
    assertThat(average).as("bytes of a row group").isGreaterThan(BUDGET / 2 / buckets);
  }
}
