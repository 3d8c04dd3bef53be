package io.flinkarrow.parquet;

import static org.assertj.core.api.Assertions.assertThat;

import io.flinkarrow.parquet.input.ParquetInput;
import io.flinkarrow.testing.ForwardingInput;
import io.flinkarrow.testing.RowsOfBatches;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import org.apache.parquet.format.ColumnChunk;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Row groups, of which there may be many, cost no more than if another library had written them.
 */
class IndexesThatTakeLongAreNotReadTest {

  private static final UnaryOperator<WriterOptions.Builder> PLAIN =
      options -> options.dictionary(false);

  @TempDir Path directory;

  private static byte[] file(UnaryOperator<WriterOptions.Builder> options) throws IOException {
    return PagesAreCopiedIfTheyFitTest.numbers(
        options, PagesAreCopiedIfTheyFitTest.distinct(0, 3000));
  }

  /** All indexes have so many bytes, most of which lie behind their ends, and are the same. */
  private static byte[] withLongIndexes(byte[] file, int bytes) throws IOException {
    return CompactedBytes.padded(
        file,
        bytes,
        footer -> {
          for (ColumnChunk chunk : footer.getRow_groups().get(0).getColumns()) {
            chunk.setColumn_index_length(bytes);
            chunk.setOffset_index_length(bytes);
          }
        });
  }

  private long copiedPages(byte[] source, byte[] file) throws IOException {
    byte[] compacted =
        CompactedBytes.of(
            directory, List.of(source, source), PagesAreCopiedIfTheyFitTest.target(PLAIN));
    assertThat(RowsOfBatches.of(Files.write(directory.resolve("read.parquet"), compacted)))
        .hasSize(6000);
    return CompactedBytes.copiedPages(compacted, file, "id");
  }

  @Test
  void ofPagesThatAreShorter() throws IOException {
    byte[] file = file(PLAIN);
    assertThat(copiedPages(withLongIndexes(file, 10_000), file)).isEqualTo(6);
    assertThat(copiedPages(withLongIndexes(file, 30_000), file)).isZero();
  }

  @Test
  void ofRowGroupsThatWouldBeCopied() throws IOException {
    byte[] file = file(PLAIN);
    assertThat(copiedRowGroups(withLongIndexes(file, 3 << 20))).isEqualTo(2);
    assertThat(copiedRowGroups(withLongIndexes(file, 6 << 20))).isZero();
  }

  private int copiedRowGroups(byte[] source) throws IOException {
    Path file = Files.write(directory.resolve("source.parquet"), source);
    ParquetInput.Opener opener = () -> ParquetInput.open(file);
    return ParquetFileCompactor.builder()
        .copiedRowGroupRows(1)
        .writerOptions(PagesAreCopiedIfTheyFitTest.target(PLAIN))
        .build()
        .compact(List.of(opener, opener), new ByteArrayOutputStream())
        .copiedRowGroups();
  }

  /** Counts what is read by other threads than that of the test. */
  private record Watched(ParquetInput input, Thread own, AtomicInteger ahead)
      implements ForwardingInput {

    @Override
    public void read(long position, byte[] target, int from, int count) throws IOException {
      if (Thread.currentThread() != own) {
        ahead.incrementAndGet();
      }
      input.read(position, target, from, count);
    }
  }

  @Test
  void ofRowGroupsThatAreSmallWhichAreFetchedAhead() throws IOException {
    byte[] small = file(options -> options.rowGroupRows(100));
    assertThat(readAhead(small))
        .isEqualTo(readAhead(CompactedBytes.ofAnother(small)))
        .isGreaterThanOrEqualTo(2 * 29);
  }

  private int readAhead(byte[] source) throws IOException {
    Path file = Files.write(directory.resolve("source.parquet"), source);
    AtomicInteger ahead = new AtomicInteger();
    ParquetInput.Opener opener =
        () -> new Watched(ParquetInput.open(file), Thread.currentThread(), ahead);
    List<ParquetInput.Opener> openers = new ArrayList<>(List.of(opener, opener));
    ParquetFileCompactor.builder()
        .copiedRowGroupBytes(Long.MAX_VALUE)
        .copiedRowGroupRows(Long.MAX_VALUE)
        .writerOptions(PagesAreCopiedIfTheyFitTest.target(UnaryOperator.identity()))
        .build()
        .compact(openers, new ByteArrayOutputStream());
    return ahead.get();
  }
}
