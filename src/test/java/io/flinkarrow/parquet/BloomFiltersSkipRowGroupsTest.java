package io.flinkarrow.parquet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.flinkarrow.testing.DuckDbReader;
import io.flinkarrow.testing.PageFacts;
import io.flinkarrow.testing.PageWalk;
import io.flinkarrow.testing.PageWalk.WalkedFile;
import io.flinkarrow.testing.ParquetJavaReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.BitVector;
import org.apache.arrow.vector.VarCharVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;
import org.apache.parquet.column.values.bloomfilter.BloomFilter;
import org.apache.parquet.filter2.predicate.FilterApi;
import org.apache.parquet.filter2.predicate.FilterPredicate;
import org.apache.parquet.format.Encoding;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.metadata.BlockMetaData;
import org.apache.parquet.hadoop.metadata.ColumnChunkMetaData;
import org.apache.parquet.io.LocalInputFile;
import org.apache.parquet.io.api.Binary;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files of four row groups, whose numbers and names are in no order and each only once. */
class BloomFiltersSkipRowGroupsTest {

  private static final int ROWS = 4000;
  private static final int GROUP_ROWS = 1000;

  private static final Schema SCHEMA =
      new Schema(
          List.of(
              Field.nullable("number", new ArrowType.Int(64, true)),
              Field.nullable("name", ArrowType.Utf8.INSTANCE),
              Field.nullable("kind", ArrowType.Utf8.INSTANCE),
              Field.nullable("flag", ArrowType.Bool.INSTANCE),
              Field.nullable("growing", new ArrowType.Int(64, true))));

  @TempDir Path directory;

  private static long number(int row) {
    return row * 0x9E3779B97F4A7C15L;
  }

  private Path write(WriterOptions.Builder options) throws IOException {
    Path file = directory.resolve("rows.parquet");
    try (OutputStream out = Files.newOutputStream(file)) {
      write(options, out);
    }
    PageWalk.walk(file);
    return file;
  }

  private static void write(WriterOptions.Builder options, OutputStream out) throws IOException {
    try (BufferAllocator allocator = new RootAllocator();
        VectorSchemaRoot batch = VectorSchemaRoot.create(SCHEMA, allocator);
        ArrowParquetWriter writer =
            ArrowParquetWriter.open(out, SCHEMA, options.rowGroupRows(GROUP_ROWS).build())) {
      for (int row = 0; row < ROWS; row++) {
        if (row % 10 == 3) {
          continue;
        }
        ((BigIntVector) batch.getVector("number")).setSafe(row, number(row));
        byte[] name = ("name " + number(row)).getBytes(StandardCharsets.UTF_8);
        ((VarCharVector) batch.getVector("name")).setSafe(row, name);
        byte[] kind = ("kind " + row % 7).getBytes(StandardCharsets.UTF_8);
        ((VarCharVector) batch.getVector("kind")).setSafe(row, kind);
        ((BigIntVector) batch.getVector("growing"))
            .setSafe(row, row % GROUP_ROWS < 60 ? row % 5 : number(row));
        ((BitVector) batch.getVector("flag")).setSafe(row, row % 2);
      }
      batch.setRowCount(ROWS);
      writer.write(batch);
      writer.finish();
    }
  }

  private static WriterOptions.Builder filters() {
    return WriterOptions.builder().columns(all -> all.bloomFilter(true));
  }

  @Test
  void parquetJavaReadsNoOtherRowGroups() throws IOException {
    Path file = write(filters());
    FilterPredicate number = FilterApi.eq(FilterApi.longColumn("number"), number(1500));
    FilterPredicate name =
        FilterApi.eq(FilterApi.binaryColumn("name"), Binary.fromString("name " + number(2500)));
    FilterPredicate nobody =
        FilterApi.eq(FilterApi.binaryColumn("name"), Binary.fromString("name 5"));

    assertThat(ParquetJavaReader.rowsLeftByPruning(file, number)).isLessThanOrEqualTo(GROUP_ROWS);
    assertThat(ParquetJavaReader.readPruned(file, number, Set.of("number"))).hasSize(1);
    assertThat(ParquetJavaReader.rowsLeftByPruning(file, name)).isLessThanOrEqualTo(GROUP_ROWS);
    assertThat(ParquetJavaReader.rowsLeftByPruning(file, nobody)).isZero();
    assertThat(ParquetJavaReader.rowsLeftByPruning(write(WriterOptions.builder()), nobody))
        .isEqualTo(ROWS);
  }

