package io.flinkarrow.parquet.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.flinkarrow.parquet.column.LeafColumn;
import io.flinkarrow.parquet.options.CompressionCodec;
import io.flinkarrow.parquet.page.PageStore;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.example.data.simple.SimpleGroup;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.MessageTypeParser;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Wherever the stream fails, what lies in it doesn't open, and the assembler has given up. */
class FailingStreamTest {

  private static final MessageType SCHEMA =
      MessageTypeParser.parseMessageType(
          "message m { required int64 id; optional binary name (STRING); }");

  @TempDir Path directory;

  @Test
  void aFileCutOffAtAnyByteDoesNotOpen() throws Exception {
    List<ReferencePages> rowGroups = rowGroups();
    RecordingStream whole = new RecordingStream();
    ReferencePages.assemble(whole, CompressionCodec.SNAPPY, Map.of("k", "v"), rowGroups);
    int length = whole.bytes().length;
    ForeignReader.open(ForeignReader.write(directory, "whole", whole.bytes())).close();
    for (int k = 0; k < length; k++) {
      RecordingStream cut = new RecordingStream(k);
      assertThatThrownBy(
              () ->
                  ReferencePages.assemble(
                      cut, CompressionCodec.SNAPPY, Map.of("k", "v"), rowGroups))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("No space left");
      assertThat(cut.bytes()).hasSize(k);
      Path file = ForeignReader.write(directory, "cut", cut.bytes());
      assertThatThrownBy(() -> ForeignReader.open(file).close())
          .as("cut at byte %d of %d", k, length)
          .isInstanceOf(RuntimeException.class);
    }
  }

  @Test
  void afterAFailedRowGroupEveryCallNamesTheFirstFailure() throws Exception {
    ReferencePages rowGroup = rowGroups().get(0);
    List<LeafColumn> columns = ReferencePages.columns(SCHEMA, CompressionCodec.UNCOMPRESSED);
    RecordingStream stream = new RecordingStream(100);
    ParquetFileAssembler file = new ParquetFileAssembler(stream, FooterSchema.of(SCHEMA, columns));
    assertThatThrownBy(() -> write(file, rowGroup, columns)).isInstanceOf(IOException.class);
    int writes = stream.writes();
    assertThatThrownBy(() -> write(file, rowGroup, columns))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("No space left after 100 bytes")
        .hasCauseInstanceOf(IOException.class);
    assertThatThrownBy(() -> file.finish(Map.of()))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("No space left after 100 bytes");
    assertThat(stream.writes()).isEqualTo(writes);
    assertThat(stream.closed()).isFalse();
  }

  @Test
  void afterAFailedFlushTheFileIsGivenUp() {
    OutputStream stream =
        new OutputStream() {
          @Override
          public void write(int b) {}

          @Override
          public void flush() throws IOException {
            throw new IOException("connection lost");
          }
        };
    ParquetFileAssembler file =
        new ParquetFileAssembler(
            stream,
            FooterSchema.of(SCHEMA, ReferencePages.columns(SCHEMA, CompressionCodec.SNAPPY)));
    assertThatThrownBy(() -> file.finish(Map.of())).isInstanceOf(IOException.class);
    assertThatThrownBy(() -> file.finish(Map.of()))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("connection lost");
  }

  private static List<ReferencePages> rowGroups() throws IOException {
    return List.of(
        ReferencePages.encode(SCHEMA, rows(7, 0), 4), ReferencePages.encode(SCHEMA, rows(3, 7), 4));
  }

  private static List<Group> rows(int count, long firstId) {
    List<Group> rows = new ArrayList<>();
    for (long id = firstId; id < firstId + count; id++) {
      Group row = new SimpleGroup(SCHEMA).append("id", id);
      rows.add(id % 3 == 0 ? row : row.append("name", "name " + id));
    }
    return rows;
  }

  private static void write(
      ParquetFileAssembler file, ReferencePages rowGroup, List<LeafColumn> columns)
      throws IOException {
    file.writeRowGroup(rowGroup.rowCount(), rowGroup.sealed(columns, new PageStore()));
  }
}
