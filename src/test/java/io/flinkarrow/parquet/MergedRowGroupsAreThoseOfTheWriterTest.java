package io.flinkarrow.parquet;

import static org.assertj.core.api.Assertions.assertThat;

import io.flinkarrow.parquet.input.ParquetInput;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.parquet.format.FileMetaData;
import org.apache.parquet.format.Util;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * To the byte: pages, dictionaries, statistics, indexes and Bloom filters are those of a file to
 * which all files were written again as batches. Their pages are too small to be copied.
 */
class MergedRowGroupsAreThoseOfTheWriterTest {

  @TempDir Path directory;

  private static WriterOptions options() {
    return WriterOptions.builder()
        .rowGroupRows(700)
        .pageRows(150)
        .columns(all -> all.bloomFilter(true).distinctCounts(true))
        .build();
  }

  private static byte[] beforeFooter(byte[] file) {
    return Arrays.copyOf(file, file.length - 8 - footerLength(file));
  }

  private static int footerLength(byte[] file) {
    return ByteBuffer.wrap(file, file.length - 8, 4).order(ByteOrder.LITTLE_ENDIAN).getInt();
  }

  private static FileMetaData footer(byte[] file) throws IOException {
    int length = footerLength(file);
    return Util.readFileMetaData(new ByteArrayInputStream(file, file.length - 8 - length, length));
  }

  private static byte[] writtenAgain(List<Path> files) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ArrowParquetWriter writer = null;
    try (BufferAllocator allocator = new RootAllocator()) {
      for (Path file : files) {
        try (ArrowParquetReader reader = ArrowParquetReader.open(file, allocator)) {
          if (writer == null) {
            writer =
                ArrowParquetWriter.open(
                    out, reader.getVectorSchemaRoot().getSchema(), reader, options());
          }
          writer.writeAll(reader);
        }
      }
      writer.finish();
      writer.close();
    }
    return out.toByteArray();
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6})
  void whateverTheSchema(long seed) throws IOException {
    List<Path> files = new ArrayList<>();
    List<ParquetInput.Opener> openers = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      Path file =
          RandomFile.write(
                  directory.resolve(i + ".parquet"),
                  seed,
                  schemas -> schemas.schema(6, 3),
                  WriterOptions.builder().rowGroupRows(110).pageRows(70).build(),
                  200 + 100 * i)
              .path();
      files.add(file);
      openers.add(() -> ParquetInput.open(file));
    }
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    CompactionSummary summary =
        ParquetFileCompactor.builder().writerOptions(options()).build().compact(openers, out);

    byte[] compacted = out.toByteArray();
    byte[] expected = writtenAgain(files);
    assertThat(summary.mergedRowGroups()).isEqualTo(2);
    assertThat(footer(compacted).getRow_groups()).isEqualTo(footer(expected).getRow_groups());
    assertThat(footer(compacted).getSchema()).isEqualTo(footer(expected).getSchema());
    assertThat(beforeFooter(compacted)).isEqualTo(beforeFooter(expected));
  }
}
