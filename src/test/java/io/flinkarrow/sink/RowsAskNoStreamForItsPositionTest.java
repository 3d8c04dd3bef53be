package io.flinkarrow.sink;

import static org.assertj.core.api.Assertions.assertThat;

import io.flinkarrow.parquet.WriterOptions;
import io.flinkarrow.parquet.options.CompressionCodec;
import io.flinkarrow.sink.PartFileRollingPolicy.Limits;
import io.flinkarrow.sink.file.PartFileBucketWriter;
import io.flinkarrow.sink.file.RowFileOpener;
import io.flinkarrow.sink.registry.OpenWriters;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.apache.flink.core.fs.Path;
import org.apache.flink.core.fs.RecoverableFsDataOutputStream;
import org.apache.flink.core.fs.RecoverableFsDataOutputStream.Committer;
import org.apache.flink.core.fs.RecoverableWriter.CommitRecoverable;
import org.apache.flink.core.fs.RecoverableWriter.ResumeRecoverable;
import org.apache.flink.streaming.api.functions.sink.filesystem.InProgressFileWriter;
import org.apache.flink.table.data.GenericRowData;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.data.StringData;
import org.apache.flink.table.types.logical.BigIntType;
import org.apache.flink.table.types.logical.RowType;
import org.apache.flink.table.types.logical.VarCharType;
import org.junit.jupiter.api.Test;

/**
 * The policy looks at a file before each row. The position of a stream can be a system call, and
 * what the writer counts is the same.
 */
class RowsAskNoStreamForItsPositionTest {

  private static final int ROWS = 60_000;
  private static final long ROLL_AT_BYTES = 200_000;
  private static final RowType TYPE =
      RowType.of(new BigIntType(), new VarCharType(VarCharType.MAX_LENGTH));

  /** Several row groups within a file, so that its size is in part sent and in part buffered. */
  private static final WriterOptions OPTIONS =
      WriterOptions.builder()
          .codec(CompressionCodec.UNCOMPRESSED)
          .rowGroupBytes(64 << 10)
          .pageBytes(8 << 10)
          .build();

  private static final Path PATH = new Path("/b/part.parquet");

  private static final Committer NEVER_COMMITTED =
      new Committer() {
        @Override
        public void commit() {}

        @Override
        public void commitAfterRecovery() {}

        @Override
        public CommitRecoverable getRecoverable() {
          return new CommitRecoverable() {};
        }
      };

  private final OpenWriters openWriters = new OpenWriters(OPTIONS.memoryBudgetBytes());
  private final PartFileBucketWriter<RowData> files =
      PartFileBucketWriter.of(PATH, new RowFileOpener("", TYPE, OPTIONS), openWriters, 0, () -> 0);
  private final PartFileRollingPolicy<RowData> policy =
      new PartFileRollingPolicy<>(
          new Limits(ROLL_AT_BYTES, PartFileRollingPolicy.NEVER, Long.MAX_VALUE, Long.MAX_VALUE),
          false,
          openWriters);

  private int positionsAsked;

  RowsAskNoStreamForItsPositionTest() throws IOException {}

  private final class File {
    private final CountingStream stream = new CountingStream();
    private final InProgressFileWriter<RowData, String> writer =
        files.openNew("b", stream, PATH, 0);
  }

  private final class CountingStream extends RecoverableFsDataOutputStream {
    private long length;

    @Override
    public long getPos() throws IOException {
      positionsAsked++;
      return length;
    }

    @Override
    public void write(int value) {
      length++;
    }

    @Override
    public void write(byte[] bytes, int from, int count) {
      length += count;
    }

    @Override
    public void flush() {}

    @Override
    public void sync() {}

    @Override
    public void close() {}

    @Override
    public ResumeRecoverable persist() {
      throw new UnsupportedOperationException();
    }

    @Override
    public Committer closeForCommit() {
      return NEVER_COMMITTED;
    }
  }

  private static RowData row(Random random, long number) {
    return GenericRowData.of(
        number, StringData.fromString(Long.toHexString(random.nextLong()) + number));
  }

  @Test
  void filesRollWhereTheirStreamsAndBuffersSayAndStreamsAreRarelyAsked() throws IOException {
    Random random = new Random(7);
    List<Integer> rolledAt = new ArrayList<>();
    List<Integer> dueAt = new ArrayList<>();
    File file = new File();
    file.writer.write(row(random, 0), 0);
    int asked = 0;
    for (int i = 1; i < ROWS; i++) {
      long size = file.stream.length + openWriters.totals().bufferedBytes();
      if (size >= ROLL_AT_BYTES) {
        dueAt.add(i);
      }
      int before = positionsAsked;
      if (policy.shouldRollOnEvent(file.writer, row(random, i))) {
        rolledAt.add(i);
        file.writer.closeForCommit();
        file = new File();
      }
      file.writer.write(row(random, i), 0);
      asked += positionsAsked - before;
    }
    assertThat(rolledAt).hasSizeGreaterThan(3).isEqualTo(dueAt);
    assertThat(asked).isLessThan(ROWS / 100);
  }

  @Test
  void aFileThatHasEndedTakesNoFurtherRow() throws IOException {
    File file = new File();
    file.writer.write(row(new Random(7), 0), 0);
    assertThat(policy.shouldRollOnEvent(file.writer, row(new Random(7), 1))).isFalse();
    file.writer.closeForCommit();
    assertThat(policy.shouldRollOnEvent(file.writer, row(new Random(7), 1))).isTrue();
  }
}
