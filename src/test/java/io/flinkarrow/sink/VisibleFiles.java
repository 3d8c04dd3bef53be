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
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.zip.CRC32C;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.VarCharVector;

/**
 * What readers see of a sink's directory over time. Each file is read when it is first seen: it
 * must be complete and hold only rows that may be visible and that no other file has. From then on
 * it must stay as it is.
 */
final class VisibleFiles {

  private record Seen(long length, FileTime changed, long checksum) {}

  private final Path directory;
  private final Map<Path, Seen> files = new HashMap<>();
  private final Set<Long> rows = new HashSet<>();

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
          assertThat(SimulatedSource.placeOf(row))
              .as("row %d in %s is visible only after its checkpoint", row, file)
              .isLessThan(position[SimulatedSource.partitionOf(row)]);
          assertThat(rows.add(row)).as("row %d of %s is nowhere else", row, file).isTrue();
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

  int count() {
    return files.size();
  }

  void assertHold(long[] expected) throws IOException {
    assertThat(rows.stream().mapToLong(Long::longValue).sorted().toArray())
        .as("rows in visible files")
        .isEqualTo(expected);
    for (Map.Entry<Path, Seen> file : files.entrySet()) {
      assertThat(checksum(file.getKey()))
          .as("content of %s", file.getKey())
          .isEqualTo(file.getValue().checksum());
    }
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
