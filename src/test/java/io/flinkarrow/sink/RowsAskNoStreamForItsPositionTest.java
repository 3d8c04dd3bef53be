package io.flinkarrow.sink;

import static org.assertj.core.api.Assertions.assertThat;

import io.flinkarrow.parquet.WriterOptions;
import io.flinkarrow.parquet.options.CompressionCodec;
import io.flinkarrow.sink.PartFileRollingPolicy.Limits;
import io.flinkarrow.sink.file.RowFileOpener;
import io.flinkarrow.sink.registry.OpenWriters;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.apache.flink.api.common.serialization.BulkWriter;
import org.apache.flink.core.fs.FSDataOutputStream;
import org.apache.flink.streaming.api.functions.sink.filesystem.PartFileInfo;
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

  private final PartFileWriterFactory<RowData> factory =
      new PartFileWriterFactory<>(new RowFileOpener("", TYPE, OPTIONS), OPTIONS);
  private final OpenWriters openWriters = factory.openWriters();
  private final PartFileRollingPolicy<RowData> policy =
      new PartFileRollingPolicy<>(
          new Limits(ROLL_AT_BYTES, PartFileRollingPolicy.NEVER, Long.MAX_VALUE, Long.MAX_VALUE),
          openWriters);

  private int positionsAsked;

  /** One part file, as Flink has it. */
  private final class File implements PartFileInfo<String> {
    private final CountingStream stream = new CountingStream();
    private final BulkWriter<RowData> writer = factory.create(stream);

    @Override
    public String getBucketId() {
      return "b";
    }

    @Override
    public long getCreationTime() {
      return 0;
    }

    @Override
    public long getSize() {
      try {
        return stream.getPos();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    @Override
    public long getLastUpdateTime() {
      return 0;
    }
  }

  private final class CountingStream extends FSDataOutputStream {
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
    openWriters.noteBucket("b");
    File file = new File();
    file.writer.addElement(row(random, 0));
    int asked = 0;
    for (int i = 1; i < ROWS; i++) {
      long size = file.stream.length + openWriters.totals().bufferedBytes();
      if (size >= ROLL_AT_BYTES) {
        dueAt.add(i);
      }
      int before = positionsAsked;
      if (policy.shouldRollOnEvent(file, row(random, i))) {
        rolledAt.add(i);
        file.writer.finish();
        openWriters.noteBucket("b");
        file = new File();
      }
      file.writer.addElement(row(random, i));
      asked += positionsAsked - before;
    }
    assertThat(rolledAt).hasSizeGreaterThan(3).isEqualTo(dueAt);
    assertThat(asked).isLessThan(ROWS / 100);
  }

  @Test
  void aFileThatHasEndedTakesNoFurtherRow() throws IOException {
    openWriters.noteBucket("b");
    File file = new File();
    file.writer.addElement(row(new Random(7), 0));
    assertThat(policy.shouldRollOnEvent(file, row(new Random(7), 1))).isFalse();
    file.writer.finish();
    assertThat(policy.shouldRollOnEvent(file, row(new Random(7), 1))).isTrue();
  }
}
