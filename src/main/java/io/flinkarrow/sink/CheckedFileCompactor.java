package io.flinkarrow.sink;

import io.flinkarrow.parquet.WriterOptions;
import io.flinkarrow.parquet.WrittenFiles;
import io.flinkarrow.parquet.encryption.DecryptionSettings;
import io.flinkarrow.read.ParquetRowFormat;
import java.io.IOException;
import java.util.List;
import javax.annotation.Nullable;
import org.apache.flink.connector.file.sink.compactor.FileCompactor;
import org.apache.flink.connector.file.sink.compactor.RecordWiseFileCompactor;
import org.apache.flink.core.fs.Path;

/**
 * A user's compactor, held to what Flink takes for granted: that the compacted file has all rows of
 * the files that are deleted then. A merge that wrote another number of rows than these files'
 * footers have fails, and Flink keeps the files.
 *
 * <p>Errors become exceptions, because Flink waits for ever for a merge that ends with an error.
 */
final class CheckedFileCompactor<T> extends RecordWiseFileCompactor<T> {

  private static final long serialVersionUID = 1L;

  private final Class<T> elementType;
  private final RecordWiseFileCompactor<T> compactor;

  /** Null if files are not encrypted. */
  @Nullable private final DecryptionSettings decryption;

  private CheckedFileCompactor(
      Class<T> elementType,
      RecordWiseFileCompactor<T> compactor,
      @Nullable DecryptionSettings decryption) {
    super(file -> null); // never asked: compact is all that Flink calls
    this.elementType = elementType;
    this.compactor = compactor;
    this.decryption = decryption;
  }

  /**
   * @param elementType of the sink
   * @throws IllegalArgumentException if the compactor merges bytes instead of rows: Parquet files
   *     one behind the other are a file with the rows of the last one, and wrong ones
   */
  @SuppressWarnings("unchecked")
  static <T> CheckedFileCompactor<T> of(Class<T> elementType, FileCompactor compactor) {
    if (!(compactor instanceof RecordWiseFileCompactor)) {
      throw new IllegalArgumentException(
          ("The compactor %s does not merge row by row. Parquet files cannot be joined as bytes:"
                  + " the rows of all files but the last would be lost. Expected a"
                  + " RecordWiseFileCompactor whose reader returns the %s elements of a file, for"
                  + " example new RecordWiseFileCompactor<>(file -> reader)")
              .formatted(compactor.getClass().getName(), elementType.getSimpleName()));
    }
    return new CheckedFileCompactor<>(elementType, (RecordWiseFileCompactor<T>) compactor, null);
  }

  /**
   * Whether Flink's compaction finds files in this directory again. It sends their paths from task
   * to task in the form of URIs, and takes {@code %20} there for three characters of the name.
   */
  static boolean finds(Path directory) {
    return directory.toUri().getPath().equals(directory.toUri().getRawPath());
  }

  /**
   * @throws IllegalArgumentException if Flink's compaction would not find files of these names in
   *     this directory
   */
  static void requireFound(Path directory, String prefix, String suffix) {
    if (!finds(directory)) {
      throw new IllegalArgumentException(
          "Flink's compaction does not find files again in %s: choose a directory without spaces, percent signs or others that URIs escape, or leave compaction off"
              .formatted(directory));
    }
    if (!finds(new Path(directory, prefix + "-" + suffix))) {
      throw new IllegalArgumentException(
          "Flink's compaction does not find files again whose names begin with '%s' and end with '%s': choose a partPrefix and a partSuffix without spaces, percent signs or others that URIs escape, or leave compaction off"
              .formatted(prefix, suffix));
    }
  }

  /**
   * The same for files of a sink.
   *
   * @param options by which the sink writes files, and so reads their footers
   */
  CheckedFileCompactor<T> of(WriterOptions options) {
    return new CheckedFileCompactor<>(elementType, compactor, WrittenFiles.decryption(options));
  }

  @Override
  public void compact(List<Path> files, Writer<T> writer) throws Exception {
    RowCounter counter = new RowCounter(writer);
    try {
      compactor.compact(files, counter);
    } catch (Error e) {
      throw new IllegalStateException(
          "The files of %s could not be merged; they are kept".formatted(directoryOf(files)), e);
    }
    long expected = 0;
    for (Path file : files) {
      expected += ParquetRowFormat.rowCount(file, decryption);
    }
    if (counter.rows != expected) {
      throw new IllegalStateException(
          ("The compactor %s read %d rows of %d files in %s, but they have %d; the files are kept."
                  + " Correct its reader: it must return every row of a file once, and null then")
              .formatted(
                  compactor.getClass().getName(),
                  counter.rows,
                  files.size(),
                  directoryOf(files),
                  expected));
    }
  }

  private static Path directoryOf(List<Path> files) {
    return files.get(0).getParent();
  }

  private final class RowCounter implements Writer<T> {
    private final Writer<T> writer;
    private long rows;

    private RowCounter(Writer<T> writer) {
      this.writer = writer;
    }

    @Override
    public void write(T element) throws IOException {
      if (!elementType.isInstance(element)) {
        throw new IllegalStateException(
            "The reader of the compactor %s returned a %s, but the sink writes %s; the files are kept"
                .formatted(
                    compactor.getClass().getName(),
                    ((Object) element).getClass().getName(),
                    elementType.getSimpleName()));
      }
      writer.write(element);
      rows += ElementKind.rowsOf(element);
    }
  }
}
