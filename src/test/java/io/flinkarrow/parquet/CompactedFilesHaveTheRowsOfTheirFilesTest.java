package io.flinkarrow.parquet;

import static org.assertj.core.api.Assertions.assertThat;

import io.flinkarrow.parquet.input.ParquetInput;
import io.flinkarrow.parquet.options.EncryptionKey;
import io.flinkarrow.testing.ArrowValues;
import io.flinkarrow.testing.DuckDbReader;
import io.flinkarrow.testing.ParquetJavaReader;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Schema;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whoever wrote the files, and whatever of them is copied or merged. */
class CompactedFilesHaveTheRowsOfTheirFilesTest {

  private static final ReaderOptions KEYS =
      ReaderOptions.builder()
          .keyProvider(() -> new EncryptionKey("0123456789abcdef".getBytes(StandardCharsets.UTF_8)))
          .allowPlaintextFiles(true)
          .build();

  @TempDir Path directory;

  private static List<Map<String, Object>> rows(Path file, ReaderOptions options)
      throws IOException {
    List<Map<String, Object>> rows = new ArrayList<>();
    try (BufferAllocator allocator = new RootAllocator();
        ArrowParquetReader reader =
            ArrowParquetReader.open(ParquetInput.open(file), options, allocator)) {
      while (reader.loadNextBatch()) {
        rows.addAll(ArrowValues.rows(reader.getVectorSchemaRoot(), reader));
      }
    }
    return rows;
  }

  private CompactionSummary compact(ParquetFileCompactor.Builder options, List<Path> files, Path to)
      throws IOException {
    try (OutputStream out = Files.newOutputStream(to)) {
      return options
          .build()
          .compact(
              files.stream()
                  .<ParquetInput.Opener>map(file -> () -> ParquetInput.open(file))
                  .toList(),
              out);
    }
  }

  private Path written(long seed, String name, Random random, int... batchRows) throws IOException {
    return RandomFile.write(
            directory.resolve(name),
            seed,
            schemas -> schemas.schema(8, 3),
            (Schema schema) ->
                RandomOptions.of(schema, seed).rowGroupRows(40 + random.nextInt(200)).build(),
            batchRows)
        .path();
  }

  /** Row groups of different sizes, some of which are large enough to be copied. */
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void ofOurs(long seed) throws IOException {
    Random random = new Random(seed);
    List<Path> files = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      files.add(written(seed, i + ".parquet", random, random.nextInt(300), random.nextInt(200)));
    }
    List<Map<String, Object>> expected = new ArrayList<>();
    for (Path file : files) {
      expected.addAll(rows(file, ReaderOptions.defaults()));
    }
    Path merged = directory.resolve("merged.parquet");
    Path mixed = directory.resolve("mixed.parquet");

    CompactionSummary none = compact(ParquetFileCompactor.builder(), files, merged);
    CompactionSummary some =
        compact(
            ParquetFileCompactor.builder()
                .copiedRowGroupRows(60)
                .readerOptions(ReaderOptions.builder().batchBytes(2_000).build())
                .writerOptions(WriterOptions.builder().rowGroupRows(90).build()),
            files,
            mixed);

