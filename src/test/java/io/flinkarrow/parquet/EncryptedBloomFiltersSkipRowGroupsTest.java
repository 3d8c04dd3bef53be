package io.flinkarrow.parquet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.flinkarrow.parquet.options.ColumnEncryption;
import io.flinkarrow.parquet.options.EncryptionAlgorithm;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;
import org.apache.parquet.ParquetReadOptions;
import org.apache.parquet.column.values.bloomfilter.BloomFilter;
import org.apache.parquet.conf.PlainParquetConfiguration;
import org.apache.parquet.filter2.compat.FilterCompat;
import org.apache.parquet.filter2.predicate.FilterApi;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.metadata.BlockMetaData;
import org.apache.parquet.io.LocalInputFile;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** parquet-java finds values by the Bloom filters of encrypted columns, with the keys only. */
class EncryptedBloomFiltersSkipRowGroupsTest {

  private static final int ROWS = 3000;
  private static final int GROUP_ROWS = 1000;

  private static final Schema SCHEMA =
      new Schema(
          List.of(
              Field.nullable("first", new ArrowType.Int(64, true)),
              Field.nullable("second", new ArrowType.Int(64, true))));

  @TempDir Path directory;

  static Stream<Arguments> modes() {
    return Stream.of(EncryptionAlgorithm.values())
        .flatMap(
            algorithm ->
                Stream.of(
                    Arguments.of(algorithm, false, ColumnEncryption.FOOTER_KEY),
                    Arguments.of(algorithm, false, ColumnEncryption.COLUMN_KEY),
                    Arguments.of(algorithm, true, ColumnEncryption.COLUMN_KEY)));
  }

  @ParameterizedTest
  @MethodSource("modes")
  void theyAreReadWithKeys(
      EncryptionAlgorithm algorithm, boolean plaintextFooter, ColumnEncryption encryption)
      throws Exception {
    Path file = write(algorithm, plaintextFooter, encryption);
    try (ParquetFileReader reader = open(file, new TestKeys().decryption().build(), null)) {
      List<BlockMetaData> groups = reader.getRowGroups();
      assertThat(groups).hasSize(ROWS / GROUP_ROWS);
      for (int group = 0; group < groups.size(); group++) {
        for (int column = 0; column < 2; column++) {
          BloomFilter filter =
              reader
                  .getBloomFilterDataReader(groups.get(group))
                  .readBloomFilter(groups.get(group).getColumns().get(column));
          int found = 0;
          for (int row = 0; row < ROWS; row++) {
            boolean maybe = filter.findHash(filter.hash(number(row, column)));
            assertThat(maybe || row / GROUP_ROWS != group).isTrue();
            found += maybe ? 1 : 0;
          }
          assertThat(found).isLessThan(GROUP_ROWS + ROWS / 20);
        }
      }
    }
    FilterCompat.Filter filter =
        FilterCompat.get(FilterApi.eq(FilterApi.longColumn("second"), number(1500, 1)));
    try (ParquetFileReader reader = open(file, new TestKeys().decryption().build(), filter)) {
      assertThat(reader.getRowGroups()).hasSize(1);
    }
  }

  @ParameterizedTest
  @MethodSource("modes")
  void theyAreBoundToTheirColumnAndRowGroup(
      EncryptionAlgorithm algorithm, boolean plaintextFooter, ColumnEncryption encryption)
      throws Exception {
    Path file = write(algorithm, plaintextFooter, encryption);
    long[] starts = new long[2];
    int length;
    try (ParquetFileReader reader = open(file, new TestKeys().decryption().build(), null)) {
      for (int group = 0; group < 2; group++) {
        starts[group] = reader.getRowGroups().get(group).getColumns().get(0).getBloomFilterOffset();
      }
      length = reader.getRowGroups().get(0).getColumns().get(0).getBloomFilterLength();
    }
    byte[] bytes = Files.readAllBytes(file);
    System.arraycopy(bytes, (int) starts[1], bytes, (int) starts[0], length);
    Files.write(file, bytes);
    try (ParquetFileReader reader = open(file, new TestKeys().decryption().build(), null)) {
      BlockMetaData group = reader.getRowGroups().get(0);
      assertThatThrownBy(
              () ->
                  reader.getBloomFilterDataReader(group).readBloomFilter(group.getColumns().get(0)))
          .hasStackTraceContaining("AEADBadTagException");
    }
  }

  private static long number(int row, int column) {
    return (2L * row + column) * 0x9E3779B97F4A7C15L;
  }

  private static ParquetFileReader open(
      Path file,
      org.apache.parquet.crypto.FileDecryptionProperties keys,
      FilterCompat.Filter filter)
      throws IOException {
    ParquetReadOptions.Builder options =
        ParquetReadOptions.builder(new PlainParquetConfiguration()).withDecryption(keys);
    if (filter != null) {
      options.withRecordFilter(filter).useBloomFilter(true);
    }
    return ParquetFileReader.open(new LocalInputFile(file), options.build());
  }

  private Path write(
      EncryptionAlgorithm algorithm, boolean plaintextFooter, ColumnEncryption encryption)
      throws IOException {
    WriterOptions options =
        WriterOptions.builder()
            .encryption(
                files ->
                    files
                        .keyProvider(new TestKeys())
                        .algorithm(algorithm)
                        .plaintextFooter(plaintextFooter))
            .columns(all -> all.bloomFilter(true).encryption(encryption))
            .dictionary(false)
            .rowGroupRows(GROUP_ROWS)
            .build();
    Path file = directory.resolve("file.parquet");
    try (BufferAllocator allocator = new RootAllocator();
        OutputStream out = Files.newOutputStream(file);
        VectorSchemaRoot batch = VectorSchemaRoot.create(SCHEMA, allocator);
        ArrowParquetWriter writer = ArrowParquetWriter.open(out, SCHEMA, options)) {
      for (int row = 0; row < ROWS; row++) {
        for (int column = 0; column < 2; column++) {
          ((BigIntVector) batch.getVector(column)).setSafe(row, number(row, column));
        }
      }
      batch.setRowCount(ROWS);
      writer.write(batch);
      writer.finish();
    }
    return file;
  }
}
