package io.flinkarrow.read;

import static org.assertj.core.api.Assertions.assertThat;

import io.flinkarrow.read.FileMutation.Mutated;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Good files of ours and of others, of all types, encodings, codecs and kinds of encryption,
 * damaged in every way. As batches, as rows and with predicates they give rows, or an exception
 * that is documented and names the file, within the limits. Where a checksum covers the damage, it
 * is noticed: a column that has it is refused with column and page, and others have their rows.
 */
@Timeout(value = 60, unit = TimeUnit.MINUTES)
class MutatedFilesGiveTheirRowsOrAReasonTest {

  private static final boolean EXTENDED = Boolean.getBoolean("flinkarrow.extended");
  private static final int FILES = EXTENDED ? 1_000 : 20;
  private static final int MUTATIONS = EXTENDED ? 80 : 12;
  private static final int FOREIGN_MUTATIONS = EXTENDED ? 2_500 : 12;

  @TempDir Path directory;

  /** How many readings of each kind of damage were refused. */
  private final Map<FileMutation, int[]> counts = new EnumMap<>(FileMutation.class);

  @Test
  void ours() throws Exception {
    byte[] other = Files.readAllBytes(TestFiles.find("lists.parquet"));
    for (int number = 0; number < FILES; number++) {
      SampleFile sample = SampleFiles.ours(number, directory);
      damage(sample, other, MUTATIONS, new Random(number));
      other = sample.bytes();
    }
    assertThatAllAreRefusedAtTimes();
  }

  @Test
  void thoseOfOthers() throws Exception {
    List<SampleFile> samples = SampleFiles.foreign(directory);
    for (int i = 0; i < samples.size(); i++) {
      byte[] other = samples.get((i + 1) % samples.size()).bytes();
      damage(samples.get(i), other, FOREIGN_MUTATIONS, new Random(i));
    }
    assertThatAllAreRefusedAtTimes();
  }

  /** As they are, and with any bytes put in anywhere. */
  @Test
  void theFuzzersSeedsHold() throws Exception {
    FilesFuzz targets = new FilesFuzz();
    Random random = new Random(7);
    for (byte[] seed : FilesFuzz.files().toList()) {
      targets.wholeFiles(seed);
    }
    for (byte[] seed : FilesFuzz.footerSeeds().toList()) {
      targets.footers(seed);
      byte[] changed = seed.clone();
      for (int i = 0; i < 3; i++) {
        changed[random.nextInt(changed.length)] = (byte) random.nextInt();
        targets.footers(changed);
      }
    }
  }

  private void damage(SampleFile sample, byte[] other, int mutations, Random random)
      throws IOException {
    List<FileMutation> ways =
        Arrays.stream(FileMutation.values())
            .filter(way -> sample.keys() == null || way.isOfAnyFile())
            .toList();
    for (int round = 0; round < mutations; round++) {
      FileMutation way = ways.get(round % ways.size());
      Mutated mutated = way.apply(sample.bytes(), other, random);
      Path file = Files.write(directory.resolve("mutated.parquet"), mutated.file());
      for (FileReading reading : sample.rows().keySet()) {
        String place = "round %d of %s: %s".formatted(round, sample.name(), way);
        boolean refused = isRefused(sample, reading, mutated, file, place);
        int[] count = counts.computeIfAbsent(way, key -> new int[2]);
        count[refused ? 1 : 0]++;
      }
    }
  }

  private static boolean isRefused(
      SampleFile sample, FileReading reading, Mutated mutated, Path file, String place) {
    FileReading.Outcome outcome;
    try {
      outcome = reading.read(file);
    } catch (RuntimeException | Error e) {
      throw new AssertionError("%s, read by %s".formatted(place, reading), e);
    }
    if (mutated.checked() != null) {
      List<Map<String, Object>> rows = sample.rows().get(reading);
      if (outcome.refusal() == null) {
        assertThat(outcome.rows()).as(place).isEqualTo(rows);
      } else {
        assertThat(rows.subList(0, outcome.rows().size())).as(place).isEqualTo(outcome.rows());
        assertThat(outcome.refusal())
            .as(place)
            .hasMessageContaining("'" + mutated.checked().column() + "'")
            .hasMessageMatching("(?s)(Page \\d+|The dictionary page) .*");
      }
    }
    return outcome.refusal() != null;
  }

  private void assertThatAllAreRefusedAtTimes() {
    counts.forEach(
        (way, count) ->
            assertThat(count[1])
                .as("%s: %d of %d refused", way, count[1], count[0] + count[1])
                .isGreaterThan((count[0] + count[1]) / 20));
  }
}
