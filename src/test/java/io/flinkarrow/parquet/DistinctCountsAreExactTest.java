package io.flinkarrow.parquet;

import static org.assertj.core.api.Assertions.assertThat;

import io.flinkarrow.testing.PageWalk;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.Float8Vector;
import org.apache.arrow.vector.IntVector;
import org.apache.arrow.vector.VarCharVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.types.FloatingPointPrecision;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;
import org.apache.parquet.format.ColumnMetaData;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The page walk counts the values of all chunks that have a count, here and in random files. */
class DistinctCountsAreExactTest {

  private static final int ROWS = 2000;

  private static final Schema SCHEMA =
      new Schema(
          List.of(
              Field.nullable("few", new ArrowType.Int(32, true)),
              Field.nullable("kind", ArrowType.Utf8.INSTANCE),
              Field.nullable("all", new ArrowType.Int(32, true)),
              Field.nullable("real", new ArrowType.FloatingPoint(FloatingPointPrecision.DOUBLE))));

  @TempDir Path directory;

  /** The counts of the first row group, by column. */
  private Map<String, Long> counts(WriterOptions.Builder options) throws IOException {
    Path file = directory.resolve("rows.parquet");
    try (BufferAllocator allocator = new RootAllocator();
        VectorSchemaRoot batch = VectorSchemaRoot.create(SCHEMA, allocator);
        OutputStream out = Files.newOutputStream(file);
        ArrowParquetWriter writer = ArrowParquetWriter.open(out, SCHEMA, options.build())) {
      for (int row = 0; row < ROWS; row++) {
        if (row % 9 > 0) {
          ((IntVector) batch.getVector("few")).setSafe(row, row % 13);
          byte[] kind = ("kind " + row % 30).getBytes(StandardCharsets.UTF_8);
          ((VarCharVector) batch.getVector("kind")).setSafe(row, kind);
        }
        ((IntVector) batch.getVector("all")).setSafe(row, row);
        ((Float8Vector) batch.getVector("real")).setSafe(row, row % 2 == 0 ? 0.0 : -0.0);
      }
      batch.setRowCount(ROWS);
      writer.write(batch);
      writer.finish();
    }
    Map<String, Long> counts = new TreeMap<>();
    PageWalk.walk(file)
        .footer()
        .getRow_groups()
        .get(0)
        .getColumns()
        .forEach(chunk -> put(chunk.getMeta_data(), counts));
    return counts;
  }

  private static void put(ColumnMetaData chunk, Map<String, Long> counts) {
    if (chunk.getStatistics().isSetDistinct_count()) {
      counts.put(chunk.getPath_in_schema().get(0), chunk.getStatistics().getDistinct_count());
    }
  }

  private static WriterOptions.Builder counting() {
    return WriterOptions.builder().columns(all -> all.distinctCounts(true));
  }

  @Test
  void ofChunksThatAreAllDictionary() throws IOException {
    assertThat(counts(counting())).isEqualTo(Map.of("few", 13L, "kind", 30L));
  }

  @Test
  void notOfChunksWithoutADictionary() throws IOException {
    assertThat(counts(counting().dictionaryBytes(100).pageRows(40)))
        .containsOnlyKeys("few")
        .containsEntry("few", 13L);
  }

  @Test
  void notOfColumnsThatDoNotAskForThem() throws IOException {
    assertThat(counts(WriterOptions.builder())).isEmpty();
    assertThat(counts(counting().column("few", column -> column.distinctCounts(false))))
        .isEqualTo(Map.of("kind", 30L));
  }
}
