package io.flinkarrow.parquet;

import static org.assertj.core.api.Assertions.assertThat;

import io.flinkarrow.parquet.FileSummary.Bound;
import io.flinkarrow.parquet.FileSummary.ColumnSummary;
import io.flinkarrow.parquet.FileSummary.FileChecksums;
import io.flinkarrow.parquet.options.CompressionCodec;
import io.flinkarrow.testing.DuckDbReader;
import io.flinkarrow.testing.ParquetJavaReader;
import io.flinkarrow.testing.RandomSchemas;
import io.flinkarrow.testing.TypeCatalogue;
import io.flinkarrow.testing.TypeCatalogue.Nesting;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.IntStream;
import java.util.zip.CRC32C;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.Float8Vector;
import org.apache.arrow.vector.VarCharVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.types.FloatingPointPrecision;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.FieldType;
import org.apache.arrow.vector.types.pojo.Schema;
import org.apache.parquet.column.statistics.Statistics;
import org.apache.parquet.format.FileMetaData;
import org.apache.parquet.format.Util;
import org.apache.parquet.hadoop.metadata.BlockMetaData;
import org.apache.parquet.hadoop.metadata.ColumnChunkMetaData;
import org.apache.parquet.hadoop.metadata.ParquetMetadata;
import org.apache.parquet.schema.PrimitiveType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What {@code finish} returns is what parquet-java and DuckDB find in the file. */
class SummariesSayWhatTheFooterSaysTest {

  private static final int[] BATCH_ROWS = {40, 50, 1, 29};

  @TempDir Path directory;

  /** Leaves of all types, in places that take turns. */
  private static Schema everyType(RandomSchemas schemas, int seed) {
    List<Field> columns = new ArrayList<>();
    for (Map.Entry<String, FieldType> leaf : TypeCatalogue.leaves(schemas).entrySet()) {
      Nesting nesting = Nesting.values()[(columns.size() * seed) % Nesting.values().length];
      columns.add(
          TypeCatalogue.column(leaf.getKey(), leaf.getValue(), columns.size() % 3 > 0, nesting));
    }
    return new Schema(columns);
  }

  static IntStream ofEveryType() {
    return IntStream.range(1, Boolean.getBoolean("flinkarrow.extended") ? 40 : 3);
  }

  @ParameterizedTest
  @MethodSource
  void ofEveryType(int seed) throws Exception {
    RandomFile file = file(seed);

    checkByParquetJava(file);
    checkByDuckDb(file);
    assertThat(file.summary().checksums()).contains(checksums(Files.readAllBytes(file.path())));
  }

  private RandomFile file(int seed) throws IOException {
    return RandomFile.write(
        directory.resolve(seed + ".parquet"),
        seed,
        schemas -> everyType(schemas, seed),
        WriterOptions.builder().pageRows(25).rowGroupRows(50).fileChecksums(true).build(),
        BATCH_ROWS);
  }

  private static void checkByParquetJava(RandomFile file) throws IOException {
    ParquetMetadata footer = ParquetJavaReader.footer(file.path());
    FileSummary summary = file.summary();
    assertThat(summary.rowGroups()).isEqualTo(footer.getBlocks().size()).isEqualTo(3);
    assertThat(summary.rows())
        .isEqualTo(footer.getBlocks().stream().mapToLong(BlockMetaData::getRowCount).sum());
    assertThat(summary.bytes()).isEqualTo(Files.size(file.path()));
    int bounded = 0;
    for (int i = 0; i < summary.columns().size(); i++) {
      ColumnSummary column = summary.columns().get(i);
      List<ColumnChunkMetaData> chunks = new ArrayList<>();
      for (BlockMetaData rowGroup : footer.getBlocks()) {
        chunks.add(rowGroup.getColumns().get(i));
      }
      bounded += checkColumn(column, chunks) ? 1 : 0;
    }
    assertThat(bounded).as("columns with bounds").isGreaterThan(20);
  }

  /** Returns whether it has bounds. */
  private static boolean checkColumn(ColumnSummary column, List<ColumnChunkMetaData> chunks) {
    String path = chunks.get(0).getPath().toDotString();
    assertThat(column.path()).isEqualTo(path);
    assertThat(column.values())
        .isEqualTo(chunks.stream().mapToLong(ColumnChunkMetaData::getValueCount).sum());
    assertThat(column.compressedBytes())
        .isEqualTo(chunks.stream().mapToLong(ColumnChunkMetaData::getTotalSize).sum());
    assertThat(column.uncompressedBytes())
        .isEqualTo(chunks.stream().mapToLong(ColumnChunkMetaData::getTotalUncompressedSize).sum());
    TreeSet<String> encodings = new TreeSet<>();
    chunks.forEach(chunk -> chunk.getEncodings().forEach(each -> encodings.add(each.name())));
    assertThat(column.encodings()).containsExactlyInAnyOrderElementsOf(encodings);
    return checkStatistics(column, chunks);
  }

