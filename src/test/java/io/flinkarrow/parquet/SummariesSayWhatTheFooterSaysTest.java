package io.flinkarrow.parquet;

import static org.assertj.core.api.Assertions.assertThat;

import io.flinkarrow.parquet.FileSummary.ColumnSummary;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.parquet.format.ColumnMetaData;
import org.apache.parquet.format.FileMetaData;
import org.apache.parquet.format.RowGroup;
import org.apache.parquet.format.Util;
import org.junit.jupiter.api.Test;

/** What {@code finish} returns is what readers find. */
class SummariesSayWhatTheFooterSaysTest {

  private static final int TAIL_BYTES = 8;

  private static FileMetaData footer(byte[] file) throws Exception {
    int tail = file.length - TAIL_BYTES;
    int length = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN).getInt(tail);
    return Util.readFileMetaData(new ByteArrayInputStream(file, tail - length, length));
  }

  @Test
  void ofSeveralRowGroups() throws Exception {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    FileSummary summary;
    try (BufferAllocator allocator = new RootAllocator();
        ArrowParquetWriter writer =
            ArrowParquetWriter.open(out, FlatRows.SCHEMA, WriterOptions.defaults())) {
      for (int rowGroup = 0; rowGroup < 3; rowGroup++) {
        try (VectorSchemaRoot batch = FlatRows.batch(allocator, 100L * rowGroup, 100, 20)) {
          writer.write(batch);
          writer.flushRowGroup();
        }
      }
      summary = writer.finish();
    }
    FileMetaData footer = footer(out.toByteArray());
    assertThat(summary.rows()).isEqualTo(300).isEqualTo(footer.getNum_rows());
    assertThat(summary.rowGroups()).isEqualTo(3).isEqualTo(footer.getRow_groupsSize());
    assertThat(summary.bytes()).isEqualTo(out.size());
    for (int column = 0; column < summary.columns().size(); column++) {
      assertThat(summary.columns().get(column))
          .isEqualTo(sum(footer.getRow_groups(), column))
          .satisfies(each -> assertThat(each.compressedBytes()).isPositive());
    }
  }

  @Test
  void ofAFileWithoutRows() throws Exception {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (ArrowParquetWriter writer =
        ArrowParquetWriter.open(out, FlatRows.SCHEMA, WriterOptions.defaults())) {
      FileSummary summary = writer.finish();
      assertThat(summary.rows()).isZero();
      assertThat(summary.bytes()).isEqualTo(out.size());
      assertThat(summary.columns())
          .hasSize(footer(out.toByteArray()).getColumn_ordersSize())
          .allMatch(column -> column.compressedBytes() == 0);
    }
  }

  private static ColumnSummary sum(List<RowGroup> rowGroups, int column) {
    String path = null;
    long values = 0;
    long uncompressed = 0;
    long compressed = 0;
    for (RowGroup rowGroup : rowGroups) {
      ColumnMetaData chunk = rowGroup.getColumns().get(column).getMeta_data();
      path = String.join(".", chunk.getPath_in_schema());
      values += chunk.getNum_values();
      uncompressed += chunk.getTotal_uncompressed_size();
      compressed += chunk.getTotal_compressed_size();
    }
    return new ColumnSummary(path, values, uncompressed, compressed);
  }
}
