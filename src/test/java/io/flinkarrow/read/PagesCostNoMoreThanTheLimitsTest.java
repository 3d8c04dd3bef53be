package io.flinkarrow.read;

import static io.flinkarrow.read.HandMadeFile.bytes;
import static io.flinkarrow.read.HandMadeFile.numbers;
import static io.flinkarrow.read.HandMadeFile.prefixed;
import static org.assertj.core.api.Assertions.assertThat;

import com.github.luben.zstd.Zstd;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;
import org.apache.flink.table.types.logical.LogicalType;
import org.apache.flink.table.types.logical.RowType;
import org.apache.flink.table.types.logical.utils.LogicalTypeParser;
import org.apache.parquet.format.CompressionCodec;
import org.apache.parquet.format.ConvertedType;
import org.apache.parquet.format.DataPageHeader;
import org.apache.parquet.format.DictionaryPageHeader;
import org.apache.parquet.format.Encoding;
import org.apache.parquet.format.FieldRepetitionType;
import org.apache.parquet.format.FileMetaData;
import org.apache.parquet.format.PageHeader;
import org.apache.parquet.format.PageType;
import org.apache.parquet.format.Type;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Pages of a few bytes that claim to hold gigabytes, in every place where the format has a size or
 * a count. Each is refused, with file and column, before memory or time is spent on it.
 */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SAME_THREAD)
class PagesCostNoMoreThanTheLimitsTest {

  private static final int HUGE = Integer.MAX_VALUE - Short.MAX_VALUE;
  private static final FieldRepetitionType REQUIRED = FieldRepetitionType.REQUIRED;
  private static final FieldRepetitionType OPTIONAL = FieldRepetitionType.OPTIONAL;
  private static final FieldRepetitionType REPEATED = FieldRepetitionType.REPEATED;

  @TempDir Path directory;

  @ParameterizedTest
  @EnumSource(names = {"UNCOMPRESSED", "SNAPPY", "GZIP", "ZSTD", "LZ4_RAW", "BROTLI"})
  void aPageThatIsToBecomeLarge(CompressionCodec codec) throws Exception {
    HandMadeFile file =
        new HandMadeFile(1)
            .leaf("c", REQUIRED, Type.INT32)
            .codec(codec)
            .page(1, Encoding.PLAIN, HUGE, new byte[20])
            .chunk(Type.INT32, 1, "c");
    assertRefused(file, "INT", "column 'c'");
  }

  /** It really becomes that large. */
  @Test
  void aPageThatBecomesLarge() throws Exception {
    byte[] compressed = Zstd.compress(new byte[200 << 20]);
    assertThat(compressed.length).isLessThan(64 << 10);
    HandMadeFile file =
        new HandMadeFile(1)
            .leaf("c", REQUIRED, Type.INT32)
            .codec(CompressionCodec.ZSTD)
            .page(50 << 20, Encoding.PLAIN, 200 << 20, compressed)
            .chunk(Type.INT32, 50 << 20, "c");
    assertRefused(file, "INT", 50 << 20, "column 'c'", "raise maximumPageBytes");
  }

  @Test
  void pagesOfManyColumnsTogether() throws Exception {
    byte[] compressed = Zstd.compress(new byte[4 << 20]);
    int columns = 40;
    HandMadeFile file = new HandMadeFile(columns).codec(CompressionCodec.ZSTD);
    for (int i = 0; i < columns; i++) {
      file.leaf("c" + i, REQUIRED, Type.INT32);
      file.page(1 << 20, Encoding.PLAIN, 4 << 20, compressed).chunk(Type.INT32, 1 << 20, "c" + i);
    }
    RowType asked =
        RowType.of(
            Collections.nCopies(columns, type("INT")).toArray(LogicalType[]::new),
            Stream.iterate(0, i -> i + 1).limit(columns).map(i -> "c" + i).toArray(String[]::new));
    TightLimits.assertRefused(
        file.write(path(), 1 << 20), asked, "column 'c2'", "raise maximumPageBytes");
  }