  @SuppressWarnings({"rawtypes", "unchecked"})
  private static boolean checkStatistics(ColumnSummary column, List<ColumnChunkMetaData> chunks) {
    PrimitiveType type = chunks.get(0).getPrimitiveType();
    Statistics merged = Statistics.createStats(type);
    boolean complete = true;
    for (ColumnChunkMetaData chunk : chunks) {
      Statistics statistics = chunk.getStatistics();
      merged.mergeStatistics(statistics);
      complete &= statistics.hasNonNullValue() || statistics.getNumNulls() == chunk.getValueCount();
    }
    assertThat(column.nulls()).as(column.path()).hasValue(merged.getNumNulls());
    boolean bounded = complete && merged.hasNonNullValue();
    assertThat(column.min().isPresent()).as("%s has a minimum", column.path()).isEqualTo(bounded);
    assertThat(column.max().isPresent()).as("%s has a maximum", column.path()).isEqualTo(bounded);
    if (bounded) {
      assertThat(bytes(column.min())).as("minimum %s", column).isEqualTo(merged.getMinBytes());
      assertThat(bytes(column.max())).as("maximum %s", column).isEqualTo(merged.getMaxBytes());
      assertThat(column.min().get().text()).isEqualTo(merged.minAsString());
      assertThat(column.max().get().text()).isEqualTo(merged.maxAsString());
    }
    return bounded;
  }

  private static byte[] bytes(Optional<Bound> bound) {
    ByteBuffer view = bound.orElseThrow().bytes();
    byte[] bytes = new byte[view.remaining()];
    view.get(bytes);
    return bytes;
  }

  private static void checkByDuckDb(RandomFile file) throws SQLException {
    List<List<Object>> columns =
        DuckDbReader.query(
            """
            SELECT sum(num_values)::BIGINT, sum(stats_null_count)::BIGINT,
                   sum(total_compressed_size)::BIGINT, sum(total_uncompressed_size)::BIGINT,
                   string_agg(encodings, ', ')
            FROM parquet_metadata('%s') GROUP BY column_id ORDER BY column_id
            """
                .formatted(file.path()));

    assertThat(file.summary().columns()).hasSameSizeAs(columns);
    for (int i = 0; i < columns.size(); i++) {
      ColumnSummary column = file.summary().columns().get(i);
      assertThat(
              List.<Object>of(
                  column.values(),
                  column.nulls().orElseThrow(),
                  column.compressedBytes(),
                  column.uncompressedBytes()))
          .as(column.path())
          .isEqualTo(columns.get(i).subList(0, 4));
      assertThat(new TreeSet<>(column.encodings()))
          .isEqualTo(new TreeSet<>(Arrays.asList(((String) columns.get(i).get(4)).split(", "))));
    }
  }

  private static FileChecksums checksums(byte[] bytes) throws Exception {
    CRC32C crc = new CRC32C();
    crc.update(bytes);
    byte[] sha256 = MessageDigest.getInstance("SHA-256").digest(bytes);
    return new FileChecksums(crc.getValue(), HexFormat.of().formatHex(sha256));
  }

  private static final Schema SMALL =
      new Schema(
          List.of(
              new Field(
                  "id",
                  new FieldType(
                      true, new ArrowType.Int(64, true), null, Map.of("PARQUET:field_id", "7")),
                  null),
              Field.nullable("text", new ArrowType.Utf8()),
              Field.nullable("real", new ArrowType.FloatingPoint(FloatingPointPrecision.DOUBLE))));

  /** One row group per row; null for a null. */
  private static FileSummary write(ByteArrayOutputStream out, Object[]... rows) throws IOException {
    try (BufferAllocator allocator = new RootAllocator();
        VectorSchemaRoot batch = VectorSchemaRoot.create(SMALL, allocator);
        ArrowParquetWriter writer = ArrowParquetWriter.open(out, SMALL, WriterOptions.defaults())) {
      for (Object[] row : rows) {
        batch.allocateNew();
        if (row[0] != null) {
          ((BigIntVector) batch.getVector(0)).setSafe(0, (long) row[0]);
        }
        if (row[1] != null) {
          byte[] text = ((String) row[1]).getBytes(StandardCharsets.UTF_8);
          ((VarCharVector) batch.getVector(1)).setSafe(0, text);
        }
        if (row[2] != null) {
          ((Float8Vector) batch.getVector(2)).setSafe(0, (double) row[2]);
        }
        batch.setRowCount(1);
        writer.write(batch);
        writer.flushRowGroup();
      }
      return writer.finish();
    }
  }

