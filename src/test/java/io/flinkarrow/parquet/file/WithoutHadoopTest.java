package io.flinkarrow.parquet.file;

import static org.assertj.core.api.Assertions.assertThat;

import io.flinkarrow.parquet.column.ColumnSettings;
import io.flinkarrow.parquet.column.LeafColumn;
import io.flinkarrow.parquet.options.ColumnEncryption;
import io.flinkarrow.parquet.options.CompressionCodec;
import io.flinkarrow.parquet.options.PageVersion;
import io.flinkarrow.parquet.options.ValueEncoding;
import io.flinkarrow.parquet.page.ColumnChunkPages;
import io.flinkarrow.parquet.page.DataPageInfo;
import io.flinkarrow.parquet.page.PageStore;
import io.flinkarrow.parquet.page.SealedChunk;
import io.flinkarrow.parquet.statistics.ChunkStatistics;
import io.flinkarrow.parquet.statistics.PageStatistics;
import io.flinkarrow.parquet.statistics.StatisticsSettings;
import java.io.File;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.apache.parquet.format.BoundaryOrder;
import org.apache.parquet.format.Encoding;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.MessageTypeParser;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A JVM without Hadoop, parquet-hadoop and --add-opens writes a file with every codec. */
class WithoutHadoopTest {

  @TempDir Path directory;

  @Test
  void everyCodecWorksWithoutHadoopAndWithoutOpeningPackages() throws Exception {
    Path file = directory.resolve("forked.parquet");
    String classPath =
        Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
            .filter(entry -> !entry.contains("hadoop"))
            .collect(Collectors.joining(File.pathSeparator));
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                classPath,
                Program.class.getName(),
                file.toString())
            .redirectErrorStream(true)
            .start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
    assertThat(process.exitValue()).as(output).isZero();
    List<String> rows = ForeignReader.rows(file);
    assertThat(rows).hasSize(100);
    assertThat(rows.get(99)).contains("c0: 99").contains("c5: 99");
  }

  /** One INT64 column a codec, a hundred rows. */
  static final class Program {

    private static final PageStatistics NO_BOUNDS = new PageStatistics(null, null, false, false, 0);

    private Program() {}

    public static void main(String[] arguments) throws Exception {
      requireNoHadoop();
      MessageType schema =
          MessageTypeParser.parseMessageType(
              "message m { required int64 c0; required int64 c1; required int64 c2;"
                  + " required int64 c3; required int64 c4; required int64 c5; }");
      PageStore store = new PageStore();
      List<LeafColumn> columns = new ArrayList<>();
      List<SealedChunk> chunks = new ArrayList<>();
      ByteBuffer body = ByteBuffer.allocate(800).order(ByteOrder.LITTLE_ENDIAN);
      for (long value = 0; value < 100; value++) {
        body.putLong(value);
      }
      for (CompressionCodec codec : CompressionCodec.values()) {
        ColumnSettings settings =
            new ColumnSettings(
                codec,
                codec.defaultLevel(),
                false,
                1,
                ValueEncoding.PLAIN,
                false,
                1,
                1,
                StatisticsSettings.DEFAULT,
                true,
                ColumnEncryption.NONE,
                PageVersion.V1,
                false,
                null);
        int ordinal = columns.size();
        LeafColumn column = new LeafColumn(ordinal, schema.getColumns().get(ordinal), settings);
        columns.add(column);
        ColumnChunkPages pages = new ColumnChunkPages(column, store);
        pages.addDataPage(
            body.array(),
            800,
            new DataPageInfo(100, 100, Encoding.PLAIN, NO_BOUNDS, 0, null, null));
        chunks.add(
            pages.seal(
                new ChunkStatistics(null, null, false, false, 0, BoundaryOrder.UNORDERED, false)));
      }
      try (OutputStream out = Files.newOutputStream(Path.of(arguments[0]))) {
        ParquetFileAssembler file = new ParquetFileAssembler(out, FooterSchema.of(schema, columns));
        file.writeRowGroup(100, chunks);
        file.finish(Map.of());
      }
    }

    private static void requireNoHadoop() {
      try {
        Class.forName("org.apache.hadoop.conf.Configuration");
      } catch (ClassNotFoundException expected) {
        return;
      }
      throw new IllegalStateException("Hadoop is on the class path");
    }
  }
}
