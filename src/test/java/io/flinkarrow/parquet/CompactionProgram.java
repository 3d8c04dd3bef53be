package io.flinkarrow.parquet;

import io.flinkarrow.parquet.input.ParquetInput;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/**
 * A program that makes one file of several, with small row groups and limits: arguments are the
 * rows from which on row groups are copied, the new file, and the others.
 */
public final class CompactionProgram {

  private static final int SMALL = 8 << 20;

  private CompactionProgram() {}

  public static void main(String[] arguments) throws IOException {
    List<ParquetInput.Opener> files =
        Arrays.stream(arguments)
            .skip(2)
            .<ParquetInput.Opener>map(file -> () -> ParquetInput.open(Path.of(file)))
            .toList();
    try (OutputStream out =
        new BufferedOutputStream(Files.newOutputStream(Path.of(arguments[1])))) {
      System.out.println(
          ParquetFileCompactor.builder()
              .copiedRowGroupRows(Long.parseLong(arguments[0]))
              .writerOptions(WriterOptions.builder().rowGroupBytes(SMALL).build())
              .readerOptions(
                  ReaderOptions.builder().maximumHeldBytes(SMALL).fetchBytes(SMALL).build())
              .build()
              .compact(files, out));
    }
  }
}
