package io.flinkarrow.parquet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.flinkarrow.benchmark.DataSet;
import io.flinkarrow.benchmark.comparison.ForeignCheck;
import io.flinkarrow.parquet.options.CompressionCodec;
import io.flinkarrow.parquet.options.FloatingPointOrder;
import io.flinkarrow.parquet.options.PageVersion;
import io.flinkarrow.parquet.options.ValueEncoding;
import io.flinkarrow.parquet.options.WriterProfile;
import io.flinkarrow.testing.ArrowCppFilter;
import io.flinkarrow.testing.ArrowCppReader;
import io.flinkarrow.testing.ArrowValues;
import io.flinkarrow.testing.Jobs;
import io.flinkarrow.testing.RandomSchemas;
import io.flinkarrow.testing.TypeCatalogue;
import io.flinkarrow.testing.TypeCatalogue.Nesting;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.ipc.ArrowStreamReader;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.FieldType;
import org.apache.arrow.vector.types.pojo.Schema;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.FieldSource;

/**
 * Arrow C++ gets from our files what was written, whatever the shape, the codec and the encoding.
 * Version 18.3 reads each encoding of every type that has it, but into dictionary-encoded Arrow
 * columns only PLAIN pages and those with a dictionary.
 */
class ArrowCppReadsTheFilesITCase {

  /** Several pages a column, and not a multiple of anything. */
  private static final int ROWS = 45_001;

  private static final int BATCH_ROWS = 20_000;

  /** Of files with every type in every place, which have some hundred columns. */
  private static final int[] WIDE_BATCH_ROWS =
      Jobs.EXTENDED ? new int[] {40, 200, 29} : new int[] {20, 70, 9};

  /** Less than the middle batch, and not a multiple of a page. */
  private static final int ROW_GROUP_ROWS = Jobs.EXTENDED ? 90 : 45;

  private static final int PAGE_ROWS = Jobs.EXTENDED ? 60 : 30;

  /** Of Arrow C++; its build for Java lacks one, see below. */
  private static final Set<CompressionCodec> CODECS =
      EnumSet.complementOf(EnumSet.of(CompressionCodec.BROTLI));

  @TempDir private Path folder;

