package io.flinkarrow.parquet.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.flinkarrow.parquet.column.LeafColumn;
import io.flinkarrow.parquet.options.CompressionCodec;
import io.flinkarrow.parquet.page.PageStore;
import io.flinkarrow.parquet.page.SealedChunk;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.parquet.format.RowGroup;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ParquetFileAssemblerTest {

  private static final List<LeafColumn> COLUMNS =
      ReferencePages.columns(Flights.SCHEMA, CompressionCodec.ZSTD);

  @TempDir Path directory;

  private final RecordingStream stream = new RecordingStream();
  private final ParquetFileAssembler file =
      new ParquetFileAssembler(stream, FooterSchema.of(Flights.SCHEMA, COLUMNS));

  @Test
  void nothingIsWrittenBeforeTheFirstRowGroup() throws IOException {
    assertThat(stream.writes()).isZero();
    assertThat(file.writtenBytes()).isZero();
    write(rows(5, 0));
    assertThat(stream.bytes()).startsWith("PAR1".getBytes(StandardCharsets.US_ASCII));
  }

  @Test
  void aFileWithoutRowGroupsOpensAndHasNoRows() throws IOException {
    file.finish(Map.of());
    assertThat(file.rowCount()).isZero();
    assertThat(file.rowGroupCount()).isZero();
    assertThat(file.writtenBytes()).isEqualTo(stream.bytes().length);
    Path path = ForeignReader.write(directory, "empty", stream.bytes());
    assertThat(ForeignReader.rows(path)).isEmpty();
    try (ParquetFileReader reader = ForeignReader.open(path)) {
      assertThat(reader.getFileMetaData().getSchema()).isEqualTo(Flights.SCHEMA);
      assertThat(reader.getRecordCount()).isZero();
    }
  }

  @Test
  void offsetsCountFromWhereTheStreamStoodAtTheFirstWrite() throws IOException {
    stream.write("somebody else's bytes".getBytes(StandardCharsets.US_ASCII));
    int before = stream.bytes().length;
    ReferencePages rows = rows(300, 0);
    write(rows);
    file.finish(Map.of());
    byte[] ours = Arrays.copyOfRange(stream.bytes(), before, stream.bytes().length);
    assertThat(file.writtenBytes()).isEqualTo(ours.length);
    Path path = ForeignReader.write(directory, "tail", ours);
    assertThat(ForeignReader.rows(path)).hasSize(300);
  }

  @Test
  void rowGroupsFollowEachOtherAndAreNumbered() throws IOException {
    for (int i = 0; i < 5; i++) {
      write(rows(20, 20 * i));
      assertThat(file.writtenBytes()).isEqualTo(stream.bytes().length);
      assertThat(file.rowGroupCount()).isEqualTo(i + 1);
      assertThat(file.rowCount()).isEqualTo(20L * (i + 1));
    }
    file.finish(Map.of());
    long position = 4;
    short ordinal = 0;
    for (RowGroup rowGroup : ForeignReader.footer(stream.bytes()).getRow_groups()) {
      assertThat(rowGroup.getFile_offset()).isEqualTo(position);
      assertThat(rowGroup.getOrdinal()).isEqualTo(ordinal++);
      position += rowGroup.getTotal_compressed_size();
    }
  }

  @Test
  void keyValueMetadataKeepsItsOrder() throws IOException {
    Map<String, String> metadata = new LinkedHashMap<>();
    for (String key : List.of("z", "a", "m")) {
      metadata.put(key, "value of " + key);
    }
    file.finish(metadata);
    assertThat(ForeignReader.footer(stream.bytes()).getKey_value_metadata())
        .extracting(entry -> entry.getKey() + "=" + entry.getValue())
        .containsExactly("z=value of z", "a=value of a", "m=value of m");
  }

  @Test
  void pendingBytesForetellIndexesAndFooter() throws IOException {
    for (int i = 0; i < 4; i++) {
      write(rows(1_000, 1_000 * i));
    }
    long pages = file.writtenBytes();
    long pending = file.pendingBytes();
    file.finish(Map.of());
    assertThat((double) pending / (file.writtenBytes() - pages)).isBetween(0.95, 1.1);
    assertThat(file.pendingBytes()).isZero();
  }

  @Test
  void theStreamIsFlushedBeforeAndAtTheEndAndLeftOpen() throws IOException {
    write(rows(5, 0));
    assertThat(stream.flushes()).isZero();
    file.finish(Map.of());
    assertThat(stream.flushes()).isEqualTo(2);
    assertThat(stream.closed()).isFalse();
  }

  @Test
  void nothingFollowsTheFooter() throws IOException {
    file.finish(Map.of());
    int length = stream.bytes().length;
    assertThatThrownBy(() -> write(rows(1, 0)))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("The file is finished; nothing can follow its footer");
    assertThatThrownBy(() -> file.finish(Map.of())).isInstanceOf(IllegalStateException.class);
    assertThat(stream.bytes()).hasSize(length);
  }

  @Test
  void aRowCountThatIsNotThePagesIsRefusedBeforeTheFirstByte() throws IOException {
    ReferencePages rows = rows(7, 0);
    assertThatThrownBy(() -> file.writeRowGroup(8, rows.sealed(COLUMNS, new PageStore())))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "Row group 0, column id: the pages have 7 rows in 7 level entries, the row group has 8 rows");
    assertThat(stream.writes()).isZero();
    assertThatThrownBy(() -> file.finish(Map.of())).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void chunksInAnotherOrderThanTheSchemasAreRefused() throws IOException {
    ReferencePages rows = rows(7, 0);
    List<SealedChunk> chunks = rows.sealed(COLUMNS, new PageStore());
    Collections.swap(chunks, 1, 2);
    assertThatThrownBy(() -> file.writeRowGroup(7, chunks))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("Chunk 1 of a row group must be of column distance but is of column delay");
  }

  @Test
  void aMissingChunkAndAnEmptyRowGroupAreRefused() throws IOException {
    ReferencePages rows = rows(7, 0);
    List<SealedChunk> chunks = rows.sealed(COLUMNS, new PageStore());
    assertThatThrownBy(() -> file.writeRowGroup(7, chunks.subList(0, 5)))
        .hasMessageContaining("each of 8 columns but was given 5");
    ParquetFileAssembler other =
        new ParquetFileAssembler(stream, FooterSchema.of(Flights.SCHEMA, COLUMNS));
    assertThatThrownBy(() -> other.writeRowGroup(0, chunks))
        .hasMessage("A row group must have at least 1 row but was given 0");
  }

  @Test
  void columnsThatAreNotTheSchemasLeavesAreRefused() {
    assertThatThrownBy(() -> FooterSchema.of(Flights.SCHEMA, COLUMNS.subList(0, 3)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("Columns must be the leaves of the schema");
  }

  private static ReferencePages rows(int count, int firstId) throws IOException {
    return ReferencePages.encode(Flights.SCHEMA, Flights.rows(count, firstId, 42), 100);
  }

  private void write(ReferencePages rows) throws IOException {
    file.writeRowGroup(rows.rowCount(), rows.sealed(COLUMNS, new PageStore()));
  }
}