  private static Arguments page(String name, Type type, Encoding encoding, byte[]... parts) {
    return Arguments.of(name, type, encoding, bytes(parts));
  }

  /** The values of pages without levels. */
  static Stream<Arguments> values() {
    byte[] none = new byte[0];
    long packed = (1L << 28) | 1;
    return Stream.of(
        page("deltas", Type.INT32, Encoding.DELTA_BINARY_PACKED, numbers(128, 4, HUGE, 0)),
        page("deltas of longs", Type.INT64, Encoding.DELTA_BINARY_PACKED, numbers(128, 4, HUGE, 0)),
        page("a block", Type.INT32, Encoding.DELTA_BINARY_PACKED, numbers(1L << 30, 1, 2, 0, 0, 0)),
        page(
            "mini blocks",
            Type.INT32,
            Encoding.DELTA_BINARY_PACKED,
            numbers(1L << 30, 1L << 27, 2, 0)),
        page("no mini blocks", Type.INT32, Encoding.DELTA_BINARY_PACKED, numbers(128, 0, 2, 0)),
        page("an empty block", Type.INT32, Encoding.DELTA_BINARY_PACKED, numbers(0, 1, 2, 0)),
        page("half a header", Type.INT32, Encoding.DELTA_BINARY_PACKED, numbers(128, 4)),
        page(
            "too long a number",
            Type.INT32,
            Encoding.DELTA_BINARY_PACKED,
            numbers(1L << 50, 4, 2, 0)),
        page(
            "lengths", Type.BYTE_ARRAY, Encoding.DELTA_LENGTH_BYTE_ARRAY, numbers(128, 4, HUGE, 0)),
        page("prefixes", Type.BYTE_ARRAY, Encoding.DELTA_BYTE_ARRAY, numbers(128, 4, HUGE, 0)),
        page(
            "suffixes",
            Type.BYTE_ARRAY,
            Encoding.DELTA_BYTE_ARRAY,
            numbers(128, 4, 2, 0, 0),
            new byte[4],
            numbers(128, 4, HUGE, 0)),
        page(
            "a long prefix",
            Type.BYTE_ARRAY,
            Encoding.DELTA_BYTE_ARRAY,
            numbers(128, 4, 1, HUGE),
            numbers(128, 4, 1, 0)),
        page("a length", Type.BYTE_ARRAY, Encoding.PLAIN, new byte[] {-1, -1, -1, 0x7f}),
        page("a negative length", Type.BYTE_ARRAY, Encoding.PLAIN, new byte[] {-1, -1, -1, -1}),
        page("booleans", Type.BOOLEAN, Encoding.RLE, prefixed(numbers(packed))),
        page("a length of runs", Type.BOOLEAN, Encoding.RLE, new byte[] {-1, -1, -1, 0x7f}),
        page("ids", Type.INT32, Encoding.RLE_DICTIONARY, new byte[] {1}, numbers(packed)),
        page(
            "ids of no bits", Type.INT32, Encoding.RLE_DICTIONARY, new byte[] {0}, numbers(packed)),
        page(
            "ids of many bits",
            Type.INT32,
            Encoding.RLE_DICTIONARY,
            new byte[] {-1},
            numbers(packed)),
        page("nothing", Type.INT32, Encoding.PLAIN, none),
        page("no streams", Type.INT32, Encoding.BYTE_STREAM_SPLIT, new byte[3]));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("values")
  void valuesThatClaimToBeMany(String name, Type type, Encoding encoding, byte[] body)
      throws Exception {
    HandMadeFile file = new HandMadeFile(1).leaf("c", REQUIRED, type);
    if (encoding == Encoding.RLE_DICTIONARY) {
      file.dictionary(7, 8);
    }
    file.page(3, encoding, body).chunk(type, 3, "c");
    assertRefused(file, asked(type), 3, "column 'c'");
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("values")
  void inPagesOfVersion2Too(String name, Type type, Encoding encoding, byte[] body)
      throws Exception {
    HandMadeFile file = new HandMadeFile(1).leaf("c", REQUIRED, type);
    if (encoding == Encoding.RLE_DICTIONARY) {
      file.dictionary(7, 8);
    }
    file.pageV2(3, encoding, new byte[0], body).chunk(type, 3, "c");
    assertRefused(file, asked(type), 3, "column 'c'");
  }

  private static String asked(Type type) {
    return switch (type) {
      case BOOLEAN -> "BOOLEAN";
      case INT64 -> "BIGINT";
      case BYTE_ARRAY -> "BYTES";
      case INT32, INT96, FLOAT, DOUBLE, FIXED_LEN_BYTE_ARRAY -> "INT";
    };
  }

  /** The page says itself that it has so many values. */
  @Test
  void deltasOfAPageOfMany() throws Exception {
    HandMadeFile file =
        new HandMadeFile(1)
            .leaf("c", REQUIRED, Type.INT32)
            .page(HUGE, Encoding.DELTA_BINARY_PACKED, numbers(128, 4, HUGE, 0))
            .chunk(Type.INT32, HUGE, "c");
    assertRefused(file, "INT", HUGE, "column 'c'", "1 bytes more for its encoding");
  }

  @Test
  void levelsThatClaimToBeMany() throws Exception {
    byte[] run = numbers((1L << 28) | 1);
    for (int values : new int[] {3, HUGE}) {
      HandMadeFile optional =
          new HandMadeFile(1)
              .leaf("c", OPTIONAL, Type.INT32)
              .page(values, Encoding.PLAIN, prefixed(run))
              .chunk(Type.INT32, values, "c");
      assertRefused(optional, "INT", values, "column 'c'");
      HandMadeFile version2 =
          new HandMadeFile(1)
              .leaf("c", OPTIONAL, Type.INT32)
              .pageV2(values, Encoding.PLAIN, run, new byte[0])
              .chunk(Type.INT32, values, "c");
      assertRefused(version2, "INT", values, "column 'c'");
      HandMadeFile repeated =
          new HandMadeFile(1)
              .leaf("c", REPEATED, Type.INT32)
              .page(values, Encoding.PLAIN, bytes(prefixed(run), prefixed(run)))
              .chunk(Type.INT32, values, "c");
      assertRefused(repeated, "ARRAY<INT>", 1, "column 'c'");
    }
  }

  /** Levels in an encoding of values would be decoded as values. */
  @Test
  void levelsInAnEncodingOfValues() throws Exception {
    PageHeader header = new PageHeader(PageType.DATA_PAGE, 9, 9);
    header.setData_page_header(
        new DataPageHeader(3, Encoding.PLAIN, Encoding.DELTA_BINARY_PACKED, Encoding.RLE));
    HandMadeFile file =
        new HandMadeFile(1)
            .leaf("c", OPTIONAL, Type.INT32)
            .page(header, bytes(numbers(128, 4, HUGE, 0)))
            .chunk(Type.INT32, 3, "c");
    assertRefused(file, "INT", 3, "column 'c'", "levels in RLE or BIT_PACKED");
  }

  @Test
  void aDictionaryOfManyEmptyEntries() throws Exception {
    byte[] compressed = Zstd.compress(new byte[4 << 20]);
    PageHeader header = new PageHeader(PageType.DICTIONARY_PAGE, 4 << 20, compressed.length);
    header.setDictionary_page_header(new DictionaryPageHeader(1 << 20, Encoding.PLAIN));
    HandMadeFile file =
        new HandMadeFile(1)
            .leaf("c", REQUIRED, Type.BYTE_ARRAY)
            .codec(CompressionCodec.ZSTD)
            .page(header, compressed)
            .page(1, Encoding.RLE_DICTIONARY, 0, new byte[0])
            .chunk(Type.BYTE_ARRAY, 1, "c");
    assertRefused(file, "BYTES", 1, "column 'c'", "raise maximumPageBytes");
  }

  @ParameterizedTest
  @EnumSource(names = {"BYTE_ARRAY", "FIXED_LEN_BYTE_ARRAY", "INT96"})
  void aDictionaryWhoseEntriesAreLonger(Type type) throws Exception {
    HandMadeFile file =
        new HandMadeFile(1)
            .leaf("c", REQUIRED, type)
            .dictionary(HUGE)
            .page(1, Encoding.RLE_DICTIONARY, new byte[] {1, 2, 0})
            .chunk(type, 1, "c");
    FileMetaData footer = file.footer(1);
    footer.getSchema().get(1).setType_length(HUGE);
    String asked = type == Type.INT96 ? "TIMESTAMP(3)" : "BYTES";
    TightLimits.assertRefused(
        file.write(path(), footer),
        row(asked),
        switch (type) {
          case BYTE_ARRAY -> "The dictionary page of column 'c'";
          case INT96 -> "should have 1 entries within its 4 bytes, but they need 12";
          default -> "Column 'c' cannot be read in row 0";
        });
  }

  @Test
  void aListOfManyNulls() throws Exception {
    int nulls = 500_000_000;
    HandMadeFile file =
        new HandMadeFile(1)
            .group("c", OPTIONAL, 1)
            .group("list", REPEATED, 1)
            .leaf("element", OPTIONAL, Type.INT32);
    byte[] repetition =
        bytes(numbers(2), new byte[] {0}, numbers((nulls - 1L) << 1), new byte[] {1});
    byte[] definition = bytes(numbers((long) nulls << 1), new byte[] {2});
    file.page(nulls, Encoding.PLAIN, bytes(prefixed(repetition), prefixed(definition)))
        .chunk(Type.INT32, nulls, "c", "list", "element");
    FileMetaData footer = file.footer(1);
    footer.getSchema().get(1).setConverted_type(ConvertedType.LIST);
    TightLimits.assertRefused(
        file.write(path(), footer),
        row("ARRAY<INT>"),
        "Column 'c.list.element'",
        "row 0",
        "raise maximumRowBytes");
    assertThat(Files.size(path())).isLessThan(1_000);
  }

  @Test
  void aMapOfManyEntries() throws Exception {
    int entries = 500_000_000;
    byte[] repetition =
        bytes(numbers(2), new byte[] {0}, numbers((entries - 1L) << 1), new byte[] {1});
    byte[] definition = bytes(numbers((long) entries << 1), new byte[] {1});
    byte[] levels = bytes(prefixed(repetition), prefixed(definition));
    byte[] ids = bytes(new byte[] {1}, numbers((long) entries << 1), new byte[] {1});
    HandMadeFile file =
        new HandMadeFile(1)
            .group("c", REQUIRED, 1)
            .group("map", REPEATED, 2)
            .leaf("key", REQUIRED, Type.INT32)
            .leaf("value", REQUIRED, Type.INT32);
    for (String leaf : List.of("key", "value")) {
      file.dictionary(7, 8)
          .page(entries, Encoding.RLE_DICTIONARY, bytes(levels, ids))
          .chunk(Type.INT32, entries, "c", "map", leaf);
    }
    FileMetaData footer = file.footer(1);
    footer.getSchema().get(1).setConverted_type(ConvertedType.MAP);
    TightLimits.assertRefused(
        file.write(path(), footer),
        row("MAP<INT, INT>"),
        "Column 'c.map.key'",
        "raise maximumRowBytes");
  }

  private Path path() {
    return directory.resolve("claims.parquet");
  }

  private static LogicalType type(String text) {
    return LogicalTypeParser.parse(text, PagesCostNoMoreThanTheLimitsTest.class.getClassLoader());
  }

  private static RowType row(String type) {
    return RowType.of(new LogicalType[] {type(type)}, new String[] {"c"});
  }

  private void assertRefused(HandMadeFile file, String type, String... message) throws IOException {
    assertRefused(file, type, 1, message);
  }

  private void assertRefused(HandMadeFile file, String type, long rows, String... message)
      throws IOException {
    TightLimits.assertRefused(file.write(path(), rows), row(type), message);
  }
}
