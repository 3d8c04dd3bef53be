package io.flinkarrow.read;

import static io.flinkarrow.read.HandMadeFile.bytes;
import static io.flinkarrow.read.HandMadeFile.numbers;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.apache.flink.table.types.logical.LogicalType;
import org.apache.flink.table.types.logical.RowType;
import org.apache.flink.table.types.logical.utils.LogicalTypeParser;
import org.apache.parquet.format.Encoding;
import org.apache.parquet.format.FieldRepetitionType;
import org.apache.parquet.format.FileMetaData;
import org.apache.parquet.format.Type;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Footers, schemas and page headers of a few bytes that claim to be large, long or deep. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SAME_THREAD)
class MetadataCostsNoMoreThanTheLimitsTest {

  private static final int HUGE = Integer.MAX_VALUE - Short.MAX_VALUE;

  @TempDir Path directory;

  /** A page's header with a minimum of 2 GB. */
  @Test
  void aPageHeaderOfLongStrings() throws Exception {
    // Field 5 (a data page) holds field 5 (statistics), which holds field 1 (a binary).
    byte[] header = bytes(new byte[] {0x5c, 0x5c, 0x18}, numbers(HUGE));
    HandMadeFile file =
        new HandMadeFile(1)
            .leaf("c", FieldRepetitionType.REQUIRED, Type.INT32)
            .raw(header)
            .chunk(Type.INT32, 1, "c");
    assertRefused(file, "INT", "column 'c'");
  }

  static Stream<Arguments> footers() {
    // Field 2 is the schema, a list of structs; field 6 who wrote it; field 40 nobody knows.
    byte[] unknown = {0x0c, 80};
    byte[] deepStructs = new byte[900_000];
    Arrays.fill(deepStructs, (byte) 0x1c);
    byte[] deepLists = new byte[900_000];
    Arrays.fill(deepLists, (byte) 0x19);
    return Stream.of(
        Arguments.of("a list", bytes(new byte[] {0x29, (byte) 0xfc}, numbers(HUGE))),
        Arguments.of(
            "a list of 100 million", bytes(new byte[] {0x29, (byte) 0xfc}, numbers(100_000_000))),
        Arguments.of("a string", bytes(new byte[] {0x68}, numbers(HUGE))),
        Arguments.of("a string of 90 million", bytes(new byte[] {0x68}, numbers(90_000_000))),
        Arguments.of("structs in structs", bytes(unknown, deepStructs)),
        Arguments.of("lists in lists", bytes(new byte[] {0x09, 80}, deepLists)),
        Arguments.of(
            "an unknown list of nothing", bytes(new byte[] {0x09, 80, (byte) 0xf1}, numbers(HUGE))),
        Arguments.of(
            "an unknown map", bytes(new byte[] {0x0b, 80}, numbers(HUGE), new byte[] {0x11})));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("footers")
  void aFooterThatClaimsToHoldMuch(String name, byte[] footer) throws Exception {
    Path file = new HandMadeFile(0).write(path(), footer);
    TightLimits.assertRefused(file, row("INT"), "The footer of");
  }

  @Test
  void aFooterThatIsLong() throws Exception {
    Path file = new HandMadeFile(0).write(path(), new byte[2 << 20]);
    TightLimits.assertRefused(file, row("INT"), "The footer of", "raise maximumMetadataBytes");
  }

  @Test
  void aSchemaOfManyLevels() throws Exception {
    int levels = 20_000;
    HandMadeFile file = new HandMadeFile(1);
    for (int level = 0; level < levels; level++) {
      file.group("c", FieldRepetitionType.OPTIONAL, 1);
    }
    file.leaf("c", FieldRepetitionType.OPTIONAL, Type.INT32);
    assertRefused(file, "INT", "The footer of", "raise maximumDepth");
  }

  /** A regular expression takes its time with it. */
  @Test
  void aWritersNameOfManyBlanks() throws Exception {
    HandMadeFile file =
        new HandMadeFile(1)
            .leaf("column", FieldRepetitionType.REQUIRED, Type.INT32)
            .page(1, Encoding.PLAIN, new byte[] {7, 0, 0, 0})
            .chunk(Type.INT32, 1, "column");
    FileMetaData footer = file.footer(1);
    footer.setCreated_by("a" + " ".repeat(500_000));
    assertThat(GroupFile.read(file.write(path(), footer), type("INT"))).isEqualTo(List.of(7));
  }

  private Path path() {
    return directory.resolve("claims.parquet");
  }

  private static LogicalType type(String text) {
    return LogicalTypeParser.parse(
        text, MetadataCostsNoMoreThanTheLimitsTest.class.getClassLoader());
  }

  private static RowType row(String type) {
    return RowType.of(new LogicalType[] {type(type)}, new String[] {"c"});
  }

  private void assertRefused(HandMadeFile file, String type, String... message) throws IOException {
    TightLimits.assertRefused(file.write(path(), 1), row(type), message);
  }
}
