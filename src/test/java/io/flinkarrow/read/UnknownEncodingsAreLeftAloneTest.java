package io.flinkarrow.read;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.flink.table.types.logical.BigIntType;
import org.apache.flink.table.types.logical.LogicalType;
import org.apache.flink.table.types.logical.RowType;
import org.apache.parquet.format.Encoding;
import org.apache.parquet.format.PageEncodingStats;
import org.apache.parquet.format.PageType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An encoding that this library does not know keeps no other column from being read. */
class UnknownEncodingsAreLeftAloneTest {

  /** Zigzag; nobody has given this number to an encoding yet. */
  private static final byte UNKNOWN = 2 * 60;

  @TempDir Path directory;

  @Test
  void othersAreRead() throws Exception {
    Path file =
        GroupFile.write(
            directory.resolve("two.parquet"),
            "required int64 a; required int64 b;",
            List.of(1L, 2L, 3L),
            (row, value) -> {
              row.add(0, value);
              row.add(1, value);
            });
    int count = 0x3FFFF;
    RewrittenFooter.rewrite(
        file,
        footer ->
            footer
                .getRow_groups()
                .get(0)
                .getColumns()
                .get(0)
                .getMeta_data()
                .setEncoding_stats(
                    List.of(new PageEncodingStats(PageType.DATA_PAGE, Encoding.PLAIN, count))));
    // The count as thrift writes it, behind the encoding and a byte that says what follows.
    byte[] bytes = Files.readAllBytes(file);
    int at = indexOf(bytes, new byte[] {0x15, 0, 0x15, (byte) 0xFE, (byte) 0xFF, 0x1F});
    bytes[at + 1] = UNKNOWN;
    Files.write(file, bytes);

    RowType asked = RowType.of(new LogicalType[] {new BigIntType()}, new String[] {"b"});
    assertThat(Splits.read(file, asked).stream().map(row -> row.getLong(0)))
        .containsExactly(1L, 2L, 3L);
  }

  private static int indexOf(byte[] bytes, byte[] part) {
    for (int at = 0; at <= bytes.length - part.length; at++) {
      if (ByteBuffer.wrap(bytes, at, part.length).equals(ByteBuffer.wrap(part))) {
        return at;
      }
    }
    throw new IllegalStateException("Not there");
  }
}
