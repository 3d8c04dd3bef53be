package io.flinkarrow.parquet;

import static org.assertj.core.api.Assertions.assertThat;

import io.flinkarrow.parquet.options.CompressionCodec;
import io.flinkarrow.parquet.options.PageVersion;
import io.flinkarrow.parquet.options.ValueEncoding;
import io.flinkarrow.parquet.options.WriterProfile;
import io.flinkarrow.testing.ChunkFacts;
import io.flinkarrow.testing.DuckDbReader;
import io.flinkarrow.testing.PageWalk;
import io.flinkarrow.testing.ParquetJavaReader;
import io.flinkarrow.testing.PlainValue;
import io.flinkarrow.testing.RandomSchemas;
import io.flinkarrow.testing.TypeCatalogue;
import io.flinkarrow.testing.TypeCatalogue.Nesting;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.FieldType;
import org.apache.arrow.vector.types.pojo.Schema;
import org.apache.parquet.format.Encoding;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every encoding of every type, nullable and not, flat and nested: DuckDB and parquet-java read
 * back what was written, and a walk over all pages finds the encoding that was asked for.
 */
class ForeignReadersReadEveryEncodingTest {

  private static final boolean EXTENDED = Boolean.getBoolean("flinkarrow.extended");
  private static final int[] BATCH_ROWS =
      EXTENDED ? new int[] {300, 0, 1400, 1, 299} : new int[] {20, 0, 80, 1, 9};

  /** The last one is smaller than others. */
  private static final int ROW_GROUP_ROWS = EXTENDED ? 200 : 80;

  private static final int PAGE_ROWS = EXTENDED ? 60 : 25;
  private static final int COMPACT_PAGE_BYTES = EXTENDED ? 1000 : 400;
  private static final Set<Nesting> PLACES =
      Set.of(Nesting.FLAT, Nesting.IN_STRUCT, Nesting.IN_LIST, Nesting.IN_MAP);

  /** Physical types and encodings of pages with values. */
  private static final Set<String> FOUND = new TreeSet<>();

  @TempDir Path directory;

  private final Set<String> unknownToDuckDb = new HashSet<>();

  static Stream<Arguments> encodingsCodecsAndVersions() {
    return Stream.of(ValueEncoding.values())
        .flatMap(
            encoding ->
                Stream.of(
                    Arguments.of(encoding, CompressionCodec.UNCOMPRESSED, PageVersion.V1),
                    Arguments.of(encoding, CompressionCodec.ZSTD, PageVersion.V1),
                    Arguments.of(encoding, CompressionCodec.ZSTD, PageVersion.V2)));
  }

  @ParameterizedTest
  @MethodSource("encodingsCodecsAndVersions")
  void everyColumnComesBack(ValueEncoding encoding, CompressionCodec codec, PageVersion version)
      throws Exception {
    RandomFile file =
        write(
            encoding + "-" + codec + "-" + version,
            encoding.ordinal(),
            schema ->
                EveryColumn.with(encoding, schema)
                    .codec(codec)
                    .columns(all -> all.pageVersion(version))
                    .pageRows(PAGE_ROWS)
                    .rowGroupRows(ROW_GROUP_ROWS));

    PageWalk.WalkedFile walked = PageWalk.walk(file.path());
    for (ChunkFacts chunk : walked.chunks()) {
      PrimitiveTypeName type = chunk.column().getPrimitiveType().getPrimitiveTypeName();
      Encoding expected = encodingOf(type, encoding, version);
      assertThat(chunk.pages())
          .as("pages of %s", chunk.column())
          .allSatisfy(page -> assertThat(page.encoding()).isEqualTo(expected))
          .allSatisfy(page -> assertThat(page.version2()).isEqualTo(version == PageVersion.V2));
      if (version == PageVersion.V1
          && chunk.pages().stream().anyMatch(page -> page.plainBytes() > 0)) {
        FOUND.add(type + " " + expected);
      }
    }
    excludeFromDuckDb(walked);
    assertReadersRead(file);
  }

