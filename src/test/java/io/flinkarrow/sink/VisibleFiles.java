package io.flinkarrow.sink;

import static org.assertj.core.api.Assertions.assertThat;

import io.flinkarrow.parquet.ArrowParquetReader;
import io.flinkarrow.parquet.file.FileCheck;
import io.flinkarrow.parquet.file.FileFooter;
import io.flinkarrow.parquet.file.RowGroupChunks;
import io.flinkarrow.parquet.input.ParquetInput;
import io.flinkarrow.testing.NumberedBatches;
import io.flinkarrow.testing.PartFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import java.util.zip.CRC32C;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.VarCharVector;

/**
 * What readers see of a sink's directory over time. Each file is read when it is first seen: it
 * must be complete and hold only rows that may be visible and that no other file has, except for
 * those that an older state has written once more. From then on it must stay as it is.
 */
final class VisibleFiles {

  private record Seen(long length, FileTime changed, long checksum) {}

  private final Path directory;
  private final Map<Path, Seen> files = new HashMap<>();

  /** How often each row is there. */
  private final Map<Long, Integer> rows = new HashMap<>();

  /** How often rows were there when the job went back to a state that does not have them. */
  private final Map<Long, Integer> leftByOthers = new HashMap<>();

  VisibleFiles(Path directory) {
    this.directory = directory;
  }

  /**
   * @param position of the source, up to which rows may be visible
   */
  void look(long[] position) throws IOException {
    List<Path> now = PartFiles.visible(directory);
    assertThat(now).as("visible files").containsAll(files.keySet());
    for (Path file : now) {
      Seen before = files.get(file);
      if (before == null) {
        requireComplete(file);
        for (long row : rowsOf(file)) {
          assertThat(isBefore(position, row))
              .as("row %d in %s is visible only after its checkpoint", row, file)
              .isTrue();
          assertThat(rows.merge(row, 1, Integer::sum))
              .as("how often row %d is there, with that of %s", row, file)
              .isLessThanOrEqualTo(1 + leftByOthers.getOrDefault(row, 0));
        }
        files.put(
            file, new Seen(Files.size(file), Files.getLastModifiedTime(file), checksum(file)));
      } else {
        assertThat(Files.size(file)).as("length of %s", file).isEqualTo(before.length());
        assertThat(Files.getLastModifiedTime(file))
            .as("last change of %s", file)
            .isEqualTo(before.changed());
      }
    }
  }

  /**
   * The job goes back. Rows that the state has must not come again; those behind it will, and as
   * many of them as are visible now stay.
   *
   * @param position of the state
   */
  void goBackTo(long[] position) {
    rows.forEach(
        (row, times) -> {
          if (!isBefore(position, row)) {
            leftByOthers.put(row, times);
          }
        });
  }

  private static boolean isBefore(long[] position, long row) {
    return SimulatedSource.placeOf(row) < position[SimulatedSource.partitionOf(row)];
  }

  int count() {
    return files.size();
  }

  /** How many rows there are beside those that the job goes on with. */
  int leftByOthers() {
    return leftByOthers.values().stream().mapToInt(Integer::intValue).sum();
  }

  /**
   * Each row before a position is there once, and as often as others have left it.
   *
   * @return the numbers of all rows, in order
   */
  long[] assertHoldRowsBefore(long[] position) throws IOException {
    long[] expected =
        LongStream.concat(
                LongStream.of(SimulatedSource.rowsBefore(position)), repeated(leftByOthers))
            .sorted()
            .toArray();
    assertThat(repeated(rows).sorted().toArray()).as("rows in visible files").isEqualTo(expected);
    for (Map.Entry<Path, Seen> file : files.entrySet()) {
      assertThat(checksum(file.getKey()))
          .as("content of %s", file.getKey())
          .isEqualTo(file.getValue().checksum());
    }
    return expected;
  }

  private static LongStream repeated(Map<Long, Integer> times) {
    return times.entrySet().stream()
        .flatMapToLong(row -> LongStream.generate(row::getKey).limit(row.getValue()));
  }

  private static long checksum(Path file) throws IOException {
    CRC32C checksum = new CRC32C();
    checksum.update(Files.readAllBytes(file));
    return checksum.getValue();
  }

  private static void requireComplete(Path file) throws IOException {
    try (ParquetInput input = ParquetInput.open(file)) {
      List<RowGroupChunks> groups =
          FileFooter.read(input, Integer.MAX_VALUE, 100, null).rowGroups();
      long rows = groups.stream().mapToLong(RowGroupChunks::rows).sum();
      assertThat(rows).as("rows of %s", file).isPositive();
      FileCheck.check(input, rows, groups.size(), null);
    }
  }

  private static List<Long> rowsOf(Path file) throws IOException {
    List<Long> found = new ArrayList<>();
    try (ArrowParquetReader reader = ArrowParquetReader.open(file, NumberedBatches.allocator())) {
      while (reader.loadNextBatch()) {
        BigIntVector ids = (BigIntVector) reader.getVectorSchemaRoot().getVector("id");
        BigIntVector twice = (BigIntVector) reader.getVectorSchemaRoot().getVector("twice");
        VarCharVector names = (VarCharVector) reader.getVectorSchemaRoot().getVector("name");
        for (int i = 0; i < ids.getValueCount(); i++) {
          Object name = names.getObject(i);
          assertThat(name == null ? null : name.toString())
              .as("name of row %d in %s", ids.get(i), file)
              .isEqualTo(NumberedBatches.nameOf(ids.get(i)));
          if (twice != null) {
            assertThat(twice.get(i))
                .as("twice %d in %s", ids.get(i), file)
                .isEqualTo(2 * ids.get(i));
          }
          found.add(ids.get(i));
        }
      }
    }
    return found;
  }
}
