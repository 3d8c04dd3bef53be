package io.flinkarrow.read;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import java.util.stream.LongStream;
import org.apache.flink.table.types.logical.IntType;
import org.apache.parquet.column.ParquetProperties.WriterVersion;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Splits of a file give each row once, in order, wherever they are cut. */
class SplitsShareAFileTest {

  private static final int ROWS = 1_030;

  @TempDir Path directory;

  private Path file;

  @BeforeEach
  void write() throws Exception {
    file = directory.resolve("numbered.parquet");
    NumberedRows.write(file, ROWS, WriterVersion.PARQUET_1_0);
  }

  @Test
  void cutAnywhereTheyGiveEachRowOnce() throws Exception {
    Random random = new Random(1);
    long size = Files.size(file);
    for (int round = 0; round < 40; round++) {
      TreeSet<Long> cuts = new TreeSet<>(List.of(0L, size));
      for (int cut = random.nextInt(30); cut > 0; cut--) {
        cuts.add(random.nextLong(size));
      }
      List<Long> ids = new ArrayList<>();
      int splitsWithRows = 0;
      for (Long start : cuts.headSet(size)) {
        List<Long> some =
            NumberedRows.ids(
                Splits.read(Splits.of(file, start, cuts.higher(start) - start), NumberedRows.TYPE));
        splitsWithRows += some.isEmpty() ? 0 : 1;
        ids.addAll(some);
      }
      assertThat(ids).as("cut at %s", cuts).isEqualTo(LongStream.range(0, ROWS).boxed().toList());
      assertThat(splitsWithRows).isLessThanOrEqualTo(11);
    }
  }

  @Test
  void aSplitHasTheRowGroupsThatLieInIt() throws Exception {
    long third = Files.size(file) / 3;
    List<Long> first = NumberedRows.ids(Splits.read(Splits.of(file, 0, third), NumberedRows.TYPE));
    assertThat(first).hasSizeBetween(NumberedRows.ROWS_A_GROUP, ROWS - NumberedRows.ROWS_A_GROUP);
    assertThat(first.size() % NumberedRows.ROWS_A_GROUP).isZero();
  }

  @Test
  void aSplitBehindTheRowGroupsGivesNone() throws Exception {
    long size = Files.size(file);
    assertThat(Splits.read(Splits.of(file, size - 8, 8), NumberedRows.TYPE)).isEmpty();
  }

  /** Half of the bytes behind the first column's chunk would be behind the file's end. */
  @Test
  void columnChunksMayLieInAnyOrder() throws Exception {
    List<Long> values = LongStream.range(0, ROWS).boxed().toList();
    Path swapped =
        GroupFile.write(
            directory.resolve("swapped.parquet"),
            "required int64 last; required int32 column;",
            values,
            (row, value) -> row.append("last", value).append("column", 7));
    RewrittenFooter.rewrite(
        swapped,
        footer -> {
          Collections.swap(footer.getSchema(), 1, 2);
          footer.getRow_groups().forEach(group -> Collections.swap(group.getColumns(), 0, 1));
        });

    assertThat(GroupFile.read(swapped, new IntType(false))).hasSize(ROWS).containsOnly(7);
  }

  @Test
  void aLengthWithoutEndIsTheRestOfTheFile() throws Exception {
    assertThat(Splits.read(Splits.of(file, 0, Long.MAX_VALUE), NumberedRows.TYPE)).hasSize(ROWS);
    assertThat(Splits.read(Splits.of(file, 1, Long.MAX_VALUE), NumberedRows.TYPE)).hasSize(ROWS);
  }
}