  @Test
  void everyDataSetComesBackWithEveryCodec() throws Exception {
    List<Path> parquetFiles = new ArrayList<>();
    List<Map<String, String>> expected = new ArrayList<>();
    try (ForeignCheck check = new ForeignCheck()) {
      for (DataSet dataSet : DataSet.values()) {
        int rows = dataSet == DataSet.WIDE ? ROWS / 10 : ROWS;
        Path input = folder.resolve(dataSet + ".input");
        try (BufferAllocator allocator = new RootAllocator()) {
          dataSet.writeTo(input, allocator, rows, BATCH_ROWS);
          Map<String, String> sums = check.ofStream(input);
          assertThat(sums).containsEntry("rows", String.valueOf(rows));
          for (CompressionCodec codec : CODECS) {
            parquetFiles.add(write(input, allocator, codec));
            expected.add(sums);
          }
        }
      }
      List<Path> streams = ArrowCppReader.read(parquetFiles, folder);
      for (int i = 0; i < streams.size(); i++) {
        assertThat(check.ofStream(streams.get(i)))
            .as("%s", parquetFiles.get(i).getFileName())
            .isEqualTo(expected.get(i));
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void everyEncodingOfEveryTypeComesBack(ValueEncoding encoding) throws Exception {
    assertComesBack(
        writeEveryType(
            encoding.name(),
            encoding == ValueEncoding.PLAIN,
            schema -> EveryColumn.with(encoding, schema)));
  }

  @ParameterizedTest
  @FieldSource("CODECS")
  void compactFilesComeBack(CompressionCodec codec) throws Exception {
    assertComesBack(
        writeEveryType(
            "COMPACT-" + codec,
            true,
            schema -> WriterOptions.builder().profile(WriterProfile.COMPACT).codec(codec)));
  }

  @Test
  void pagesOfVersion2AndBloomFiltersComeBack() throws Exception {
    assertComesBack(
        writeEveryType(
            "V2",
            true,
            schema ->
                WriterOptions.builder()
                    .columns(all -> all.pageVersion(PageVersion.V2).bloomFilter(true))));
  }

  @Test
  void floatingPointsInTotalOrderComeBack() throws Exception {
    assertComesBack(
        writeEveryType(
            "TOTAL_ORDER",
            true,
            schema ->
                WriterOptions.builder()
                    .columns(
                        all -> all.floatingPointOrder(FloatingPointOrder.IEEE_754_TOTAL_ORDER))));
  }

  @Test
  void brotliIsNotInTheBuildForJava() throws Exception {
    Path file =
        writeEveryType(
                "BROTLI", true, schema -> WriterOptions.builder().codec(CompressionCodec.BROTLI))
            .path();
    assertThatThrownBy(() -> ArrowCppReader.read(List.of(file), folder))
        .hasMessageContaining("Support for codec 'brotli' not built");
  }

  @Test
  void pagesBeforeTheFirstValueComeBack() throws Exception {
    List<RandomFile> files = new ArrayList<>();
    for (WriterProfile profile : WriterProfile.values()) {
      files.add(
          LateValues.write(
              folder.resolve(profile + "-late.parquet"),
              LateValues.options().profile(profile).build(),
              LateValues.ROWS));
    }
    assertComesBack(files.toArray(RandomFile[]::new));
  }

  /** With bounds of another length than the column's, a filter ended the process. */
  @Test
  void bytesOfAnyFixedLengthAreFilteredByTheirStatistics() throws Exception {
    List<Field> fields = new ArrayList<>();
    for (int width : new int[] {1, 16, 63, 64, 65, 100, 2047, 2048, 4096, 5000}) {
      ArrowType type = new ArrowType.FixedSizeBinary(width);
      fields.add(Field.nullable("null" + width, type));
      fields.add(Field.notNullable("required" + width, type));
    }
    RandomFile file =
        RandomFile.write(
            folder.resolve("fixed.parquet"),
            4,
            schemas -> new Schema(fields),
            WriterOptions.builder().pageRows(10).rowGroupRows(40).build(),
            50,
            70);
    List<Long> expected =
        fields.stream()
            .map(Field::getName)
            .map(name -> file.rows().stream().filter(row -> row.get(name) != null).count())
            .toList();
    assertThat(ArrowCppFilter.countNotNull(file.path())).isEqualTo(expected);
  }

  private void assertComesBack(RandomFile... files) throws Exception {
    List<Path> streams =
        ArrowCppReader.read(Stream.of(files).map(RandomFile::path).toList(), folder);
    for (int i = 0; i < streams.size(); i++) {
      files[i].assertHolds("Arrow C++", rows(streams.get(i)));
    }
  }

  private RandomFile writeEveryType(
      String name, boolean dictionaryEncoded, Function<Schema, WriterOptions.Builder> options)
      throws IOException {
    return RandomFile.write(
        folder.resolve(name + ".parquet"),
        name.hashCode(),
        schemas -> everyType(schemas, dictionaryEncoded),
        (Schema schema) ->
            options.apply(schema).pageRows(PAGE_ROWS).rowGroupRows(ROW_GROUP_ROWS).build(),
        WIDE_BATCH_ROWS);
  }

  /**
   * @param dictionaryEncoded whether there are columns that Arrow C++ gives back dictionary-encoded
   */
  private static Schema everyType(RandomSchemas schemas, boolean dictionaryEncoded) {
    List<Field> fields = new ArrayList<>();
    for (Map.Entry<String, FieldType> leaf : TypeCatalogue.leaves(schemas).entrySet()) {
      boolean encoded = leaf.getValue().getDictionary() != null;
      for (Nesting nesting : Nesting.values()) {
        for (boolean nullable : new boolean[] {true, false}) {
          String name = "%s_%s_%s".formatted(leaf.getKey(), nullable, nesting);
          if (!encoded || dictionaryEncoded || nesting != Nesting.FLAT) {
            fields.add(TypeCatalogue.column(name, leaf.getValue(), nullable, nesting));
          }
        }
      }
    }
    return new Schema(fields);
  }

  private static List<Map<String, Object>> rows(Path stream) throws IOException {
    List<Map<String, Object>> rows = new ArrayList<>();
    try (BufferAllocator allocator = new RootAllocator();
        ArrowStreamReader reader = new ArrowStreamReader(Files.newByteChannel(stream), allocator)) {
      while (reader.loadNextBatch()) {
        rows.addAll(ArrowValues.rows(reader.getVectorSchemaRoot(), reader));
      }
    }
    return rows;
  }

  private Path write(Path input, BufferAllocator allocator, CompressionCodec codec)
      throws IOException {
    Path file = folder.resolve(input.getFileName() + "-" + codec + ".parquet");
    List<VectorSchemaRoot> batches = DataSet.readFrom(input, allocator);
    try (OutputStream out = Files.newOutputStream(file);
        ArrowParquetWriter writer =
            ArrowParquetWriter.open(
                out,
                batches.get(0).getSchema(),
                WriterOptions.builder().codec(codec).rowGroupRows(30_000).build())) {
      for (VectorSchemaRoot batch : batches) {
        writer.write(batch);
        batch.close();
      }
      writer.finish();
    }
    return file;
  }
}
