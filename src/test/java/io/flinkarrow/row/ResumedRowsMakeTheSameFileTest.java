package io.flinkarrow.row;

import static org.assertj.core.api.Assertions.assertThat;

import io.flinkarrow.parquet.UnfinishedFile;
import io.flinkarrow.parquet.WriterOptions;
import io.flinkarrow.parquet.options.WriterProfile;
import io.flinkarrow.testing.RandomRows;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.types.logical.LogicalType;
import org.apache.flink.table.types.logical.RowType;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Rows that wait when a file is left belong to it, and shape it no other way. */
class ResumedRowsMakeTheSameFileTest {

  private static final boolean EXTENDED = Boolean.getBoolean("flinkarrow.extended");

  private static final List<WriterOptions> OPTIONS =
      List.of(
          WriterOptions.builder().pageRows(1_300).rowGroupRows(4_700).build(),
          WriterOptions.builder()
              .rowGroupBytes(200_000)
              .dictionaryBytes(700)
              .pageBytes(5_000)
              .build(),
          WriterOptions.builder().profile(WriterProfile.COMPACT).rowGroupRows(2_900).build());

  private enum Interruption {
    NONE,
    SNAPSHOTS,
    RESUMED
  }

  static IntStream seeds() {
    return IntStream.range(0, EXTENDED ? 200 : 3);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void nestedTypes(int seed) throws IOException {
    RandomRows random = new RandomRows(seed);
    RowType type = random.type(3, 1 + seed % 3);
    assertSameFile(type, random.rows(type, 5_000), seed);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void typesWithoutChildren(int seed) throws IOException {
    List<LogicalType> scalars = RandomRows.scalars();
    RowType type =
        RowType.of(
            scalars.toArray(LogicalType[]::new),
            IntStream.range(0, scalars.size()).mapToObj(i -> "c" + i).toArray(String[]::new));
    assertSameFile(type, new RandomRows(seed).rows(type, 5_000), seed);
  }

  private static void assertSameFile(RowType type, List<RowData> rows, int seed)
      throws IOException {
    for (WriterOptions options : OPTIONS) {
      byte[] whole = write(type, rows, options, Interruption.NONE, seed);
      for (Interruption interruption : Interruption.values()) {
        assertThat(Arrays.mismatch(whole, write(type, rows, options, interruption, seed)))
            .as("first byte that differs, %s, options %d", interruption, OPTIONS.indexOf(options))
            .isEqualTo(-1);
      }
    }
  }

  private static byte[] write(
      RowType type, List<RowData> rows, WriterOptions options, Interruption interruption, int seed)
      throws IOException {
    Random random = new Random(seed);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    RowParquetWriter writer = RowParquetWriter.open(out, "", type, options);
    for (int i = 0; i < rows.size(); i++) {
      writer.write(rows.get(i));
      if (interruption == Interruption.NONE || random.nextInt(500) > 0) {
        continue;
      }
      UnfinishedFile left = writer.snapshot();
      assertThat(left.rows()).isEqualTo(i + 1L);
      assertThat(left.writtenBytes()).isEqualTo(out.size());
      if (interruption == Interruption.RESUMED) {
        writer.close();
        writer = RowParquetWriter.resume(out, "", type, options, UnfinishedFile.of(left.toBytes()));
      }
    }
    writer.finish();
    writer.close();
    return out.toByteArray();
  }
}
