package io.flinkarrow.read;

import io.flinkarrow.parquet.scan.ScanOptions;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.Comparator;
import org.apache.arrow.vector.types.pojo.Schema;
import org.apache.flink.connector.file.src.FileSourceSplit;
import org.apache.flink.core.fs.Path;

/** The file of a source whose path is the first in alphabetical order. */
final class FirstFile {

  private FirstFile() {}

  /**
   * The schema of all its columns.
   *
   * @param paths of the source: files, and directories with all files below them
   * @throws UncheckedIOException if there is none, or it cannot be read
   */
  static Schema schemaOf(Path[] paths, ScanOptions options) {
    try {
      Path file =
          FileRangesEnumerator.ofWholeFiles().enumerateSplits(paths, 1).stream()
              .map(FileSourceSplit::path)
              .min(Comparator.comparing(Path::toString))
              .orElseThrow(
                  () ->
                      new FileNotFoundException(
                          "There is no file to take the schema from below %s: give one with schema()"
                              .formatted(Arrays.toString(paths))));
      return ParquetBatchReader.schemaOf(file, options);
    } catch (IOException e) {
      throw new UncheckedIOException(e.getMessage(), e);
    }
  }
}