  @Test
  void boundsSayWhetherTheyAreExact() throws Exception {
    String shared = "x".repeat(70);
    FileSummary summary =
        write(
            new ByteArrayOutputStream(),
            new Object[] {5L, shared + "a", 2.5},
            new Object[] {-3L, shared.substring(0, 64), null},
            new Object[] {null, shared + "b", -1.0});

    ColumnSummary id = summary.columns().get(0);
    assertThat(id.fieldId()).hasValue(7);
    assertThat(id.nulls()).hasValue(1);
    assertThat(id.min().orElseThrow().bytes().getLong()).isEqualTo(-3);
    assertThat(id.min().orElseThrow().text()).isEqualTo("-3");
    assertThat(id.max().orElseThrow().exact()).isTrue();
    ColumnSummary text = summary.columns().get(1);
    assertThat(text.min().orElseThrow().text()).isEqualTo("x".repeat(64));
    assertThat(text.min().orElseThrow().exact()).as("one row has just this").isTrue();
    assertThat(text.max().orElseThrow().text()).isEqualTo("x".repeat(63) + "y");
    assertThat(text.max().orElseThrow().exact()).isFalse();
    assertThat(summary.columns().get(2).max().orElseThrow().bytes().getDouble()).isEqualTo(2.5);
  }

  @Test
  void aRowGroupWithoutBoundsLeavesTheFileWithoutThem() throws Exception {
    FileSummary summary =
        write(
            new ByteArrayOutputStream(),
            new Object[] {null, null, 1.0},
            new Object[] {null, null, Double.NaN});

    assertThat(summary.columns())
        .allSatisfy(
            column -> {
              assertThat(column.min()).isEmpty();
              assertThat(column.max()).isEmpty();
            });
    assertThat(summary.columns().get(0).nulls()).hasValue(2);
  }

  @Test
  void withoutTheOptionThereAreNoChecksumsAndTheSameBytes() throws Exception {
    ByteArrayOutputStream without = new ByteArrayOutputStream();
    ByteArrayOutputStream with = new ByteArrayOutputStream();
    FileSummary plain = flat(without, WriterOptions.builder());
    FileSummary summed = flat(with, WriterOptions.builder().fileChecksums(true));

    assertThat(plain.checksums()).isEmpty();
    assertThat(with.toByteArray()).isEqualTo(without.toByteArray());
    assertThat(summed.checksums()).contains(checksums(with.toByteArray()));
    assertThat(summed.columns()).isEqualTo(plain.columns());
  }

  /** Pages of more than 64 KiB, which pass the buffer of small writes by. */
  private static FileSummary flat(ByteArrayOutputStream out, WriterOptions.Builder options)
      throws IOException {
    try (BufferAllocator allocator = new RootAllocator();
        ArrowParquetWriter writer =
            ArrowParquetWriter.open(
                out,
                FlatRows.SCHEMA,
                options.codec(CompressionCodec.UNCOMPRESSED).dictionary(false).build())) {
      for (int rowGroup = 0; rowGroup < 3; rowGroup++) {
        try (VectorSchemaRoot batch = FlatRows.batch(allocator, 9000L * rowGroup, 9000, 20)) {
          writer.write(batch);
          writer.flushRowGroup();
        }
      }
      return writer.finish();
    }
  }

  @Test
  void ofAFileWithoutRows() throws Exception {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    WriterOptions options = WriterOptions.builder().fileChecksums(true).build();
    try (ArrowParquetWriter writer = ArrowParquetWriter.open(out, FlatRows.SCHEMA, options)) {
      FileSummary summary = writer.finish();
      assertThat(summary.rows()).isZero();
      assertThat(summary.bytes()).isEqualTo(out.size());
      assertThat(summary.checksums()).contains(checksums(out.toByteArray()));
      assertThat(summary.columns())
          .hasSize(footer(out.toByteArray()).getColumn_ordersSize())
          .allMatch(column -> column.compressedBytes() == 0 && column.min().isEmpty());
      assertThat(writer.finish()).isSameAs(summary);
    }
  }

  private static FileMetaData footer(byte[] file) throws IOException {
    int tail = file.length - 8;
    int length = Integer.reverseBytes(ByteBuffer.wrap(file).getInt(tail));
    return Util.readFileMetaData(new ByteArrayInputStream(file, tail - length, length));
  }
}
