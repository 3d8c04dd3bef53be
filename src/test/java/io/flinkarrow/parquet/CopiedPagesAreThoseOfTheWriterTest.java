package io.flinkarrow.parquet;

import static org.assertj.core.api.Assertions.assertThat;

import io.flinkarrow.parquet.options.CompressionCodec;
import io.flinkarrow.parquet.options.PageVersion;
import io.flinkarrow.testing.PageWalk;
import io.flinkarrow.testing.PageWalk.Rules;
import io.flinkarrow.testing.RandomSchemas;
import io.flinkarrow.testing.RowsOfBatches;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Function;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;
import org.apache.parquet.format.ColumnChunk;
import org.apache.parquet.format.ColumnMetaData;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Compared with files of the same pages that another library seems to have written: all merged. */
class CopiedPagesAreThoseOfTheWriterTest {

  @TempDir Path directory;

  private static Schema everyType(RandomSchemas schemas) {
    List<Field> fields = new ArrayList<>();
    for (ArrowType type : RandomSchemas.leafTypes()) {
      fields.add(schemas.leaf("t" + fields.size(), type));
    }
    fields.addAll(schemas.schema(4, 3).getFields());
    return new Schema(fields);
  }

  private byte[] written(
      long seed, Function<RandomSchemas, Schema> schema, WriterOptions options, int... rows)
      throws IOException {
    Path file = directory.resolve("source.parquet");
    return Files.readAllBytes(RandomFile.write(file, seed, schema, options, rows).path());
  }

  private List<Map<String, Object>> rows(byte[] file) throws IOException {
    return RowsOfBatches.of(Files.write(directory.resolve("read.parquet"), file));
  }

  private byte[] merged(List<byte[]> files, WriterOptions options) throws IOException {
    List<byte[]> ofAnother = new ArrayList<>();
    for (byte[] file : files) {
      ofAnother.add(CompactedBytes.ofAnother(file));
    }
    return CompactedBytes.of(directory, ofAnother, options);
  }

  private static WriterOptions.Builder options(long seed) {
    return WriterOptions.builder()
        .pageRows(100)
        .codec(CompressionCodec.values()[(int) (seed % CompressionCodec.values().length)])
        .checksums(seed % 3 != 0)
        .dictionary(seed % 4 != 0)
        .columns(all -> all.pageVersion(PageVersion.values()[(int) (seed % 2)]));
  }

  /** To the byte, because the files end their pages where the one file does. */
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12})
  void ofEveryType(long seed) throws IOException {
    List<byte[]> files =
        List.of(aligned(seed, 1000, 400), aligned(seed, 700, 300), aligned(seed, 600, 600));
    WriterOptions options = withShortBounds(seed).build();

    byte[] compacted = CompactedBytes.of(directory, files, options);

    assertThat(compacted).isEqualTo(merged(files, options));
  }

  private byte[] aligned(long seed, int rows, int rowGroupRows) throws IOException {
    return written(
        seed,
        CopiedPagesAreThoseOfTheWriterTest::everyType,
        withShortBounds(seed).rowGroupRows(rowGroupRows).build(),
        rows);
  }

  /** So that most strings are truncated. */
  private static WriterOptions.Builder withShortBounds(long seed) {
    return options(seed).columns(all -> all.boundsLength(4 + (int) seed % 3));
  }

  /** Pages end elsewhere, dictionaries are full, and some row groups are too small. */
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12})
  void whereverPagesEnd(long seed) throws IOException {
    Random random = new Random(seed);
    List<byte[]> files = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      files.add(
          written(
              seed,
              CopiedPagesAreThoseOfTheWriterTest::everyType,
              options(seed)
                  .rowGroupRows(150 + random.nextInt(300))
                  .pageRows(70 + random.nextInt(30))
                  .pageBytes(500 + random.nextInt(5000))
                  .build(),
              700 + random.nextInt(200)));
    }
    WriterOptions options =
        options(seed).dictionaryBytes(300 + random.nextInt(2000)).rowGroupRows(1500).build();

    byte[] compacted = CompactedBytes.of(directory, files, options);
    byte[] merged = merged(files, options);

    PageWalk.walk(compacted, new Rules(true, seed % 3 != 0, Map.of(), Rules.OURS.all()));
    assertThat(rows(compacted)).isEqualTo(rows(merged));
    if (CompactedBytes.footer(compacted).getRow_groups().size()
        == CompactedBytes.footer(merged).getRow_groups().size()) {
      assertSameStatistics(compacted, merged);
    }
  }

  private static void assertSameStatistics(byte[] compacted, byte[] merged) throws IOException {
    var groups = CompactedBytes.footer(compacted).getRow_groups();
    var expected = CompactedBytes.footer(merged).getRow_groups();
    for (int group = 0; group < groups.size(); group++) {
      if (groups.get(group).getNum_rows() != expected.get(group).getNum_rows()) {
        return;
      }
      List<ColumnChunk> chunks = groups.get(group).getColumns();
      for (int column = 0; column < chunks.size(); column++) {
        ColumnMetaData found = chunks.get(column).getMeta_data();
        ColumnMetaData wanted = expected.get(group).getColumns().get(column).getMeta_data();
        assertThat(found.getStatistics())
            .as("%s in row group %d", found.getPath_in_schema(), group)
            .isEqualTo(wanted.getStatistics());
        assertThat(found.getSize_statistics()).isEqualTo(wanted.getSize_statistics());
        assertThat(found.getNum_values()).isEqualTo(wanted.getNum_values());
      }
    }
  }
}
