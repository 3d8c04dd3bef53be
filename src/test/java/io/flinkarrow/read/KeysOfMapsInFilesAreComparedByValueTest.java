package io.flinkarrow.read;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.flink.table.data.GenericArrayData;
import org.apache.flink.table.data.GenericMapData;
import org.apache.flink.table.data.GenericRowData;
import org.apache.flink.table.types.logical.LogicalType;
import org.apache.flink.table.types.logical.utils.LogicalTypeParser;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.io.api.Binary;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** As in maps of record batches: keys are equal if their values are, whoever chose them. */
class KeysOfMapsInFilesAreComparedByValueTest {

  private static final int MANY = 100_000;
  private static final List<byte[]> KEYS =
      List.of(new byte[] {1, 2}, new byte[] {1, 3}, new byte[] {1}, new byte[] {1, 2});

  @TempDir Path directory;

  @Test
  void ofEntriesWithEqualBinariesTheLastOneCounts() throws Exception {
    GenericMapData map = binaries("MAP<BYTES, INT>");
    assertThat(map.size()).isEqualTo(3);
    assertThat(map.get(new byte[] {1, 2})).isEqualTo(3);
    assertThat(map.get(new byte[] {1, 3})).isEqualTo(1);
    assertThat(map.get(new byte[] {1})).isEqualTo(2);
    assertThat(map.get(new byte[] {2})).isNull();
    assertThat(map.valueArray()).isEqualTo(new GenericArrayData(new Object[] {3, 1, 2}));
  }

  @Test
  void multisetsToo() throws Exception {
    GenericMapData multiset = binaries("MULTISET<BYTES>");
    assertThat(multiset.size()).isEqualTo(3);
    assertThat(multiset.get(new byte[] {1, 2})).isEqualTo(3);
  }

  private GenericMapData binaries(String type) throws Exception {
    Path file =
        GroupFile.write(
            directory.resolve("binaries.parquet"),
            "required group column (MAP) { repeated group map { required binary key; required int32"
                + " value; } }",
            List.of(4),
            (row, size) -> {
              Group map = row.addGroup(0);
              for (int i = 0; i < size; i++) {
                map.addGroup(0)
                    .append("key", Binary.fromConstantByteArray(KEYS.get(i)))
                    .append("value", i);
              }
            });
    return (GenericMapData) GroupFile.read(file, type(type)).get(0);
  }

  /** Rows hash as 31 * a + b, roughly. */
  @Test
  @Timeout(value = 30, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
  void rowsOfOneHashDoNotHangTheTask() throws Exception {
    int[] a = IntStream.range(0, MANY).toArray();
    assertThat(GenericRowData.of(a[5], -31 * a[5]))
        .hasSameHashCodeAs(GenericRowData.of(a[9], -31 * a[9]));
    Path file =
        GroupFile.write(
            directory.resolve("rows.parquet"),
            "required group column (MAP) { repeated group map { required group key { required int32"
                + " a; required int32 b; } required int32 value; } }",
            List.of(MANY),
            (row, size) -> {
              Group map = row.addGroup(0);
              for (int i = 0; i < size; i++) {
                Group entry = map.addGroup(0);
                entry.addGroup(0).append("a", a[i]).append("b", -31 * a[i]);
                entry.append("value", i);
              }
            });
    GenericMapData map =
        (GenericMapData) GroupFile.read(file, type("MAP<ROW<a INT, b INT>, INT>")).get(0);
    assertThat(map.size()).isEqualTo(MANY);
    assertThat(map.get(GenericRowData.of(7, -31 * 7))).isEqualTo(7);
  }

  private static LogicalType type(String text) {
    return LogicalTypeParser.parse(
        text, KeysOfMapsInFilesAreComparedByValueTest.class.getClassLoader());
  }
}
