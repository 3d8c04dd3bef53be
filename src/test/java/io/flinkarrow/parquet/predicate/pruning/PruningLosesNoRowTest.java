package io.flinkarrow.parquet.predicate.pruning;

import static org.assertj.core.api.Assertions.assertThat;

import io.flinkarrow.parquet.predicate.RandomPredicates;
import java.io.IOException;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Whether no row is left out of a file that fulfils a predicate, whatever the file says. */
class PruningLosesNoRowTest {

  private static final int SEEDS = Boolean.getBoolean("flinkarrow.extended") ? 3_000 : 40;
  private static final int PREDICATES = 30;

  @Test
  void noRowOfOurFilesIsLostByAnyPredicateAndManyAreSkipped() throws IOException {
    PrunedFile.Skipped skipped = new PrunedFile.Skipped(0, 0);
    for (int seed = 0; seed < SEEDS; seed++) {
      Random random = new Random(seed);
      PrunedFile file = PrunedFile.random(seed, seed % 2 == 0);
      RandomPredicates predicates = new RandomPredicates(random, file.rows(), file.types());
      for (int i = 0; i < PREDICATES && !file.types().isEmpty(); i++) {
        skipped = skipped.plus(file.prune(predicates.next(i % 4), "seed " + seed));
      }
    }
    assertThat(skipped.groups()).as("row groups skipped").isGreaterThan(SEEDS * 10L);
    assertThat(skipped.rows()).as("rows skipped in pages").isGreaterThan(SEEDS * 200L);
  }
}
