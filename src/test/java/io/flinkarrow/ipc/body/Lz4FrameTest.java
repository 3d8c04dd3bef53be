package io.flinkarrow.ipc.body;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.Random;
import org.apache.commons.compress.compressors.lz4.FramedLZ4CompressorOutputStream;
import org.apache.commons.compress.compressors.lz4.FramedLZ4CompressorOutputStream.BlockSize;
import org.apache.commons.compress.compressors.lz4.FramedLZ4CompressorOutputStream.Parameters;
import org.junit.jupiter.api.Test;

/** Frames of another implementation, whole and broken. */
class Lz4FrameTest {

  private static final int AROUND = 5;

  @Test
  void framesOfEveryKindAreRead() throws IOException {
    Random random = new Random(1);
    for (int length : new int[] {0, 1, 15, 16, 17, 1000, 200_000}) {
      byte[] content = content(length, random);
      for (int flags = 0; flags < 8; flags++) {
        byte[] frame = frame(content, flags);
        assertThat(read(frame, length)).isEqualTo(content);
      }
    }
  }

  private static byte[] frame(byte[] content, int flags) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    Parameters parameters =
        new Parameters(BlockSize.K64, (flags & 1) != 0, (flags & 2) != 0, (flags & 4) != 0);
    try (var frame = new FramedLZ4CompressorOutputStream(out, parameters)) {
      frame.write(content);
    }
    return out.toByteArray();
  }

  /** Runs, repetitions from far away and noise. */
  private static byte[] content(int length, Random random) {
    byte[] content = new byte[length];
    for (int i = 0; i < length; ) {
      int step = Math.min(length - i, 1 + random.nextInt(300));
      switch (random.nextInt(3)) {
        case 0 -> Arrays.fill(content, i, i + step, (byte) random.nextInt());
        case 1 -> {
          int from = random.nextInt(i + 1);
          step = Math.min(step, Math.max(1, i - from));
          System.arraycopy(content, from, content, i, step);
        }
        default -> {
          byte[] noise = new byte[step];
          random.nextBytes(noise);
          System.arraycopy(noise, 0, content, i, step);
        }
      }
      i += step;
    }
    return content;
  }

  /** In the middle of arrays, so that writing outside shows. */
  private static byte[] read(byte[] frame, int length) throws IOException {
    byte[] source = new byte[frame.length + 2 * AROUND];
    System.arraycopy(frame, 0, source, AROUND, frame.length);
    byte[] target = new byte[length + 2 * AROUND];
    int written =
        new Lz4Frame(source, AROUND, AROUND + frame.length)
            .decompress(target, AROUND, AROUND + length);
    assertThat(Arrays.copyOf(target, AROUND)).containsOnly(0);
    assertThat(Arrays.copyOfRange(target, AROUND + length, target.length)).containsOnly(0);
    return Arrays.copyOfRange(target, AROUND, AROUND + written);
  }

  @Test
  void cutsAreRefused() throws IOException {
    byte[] content = content(1000, new Random(2));
    byte[] frame = frame(content, 3);
    for (int length = 0; length < frame.length; length++) {
      byte[] cut = Arrays.copyOf(frame, length);
      assertThatThrownBy(() -> read(cut, content.length))
          .isInstanceOf(MalformedBytesException.class);
    }
    byte[] longer = Arrays.copyOf(frame, frame.length + 1);
    assertThatThrownBy(() -> read(longer, content.length)).hasMessageContaining("follow it");
  }

  @Test
  void changesAreSeenOrChangeNothing() throws IOException {
    byte[] content = content(1000, new Random(3));
    byte[] frame = frame(content, 1);
    int refused = 0;
    for (int i = 0; i < frame.length; i++) {
      for (int flip : new int[] {1, 0x10, 0x80, 0xFF}) {
        byte[] changed = frame.clone();
        changed[i] ^= (byte) flip;
        try {
          // A copy may come from another place that holds the same.
          assertThat(read(changed, content.length)).isEqualTo(content);
        } catch (MalformedBytesException e) {
          refused++;
        }
      }
    }
    assertThat(refused).isGreaterThan(3 * frame.length);
  }
}