    assertThat(none.rows()).isEqualTo(expected.size());
    assertThat(none.copiedRowGroups()).isZero();
    assertThat(none.mergedRowGroups()).isEqualTo(1);
    assertThat(none.bytes()).isEqualTo(Files.size(merged));
    assertThat(some.rows()).isEqualTo(expected.size());
    assertThat(rows(merged, ReaderOptions.defaults())).isEqualTo(expected);
    assertThat(rows(mixed, ReaderOptions.defaults())).isEqualTo(expected);
  }

  static Stream<String> foreign() {
    return Stream.of(
        "parquetjs-gzip",
        "pyarrow-gcm-v2",
        "duckdb-unsigned",
        "pyarrow-encodings-v1",
        "pyarrow-ctr-v2",
        "pyarrow-types",
        "pyarrow-struct-null",
        "pyarrow-encodings-v2",
        "duckdb-0.5-zstd",
        "pandas-null",
        "pyarrow-dup",
        "pyarrow-nested-nulls");
  }

  private static Path foreign(String name) throws URISyntaxException {
    return Path.of(
        CompactedFilesHaveTheRowsOfTheirFilesTest.class
            .getResource("/io/flinkarrow/read/" + name + ".parquet")
            .toURI());
  }

  @ParameterizedTest
  @MethodSource("foreign")
  void ofOthers(String name) throws Exception {
    boolean encrypted = name.contains("-gcm-") || name.contains("-ctr-");
    ReaderOptions reading = encrypted ? KEYS : ReaderOptions.defaults();
    WriterOptions.Builder writing = WriterOptions.builder();
    if (encrypted) {
      writing.encryption(files -> files.keyProvider(new TestKeys()));
    }
    Path file = foreign(name);
    Path merged = directory.resolve("merged.parquet");
    CompactionSummary summary =
        compact(
            ParquetFileCompactor.builder()
                .copiedRowGroupRows(1)
                .readerOptions(reading)
                .writerOptions(writing.build()),
            List.of(file, file),
            merged);

    List<Map<String, Object>> expected = new ArrayList<>(rows(file, reading));
    expected.addAll(rows(file, reading));
    assertThat(summary.copiedRowGroups()).as("of other writers").isZero();
    assertThat(
            rows(
                merged,
                encrypted
                    ? ReaderOptions.builder().keyProvider(new TestKeys()).build()
                    : ReaderOptions.defaults()))
        .isEqualTo(expected);
  }

  /** Of which some row groups are copied and some merged. */
  @ParameterizedTest
  @ValueSource(longs = {1, 2})
  void forOtherReaders(long seed) throws Exception {
    List<Path> files = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      files.add(
          RandomFile.write(
                  directory.resolve(i + ".parquet"),
                  seed,
                  schemas ->
                      new Schema(
                          List.of(
                              schemas.leaf("a", ArrowType.Utf8.INSTANCE),
                              schemas.leaf("b", new ArrowType.Int(64, true)),
                              schemas.leaf("c", new ArrowType.Bool()))),
                  WriterOptions.builder().rowGroupRows(100).build(),
                  150 + 60 * i)
              .path());
    }
    Path merged = directory.resolve("merged.parquet");
    CompactionSummary summary =
        compact(ParquetFileCompactor.builder().copiedRowGroupRows(100), files, merged);
    assertThat(summary.copiedRowGroups()).isPositive();
    List<Map<String, Object>> expected = new ArrayList<>();
    for (Path file : files) {
      expected.addAll(ParquetJavaReader.read(file));
    }
    assertThat(ParquetJavaReader.read(merged)).isEqualTo(expected);
  }

  @Test
  void ofDuckDbAndForDuckDb() throws Exception {
    List<Path> files = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      Path file = directory.resolve(i + ".parquet");
      DuckDbReader.execute(
          """
          COPY (SELECT i, 'text ' || i %% 7 AS t, [i, i + 1, NULL] AS l, i %% 3 = 0 AS b,
                       CASE WHEN i %% 4 > 0 THEN {'x': i / 7, 'y': MAP {i: 'z'}} END AS s
                FROM range(%d, %d) r(i)) TO '%s' (FORMAT parquet, ROW_GROUP_SIZE 2048)
          """
              .formatted(i * 30_000, (i + 1) * 30_000, file));
      files.add(file);
    }
    Path merged = directory.resolve("merged.parquet");
    CompactionSummary summary = compact(ParquetFileCompactor.builder(), files, merged);
    assertThat(summary)
        .isEqualTo(new CompactionSummary(3, 90_000, Files.size(merged), 0, 1, List.of()));
    assertThat(
            DuckDbReader.query(
                "SELECT count(*) FROM (SELECT * FROM '%s' EXCEPT ALL SELECT * FROM '%s/?.parquet')"
                    .formatted(merged, directory)))
        .isEqualTo(List.of(List.of(0L)));
    assertThat(DuckDbReader.query("SELECT i FROM '%s' LIMIT 1 OFFSET 45000".formatted(merged)))
        .isEqualTo(List.of(List.of(45_000L)));
  }
}
