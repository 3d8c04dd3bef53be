package io.flinkarrow.parquet;

import static org.assertj.core.api.Assertions.assertThat;

import io.flinkarrow.parquet.input.ParquetInput;
import io.flinkarrow.parquet.options.ColumnEncryption;
import io.flinkarrow.parquet.options.CompressionCodec;
import io.flinkarrow.parquet.options.EncryptionAlgorithm;
import io.flinkarrow.testing.ArrowValues;
import io.flinkarrow.testing.DuckDbReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * However little may be held between batches, so that pages are let go and opened again where they
 * were left: files of all types, encodings, codecs and page versions, encrypted or not, have the
 * rows that they were written with.
 */
class WhatIsHeldChangesNoRowTest {

  private static final boolean EXTENDED = Boolean.getBoolean("flinkarrow.extended");

  @TempDir Path directory;

  static IntStream seeds() {
    return IntStream.range(0, EXTENDED ? 1500 : 60);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void ofRandomFiles(int seed) throws IOException {
    Random random = new Random(seed);
    boolean encrypted = random.nextInt(3) == 0;
    CompressionCodec codec = CompressionCodec.values()[seed % CompressionCodec.values().length];
    RandomFile written =
        RandomFile.write(
            directory.resolve("random.parquet"),
            seed,
            schemas ->
                (encrypted ? schemas : schemas.withReferences()).schema(5, random.nextInt(4)),
            schema -> options(RandomOptions.of(schema, seed).codec(codec), encrypted, random),
            70,
            0,
            230,
            1);
    ReaderOptions.Builder options =
        ReaderOptions.builder()
            .batchRows(1 + random.nextInt(40))
            .batchBytes(1 + random.nextInt(10_000))
            .maximumHeldBytes(1L << random.nextInt(16));
    if (encrypted) {
      options.keyProvider(new TestKeys());
    }
    written.assertHolds("a reader that holds little", rows(written.path(), options.build()));
  }

  private static WriterOptions options(
      WriterOptions.Builder options, boolean encrypted, Random random) {
    if (encrypted) {
      options
          .encryption(
              files ->
                  files
                      .keyProvider(new TestKeys())
                      .algorithm(EncryptionAlgorithm.values()[random.nextInt(2)]))
          .columns(all -> all.encryption(ColumnEncryption.values()[random.nextInt(3)]));
    }
    return options.build();
  }

  /** Pages of many thousand rows, of which a batch takes a few. */
  @ParameterizedTest
  @ValueSource(ints = {1, 1_000, 100_000, 400_000, 3_000_000})
  void ofLargePages(int maximumHeldBytes) throws Exception {
    Path file = directory.resolve("large.parquet");
    DuckDbReader.execute(
        "COPY (SELECT i, i %% 100 AS few, 'text ' || (i * 7919) %% 5000 AS t, [i, i + 1] AS l, CASE WHEN i %% 3 = 0 THEN NULL ELSE hash(i) END AS h FROM range(30000) r(i)) TO '%s' (FORMAT parquet, PARQUET_VERSION v2)"
            .formatted(file));
    ReaderOptions.Builder options = ReaderOptions.builder().batchRows(2_000);
    List<Map<String, Object>> expected = rows(file, options.build());
    assertThat(rows(file, options.maximumHeldBytes(maximumHeldBytes).build())).isEqualTo(expected);
  }

  private static List<Map<String, Object>> rows(Path file, ReaderOptions options)
      throws IOException {
    List<Map<String, Object>> rows = new ArrayList<>();
    try (BufferAllocator allocator = new RootAllocator();
        ArrowParquetReader reader =
            ArrowParquetReader.open(ParquetInput.open(file), options, allocator)) {
      VectorSchemaRoot root = reader.getVectorSchemaRoot();
      while (reader.loadNextBatch()) {
        assertThat(root.getRowCount()).isPositive();
        rows.addAll(ArrowValues.rows(root, reader));
      }
    }
    return rows;
  }
}