  @Test
  void duckDbExcludesThemByItsProbe() throws Exception {
    Path file = write(filters());

    assertThat(excluded(file, "number", Long.toString(number(1500))))
        .containsExactly(true, false, true, true);
    assertThat(excluded(file, "name", "'name %d'".formatted(number(2500))))
        .containsExactly(true, true, false, true);
    assertThat(DuckDbReader.count(file, "name = 'name %d'".formatted(number(2500)))).isEqualTo(1);
  }

  private static List<Object> excluded(Path file, String column, String literal) throws Exception {
    String sql =
        "SELECT bloom_filter_excludes FROM parquet_bloom_probe('%s', '%s', %s) ORDER BY row_group_id";
    return DuckDbReader.query(sql.formatted(file, column, literal)).stream()
        .map(row -> row.get(0))
        .toList();
  }

  @Test
  void everyValueIsFoundAndOfOthersNoMoreThanTwiceTheProbability() throws IOException {
    Path file = write(filters().columns(all -> all.bloomFilterFalsePositiveProbability(0.02)));
    int falsePositives = 0;
    int asked = 20_000;
    try (ParquetFileReader reader = ParquetFileReader.open(new LocalInputFile(file))) {
      List<BlockMetaData> groups = reader.getFooter().getBlocks();
      assertThat(groups).hasSize(ROWS / GROUP_ROWS);
      for (int group = 0; group < groups.size(); group++) {
        BloomFilter filter =
            reader
                .getBloomFilterDataReader(groups.get(group))
                .readBloomFilter(chunk(groups.get(group), 0));
        for (int row = group * GROUP_ROWS; row < (group + 1) * GROUP_ROWS; row++) {
          assertThat(row % 10 == 3 || filter.findHash(filter.hash(number(row)))).isTrue();
        }
        falsePositives +=
            IntStream.range(ROWS, ROWS + asked)
                .filter(other -> filter.findHash(filter.hash(number(other))))
                .count();
      }
    }
    assertThat(falsePositives / (4.0 * asked)).isLessThan(0.04).isPositive();
  }

  @Test
  void chunksOfADictionaryAndBooleansHaveNone() throws IOException {
    Path file = write(filters());
    assertThat(filtered(file)).containsExactly(true, true, false, false, true);

    file =
        write(filters().columnDictionary("kind", false).column("name", c -> c.bloomFilter(false)));
    assertThat(filtered(file)).containsExactly(true, false, true, false, true);
    assertThat(filtered(write(WriterOptions.builder()))).containsOnly(false);
  }

  /** Their first page pays, and the names behind it do not fit. */
  @Test
  void theEntriesOfADictionaryThatBecameFullAreInTheFilter() throws Exception {
    Path file = write(filters().dictionaryBytes(100).pageRows(30));
    WalkedFile walked = PageWalk.walk(file);
    List<Encoding> encodings =
        walked.column("growing").get(0).pages().stream().map(PageFacts::encoding).toList();

    assertThat(encodings).startsWith(Encoding.RLE_DICTIONARY).endsWith(Encoding.PLAIN);
    assertThat(filtered(file).get(4)).isTrue();
  }

  private static List<Boolean> filtered(Path file) throws IOException {
    try (ParquetFileReader reader = ParquetFileReader.open(new LocalInputFile(file))) {
      BlockMetaData group = reader.getFooter().getBlocks().get(0);
      return group.getColumns().stream().map(chunk -> chunk.getBloomFilterOffset() > 0).toList();
    }
  }

  private static ColumnChunkMetaData chunk(BlockMetaData group, int column) {
    return group.getColumns().get(column);
  }

  @Test
  void aBooleanColumnIsRefusedByItsPath() {
    WriterOptions.Builder options =
        WriterOptions.builder().column("flag", column -> column.bloomFilter(true));

    assertThatThrownBy(() -> write(options, new ByteArrayOutputStream()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("column 'flag'");
  }

  @Test
  void valuesThatNoFilterCanHaveAreRefused() {
    WriterOptions.Builder options = WriterOptions.builder();

    for (double wrong : new double[] {0, 1, -1, Double.NaN}) {
      assertThatThrownBy(
              () -> options.columns(all -> all.bloomFilterFalsePositiveProbability(wrong)))
          .hasMessageContaining("bloomFilterFalsePositiveProbability must be between 0 and 1");
    }
    assertThatThrownBy(() -> options.columns(all -> all.bloomFilterBytes(1023)))
        .hasMessage("bloomFilterBytes must be between 1024 and 134217728 but was 1023");
    assertThatThrownBy(() -> options.columns(all -> all.bloomFilterBytes((128 << 20) + 1)))
        .hasMessageContaining("bloomFilterBytes must be between 1024 and 134217728");
    assertThatThrownBy(() -> options.columns(all -> all.bloomFilterDistinctValues(-1)))
        .hasMessageContaining("bloomFilterDistinctValues must be at least 0");
  }
}
