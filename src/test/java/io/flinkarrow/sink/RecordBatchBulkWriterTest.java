package io.flinkarrow.sink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.flinkarrow.batch.RecordBatch;
import io.flinkarrow.parquet.WriterOptions;
import io.flinkarrow.sink.registry.OpenWriters;
import io.flinkarrow.testing.InMemoryStream;
import io.flinkarrow.testing.NumberedBatches;
import io.flinkarrow.testing.PartFiles;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.LongStream;
import org.apache.flink.api.common.serialization.BulkWriter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RecordBatchBulkWriterTest {

  /** Row groups of one small batch, so that much is written before the file is finished. */
  private static final WriterOptions SMALL_ROW_GROUPS =
      WriterOptions.builder().rowGroupRows(100).build();

  @TempDir Path directory;

  private final ArrowParquetWriterFactory<RecordBatch> factory =
      ArrowParquetWriterFactory.forBatches(NumberedBatches.SCHEMA, SMALL_ROW_GROUPS);
  private final ArrowParquetWriterFactory<RecordBatch> anySchema =
      ArrowParquetWriterFactory.forBatches(SMALL_ROW_GROUPS);

  private Path fileOf(InMemoryStream stream) throws IOException {
    return Files.write(directory.resolve("part.parquet"), stream.toByteArray());
  }

  private static InMemoryStream holding(byte[] file) throws IOException {
    InMemoryStream stream = new InMemoryStream();
    stream.write(file);
    return stream;
  }

  private static boolean endsLikeAFile(InMemoryStream stream) {
    byte[] bytes = stream.toByteArray();
    byte[] magic = "PAR1".getBytes(StandardCharsets.US_ASCII);
    return bytes.length >= 12 && Arrays.equals(bytes, bytes.length - 4, bytes.length, magic, 0, 4);
  }

  private static void assertEveryCallThrows(BulkWriter<RecordBatch> writer) {
    assertThatThrownBy(() -> writer.addElement(NumberedBatches.of(0, 1)))
        .isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(writer::flush).isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(writer::finish).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void rowsComeBackInTheOrderTheyCame() throws IOException {
    InMemoryStream stream = new InMemoryStream();
    BulkWriter<RecordBatch> writer = factory.create(stream);
    for (int batch = 0; batch < 7; batch++) {
      writer.addElement(NumberedBatches.of(batch * 33L, 33));
    }
    writer.finish();
    assertThat(PartFiles.idsOf(List.of(fileOf(stream))))
        .isEqualTo(LongStream.range(0, 7 * 33).toArray());
    assertThat(stream.isClosed()).as("the stream is Flink's to close").isFalse();
    assertThat(SinkHarness.openWriters(factory).totals())
        .isEqualTo(new OpenWriters.Totals(0, 0, 0));
  }

  @Test
  void nothingIsWrittenBeforeTheFirstRow() throws IOException {
    InMemoryStream stream = new InMemoryStream();
    BulkWriter<RecordBatch> writer = factory.create(stream);
    assertThat(stream.getPos()).isZero();
    writer.addElement(NumberedBatches.of(0, 0));
    writer.flush();
    assertThat(stream.getPos()).isZero();
  }

  @Test
  void batchesWithoutRowsAreWelcomeAnywhere() throws IOException {
    InMemoryStream stream = new InMemoryStream();
    BulkWriter<RecordBatch> writer = factory.create(stream);
    writer.addElement(NumberedBatches.of(0, 0));
    writer.addElement(NumberedBatches.of(0, 5));
    writer.addElement(NumberedBatches.of(0, 0));
    writer.addElement(NumberedBatches.of(5, 5));
    writer.addElement(NumberedBatches.of(0, 0));
    writer.finish();
    assertThat(PartFiles.idsOf(List.of(fileOf(stream))))
        .isEqualTo(LongStream.range(0, 10).toArray());
  }

  @Test
  void withoutRowsAnEmptyStreamBecomesAValidEmptyFile() throws IOException {
    InMemoryStream stream = new InMemoryStream();
    factory.create(stream).finish();
    Path file = fileOf(stream);
    assertThat(PartFiles.idsOf(List.of(file))).isEmpty();
    assertThat(PartFiles.columns(file)).containsExactly("id", "name");
  }

  @Test
  void aBatchWithoutRowsGivesAFileItsSchema() throws IOException {
    InMemoryStream stream = new InMemoryStream();
    BulkWriter<RecordBatch> writer = anySchema.create(stream);
    writer.addElement(NumberedBatches.of(0, 0));
    writer.finish();
    assertThat(PartFiles.columns(fileOf(stream))).containsExactly("id", "name");
  }

  @Test
  void withoutRowsAndSchemaNothingIsWritten() throws IOException {
    InMemoryStream stream = new InMemoryStream();
    anySchema.create(stream).finish();
    assertThat(stream.getPos()).isZero();
  }

  @Test
  void withoutRowsAFileThatFlinkCopiedThroughTheStreamStaysAsItIs() throws IOException {
    InMemoryStream original = new InMemoryStream();
    BulkWriter<RecordBatch> writer = factory.create(original);
    writer.addElement(NumberedBatches.of(0, 50));
    writer.finish();

    // Flink opens the writer first, then copies past it.
    InMemoryStream copy = new InMemoryStream();
    BulkWriter<RecordBatch> around = factory.create(copy);
    copy.write(original.toByteArray());
    around.flush();
    around.finish();
    assertThat(copy.toByteArray()).isEqualTo(original.toByteArray());

    InMemoryStream after = holding(original.toByteArray());
    BulkWriter<RecordBatch> late = factory.create(after);
    late.addElement(NumberedBatches.of(0, 0));
    late.finish();
    assertThat(after.toByteArray()).isEqualTo(original.toByteArray());
  }

  @Test
  void flushEndsNoRowGroup() throws IOException {
    InMemoryStream stream = new InMemoryStream();
    BulkWriter<RecordBatch> writer = factory.create(stream);
    for (int batch = 0; batch < 10; batch++) {
      writer.addElement(NumberedBatches.of(batch * 10L, 10));
      writer.flush();
    }
    writer.finish();
    assertThat(PartFiles.rowGroups(fileOf(stream))).isEqualTo(1);
  }

  @Test
  void aBatchOfAnotherSchemaIsRefusedWithBothShown() throws IOException {
    InMemoryStream stream = new InMemoryStream();
    BulkWriter<RecordBatch> writer = factory.create(stream);
    writer.addElement(NumberedBatches.of(0, 150));
    assertThatThrownBy(() -> writer.addElement(OtherBatches.of(1)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("expected 'id' Int(64, true) not null, came 'code' Int(32, true)")
        .hasMessageContaining("field 1: expected 'name' Utf8, it is missing");
    assertEveryCallThrows(writer);
    assertThat(endsLikeAFile(stream)).isFalse();
    assertThat(SinkHarness.openWriters(factory).totals())
        .isEqualTo(new OpenWriters.Totals(0, 0, 0));
  }

  @Test
  void withoutAKnownSchemaTheFirstBatchDecides() throws IOException {
    BulkWriter<RecordBatch> writer = anySchema.create(new InMemoryStream());
    writer.addElement(OtherBatches.of(1));
    assertThatThrownBy(() -> writer.addElement(NumberedBatches.of(0, 1)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("expected 'code'");
  }

  @Test
  void whereverTheStreamFailsNoCompleteFileIsLeft() throws IOException {
    InMemoryStream whole = new InMemoryStream();
    writeThreeRowGroups(factory.create(whole));
    long size = whole.getPos();
    for (long failPast = 0; failPast < size; failPast += 1 + size / 97) {
      InMemoryStream stream = new InMemoryStream(failPast);
      BulkWriter<RecordBatch> writer = factory.create(stream);
      assertThatThrownBy(() -> writeThreeRowGroups(writer))
          .as("failing past byte %d of %d", failPast, size)
          .isInstanceOf(IOException.class)
          .hasMessageContaining("on purpose");
      assertEveryCallThrows(writer);
      assertThat(endsLikeAFile(stream)).as("bytes past the failure").isFalse();
      assertThat(SinkHarness.openWriters(factory).totals())
          .isEqualTo(new OpenWriters.Totals(0, 0, 0));
    }
  }

  private static void writeThreeRowGroups(BulkWriter<RecordBatch> writer) throws IOException {
    for (int batch = 0; batch < 3; batch++) {
      writer.addElement(NumberedBatches.of(batch * 100L, 100));
    }
    writer.finish();
  }

  @Test
  void theFirstFailureStaysTheCauseOfTheLaterOnes() {
    BulkWriter<RecordBatch> writer = factory.create(new InMemoryStream(0));
    assertThatThrownBy(() -> writeThreeRowGroups(writer)).isInstanceOf(IOException.class);
    assertThatThrownBy(writer::finish)
        .isInstanceOf(IllegalStateException.class)
        .hasRootCauseInstanceOf(IOException.class)
        .hasRootCauseMessage("No space left past 0 bytes, on purpose");
  }

  @Test
  void afterFinishTheFileTakesNothingMore() throws IOException {
    BulkWriter<RecordBatch> writer = factory.create(new InMemoryStream());
    writer.addElement(NumberedBatches.of(0, 1));
    writer.finish();
    assertEveryCallThrows(writer);
  }
}
