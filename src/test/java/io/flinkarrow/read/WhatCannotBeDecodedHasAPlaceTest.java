package io.flinkarrow.read;

import static io.flinkarrow.read.HandMadeFile.bytes;
import static io.flinkarrow.read.HandMadeFile.numbers;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.apache.flink.connector.file.src.FileSourceSplit;
import org.apache.flink.connector.file.src.util.CheckpointedPosition;
import org.apache.flink.table.types.logical.LogicalType;
import org.apache.flink.table.types.logical.RowType;
import org.apache.flink.table.types.logical.utils.LogicalTypeParser;
import org.apache.parquet.format.DictionaryPageHeader;
import org.apache.parquet.format.Encoding;
import org.apache.parquet.format.FieldRepetitionType;
import org.apache.parquet.format.PageHeader;
import org.apache.parquet.format.PageType;
import org.apache.parquet.format.Type;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** parquet-column knows neither files nor rows; what it refuses is told with both. */
class WhatCannotBeDecodedHasAPlaceTest {

  @TempDir Path directory;

  static Stream<Arguments> pages() {
    return Stream.of(
        Arguments.of(Type.INT32, Encoding.RLE, "INT"),
        Arguments.of(Type.INT32, Encoding.BIT_PACKED, "INT"),
        Arguments.of(Type.INT32, Encoding.PLAIN_DICTIONARY, "INT"),
        Arguments.of(Type.INT32, Encoding.RLE_DICTIONARY, "INT"),
        Arguments.of(Type.INT32, Encoding.DELTA_BYTE_ARRAY, "INT"),
        Arguments.of(Type.BYTE_ARRAY, Encoding.DELTA_BINARY_PACKED, "BYTES"),
        Arguments.of(Type.BYTE_ARRAY, Encoding.BYTE_STREAM_SPLIT, "BYTES"),
        Arguments.of(Type.DOUBLE, Encoding.DELTA_LENGTH_BYTE_ARRAY, "DOUBLE"));
  }

  @ParameterizedTest
  @MethodSource("pages")
  void anEncodingThatTheTypeDoesNotHave(Type type, Encoding encoding, String asked)
      throws Exception {
    byte[] body = bytes(numbers(0, 0, 0, 0), new byte[8]);
    assertRefused(
        new HandMadeFile(1)
            .leaf("c", FieldRepetitionType.REQUIRED, type)
            .page(3, encoding, body)
            .chunk(type, 3, "c"),
        asked,
        "in row group 0 of");
  }

  @Test
  void aDictionaryInAnEncodingOfNone() throws Exception {
    PageHeader header = new PageHeader(PageType.DICTIONARY_PAGE, 8, 8);
    header.setDictionary_page_header(new DictionaryPageHeader(2, Encoding.RLE));
    assertRefused(
        new HandMadeFile(1)
            .leaf("c", FieldRepetitionType.REQUIRED, Type.INT32)
            .page(header, new byte[8])
            .page(3, Encoding.RLE_DICTIONARY, bytes(new byte[] {1}, numbers(6), new byte[1]))
            .chunk(Type.INT32, 3, "c"),
        "INT",
        "should have an encoding of dictionaries, but has RLE");
  }

  @Test
  void anIdThatTheDictionaryDoesNotHave() throws Exception {
    assertRefused(
        new HandMadeFile(1)
            .leaf("c", FieldRepetitionType.REQUIRED, Type.INT32)
            .dictionary(7, 8)
            .page(3, Encoding.RLE_DICTIONARY, bytes(new byte[] {3}, numbers(6), new byte[] {5}))
            .chunk(Type.INT32, 3, "c"),
        "INT",
        "Page 0 of column 'c' in row group 0 of");
  }

  /** Values end after the first row. */
  @Test
  void aValueInARowThatIsSkipped() throws Exception {
    Path file =
        new HandMadeFile(1)
            .leaf("c", FieldRepetitionType.REQUIRED, Type.INT32)
            .page(3, Encoding.PLAIN, new byte[4])
            .chunk(Type.INT32, 3, "c")
            .write(directory.resolve("odd.parquet"), 3);
    FileSourceSplit restored =
        Splits.whole(file)
            .updateWithCheckpointedPosition(
                new CheckpointedPosition(CheckpointedPosition.NO_OFFSET, 2));
    assertThatThrownBy(() -> Splits.read(restored, row("INT")))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("Page 0 of column 'c' in row group 0 of file:");
  }

  private void assertRefused(HandMadeFile made, String type, String reason) throws IOException {
    Path file = made.write(directory.resolve("odd.parquet"), 3);
    assertThatThrownBy(() -> Splits.read(file, row(type)))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("olumn 'c'")
        .hasMessageContaining("odd.parquet")
        .hasMessageContaining(reason);
  }

  private static RowType row(String type) {
    LogicalType parsed =
        LogicalTypeParser.parse(type, WhatCannotBeDecodedHasAPlaceTest.class.getClassLoader());
    return RowType.of(new LogicalType[] {parsed}, new String[] {"c"});
  }
}
