package io.flinkarrow.parquet.file;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Random;
import org.junit.jupiter.api.Test;

class BufferedFileOutputTest {

  private final RecordingStream stream = new RecordingStream();
  private final BufferedFileOutput out = new BufferedFileOutput(stream);

  @Test
  void bytesArriveInOrderWhateverTheSizesOfTheWrites() throws IOException {
    Random random = new Random(1);
    ByteArrayOutputStream expected = new ByteArrayOutputStream();
    for (int i = 0; i < 500; i++) {
      byte[] bytes = new byte[random.nextInt(i % 20 == 0 ? 200_000 : 2_000)];
      random.nextBytes(bytes);
      out.write(bytes);
      out.write(i);
      expected.write(bytes);
      expected.write(i);
      assertThat(out.position()).isEqualTo(expected.size());
      if (i % 100 == 50) {
        out.drain();
        assertThat(stream.bytes()).isEqualTo(expected.toByteArray());
      }
    }
    out.drain();
    assertThat(stream.bytes()).isEqualTo(expected.toByteArray());
  }

  @Test
  void smallWritesAreGathered() throws IOException {
    for (int i = 0; i < 100_000; i++) {
      out.write(i);
    }
    out.drain();
    assertThat(stream.writes()).isEqualTo(2);
  }

  @Test
  void largeWritesPassStraightThrough() throws IOException {
    out.write(new byte[10]);
    out.write(new byte[1 << 20]);
    assertThat(stream.bytes()).hasSize(10 + (1 << 20));
    assertThat(stream.writes()).isEqualTo(2);
  }

  @Test
  void theStreamIsNeitherFlushedNorClosed() throws IOException {
    out.write(1);
    out.drain();
    out.flush();
    out.close();
    assertThat(stream.flushes()).isZero();
    assertThat(stream.closed()).isFalse();
  }
}