  private static Encoding encodingOf(
      PrimitiveTypeName type, ValueEncoding encoding, PageVersion version) {
    if (type == PrimitiveTypeName.BOOLEAN && version == PageVersion.V2) {
      return Encoding.RLE;
    }
    return encoding.isFor(type) ? Encoding.valueOf(encoding.name()) : Encoding.PLAIN;
  }

  @ParameterizedTest
  @EnumSource(CompressionCodec.class)
  void compactFilesComeBack(CompressionCodec codec) throws Exception {
    RandomFile file =
        write(
            "compact-" + codec,
            100 + codec.ordinal(),
            schema ->
                WriterOptions.builder()
                    .profile(WriterProfile.COMPACT)
                    .codec(codec)
                    .pageBytes(COMPACT_PAGE_BYTES)
                    .rowGroupRows(ROW_GROUP_ROWS));
    PageWalk.walk(file.path());
    assertReadersRead(file);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void anyMixtureOfOptionsComesBack(int seed) throws Exception {
    List<PageWalk.Rules> rules = new ArrayList<>();
    RandomFile file =
        write(
            "mixed-" + seed,
            200 + seed,
            schema -> {
              WriterOptions.Builder options = RandomOptions.of(schema, seed);
              rules.add(RandomOptions.rules(schema, options.build()));
              return options;
            });
    excludeFromDuckDb(PageWalk.walk(Files.readAllBytes(file.path()), rules.get(0)));
    assertReadersRead(file);
  }

  static IntStream seeds() {
    return IntStream.range(0, EXTENDED ? 100 : 4);
  }

  @AfterAll
  static void everyEncodingOfEveryTypeWasWritten() {
    Set<String> wanted = new TreeSet<>();
    for (PrimitiveTypeName type : PrimitiveTypeName.values()) {
      // Only written by option: see Int96TimestampsComeBackTest.
      if (type != PrimitiveTypeName.INT96) {
        ValueEncoding.allFor(type).forEach(encoding -> wanted.add(type + " " + encoding));
      }
    }
    assertThat(FOUND).isEqualTo(wanted);
  }

  /** DuckDB 2.0 reads byte streams of numbers only; compact files must have none of others. */
  private void excludeFromDuckDb(PageWalk.WalkedFile walked) {
    for (ChunkFacts chunk : walked.chunks()) {
      if (chunk.column().getPrimitiveType().getPrimitiveTypeName()
              == PrimitiveTypeName.FIXED_LEN_BYTE_ARRAY
          && chunk.pages().stream()
              .anyMatch(page -> page.encoding() == Encoding.BYTE_STREAM_SPLIT)) {
        unknownToDuckDb.add(chunk.column().getPath()[0]);
      }
    }
  }

  private void assertReadersRead(RandomFile file) throws Exception {
    file.assertHolds("parquet-java", ParquetJavaReader.read(file.path()));
    file.assertHolds(
        "DuckDB",
        DuckDbReader.select(file.path(), name -> !unknownToDuckDb.contains(name), "true"),
        PlainValue::withoutHalfNans);
  }

  private interface OptionsOf {
    WriterOptions.Builder of(Schema schema);
  }

  private RandomFile write(String name, int seed, OptionsOf options) throws Exception {
    return RandomFile.write(
        directory.resolve(name + ".parquet"),
        seed,
        this::schema,
        (Schema schema) -> options.of(schema).build(),
        BATCH_ROWS);
  }

  private Schema schema(RandomSchemas schemas) {
    List<Field> fields = new ArrayList<>();
    for (Map.Entry<String, FieldType> leaf : TypeCatalogue.leaves(schemas).entrySet()) {
      for (Nesting nesting : PLACES) {
        for (boolean nullable : new boolean[] {true, false}) {
          String name =
              "%s_%s_%s".formatted(leaf.getKey(), nullable ? "null" : "required", nesting);
          fields.add(TypeCatalogue.column(name, leaf.getValue(), nullable, nesting));
          if (!TypeCatalogue.isKnownToDuckDb(leaf.getValue())) {
            unknownToDuckDb.add(name);
          }
        }
      }
    }
    return new Schema(fields);
  }
}
