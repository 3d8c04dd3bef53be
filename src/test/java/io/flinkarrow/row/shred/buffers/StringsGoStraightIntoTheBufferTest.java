package io.flinkarrow.row.shred.buffers;

import static org.assertj.core.api.Assertions.assertThat;

import io.flinkarrow.parquet.column.LeafValues.Bytes;
import java.nio.charset.StandardCharsets;
import org.apache.flink.table.data.StringData;
import org.apache.flink.table.data.binary.BinaryStringData;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A Java string becomes the bytes that Flink makes of it, and Flink need not keep them. */
class StringsGoStraightIntoTheBufferTest {

  private static BinaryStringData string(String value) {
    return (BinaryStringData) StringData.fromString(value);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "a",
        "a string that is a good deal longer than those that are copied one by one",
        "\u007f\u0080",
        "aé",
        "only at the end of a string of more than forty-eight characters €",
        "\uD83D\uDE00",
        "\uD83D alone",
        "alone \uDE00"
      })
  void itHasFlinksBytes(String value) {
    BytesBuffer buffer = new BytesBuffer(new BufferByteCounter(1 << 20));
    BinaryStringData unread = string(value);
    BinaryStringData materialized = string(value);
    materialized.ensureMaterialized();
    buffer.add(string("before"));
    buffer.add(unread);
    buffer.add(materialized);
    buffer.add(string("behind"));

    Bytes slice = (Bytes) buffer.slice(0, 4);

    String stored = new String(materialized.toBytes(), StandardCharsets.UTF_8);
    assertThat(string(slice, 0)).isEqualTo("before");
    assertThat(string(slice, 1)).isEqualTo(stored);
    assertThat(string(slice, 2)).isEqualTo(stored);
    assertThat(string(slice, 3)).isEqualTo("behind");
    assertThat(unread.getBinarySection()).isNull();
  }

  private static String string(Bytes slice, int value) {
    int from = slice.offsets()[value];
    return new String(
        slice.bytes(), from, slice.offsets()[value + 1] - from, StandardCharsets.UTF_8);
  }
}
