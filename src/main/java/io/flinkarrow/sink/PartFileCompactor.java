package io.flinkarrow.sink;

import io.flinkarrow.parquet.ParquetFileCompactor;
import io.flinkarrow.parquet.WriterOptions;
import io.flinkarrow.parquet.WrittenFiles;
import io.flinkarrow.parquet.input.ParquetInput;
import io.flinkarrow.read.file.FileSystemInput;
import java.io.OutputStream;
import java.util.List;
import org.apache.flink.connector.file.sink.compactor.OutputStreamBasedFileCompactor;
import org.apache.flink.core.fs.Path;

/**
 * Merges part files of a sink by columns: {@link ParquetFileCompactor}. Flink removes the files
 * only if that succeeds.
 *
 * <p>Errors become exceptions, because Flink waits for ever for a merge that ends with an error.
 */
final class PartFileCompactor extends OutputStreamBasedFileCompactor {

  private static final long serialVersionUID = 1L;

  private final WriterOptions options;

  /**
   * @param options by which the sink writes files
   */
  PartFileCompactor(WriterOptions options) {
    this.options = options;
  }

  @Override
  protected void doCompact(List<Path> files, OutputStream out) {
    try {
      ParquetFileCompactor.builder()
          .writerOptions(options)
          .readerOptions(WrittenFiles.readerOptions(options))
          .build()
          .compact(
              files.stream()
                  .<ParquetInput.Opener>map(file -> () -> FileSystemInput.open(file))
                  .toList(),
              out);
    } catch (Exception | Error e) {
      throw new IllegalStateException(
          "%d files of %s could not be merged; they are kept: %s"
              .formatted(files.size(), files.get(0).getParent(), e.getMessage()),
          e);
    }
  }
}
