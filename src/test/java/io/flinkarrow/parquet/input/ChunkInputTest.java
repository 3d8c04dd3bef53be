package io.flinkarrow.parquet.input;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.flinkarrow.parquet.input.ChunkInput.Bytes;
import io.flinkarrow.parquet.input.FetchedRanges.Range;
import io.flinkarrow.read.file.FileSystemInput;
import io.flinkarrow.testing.FaultyFileSystem;
import java.io.EOFException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A chunk's bytes come in order, however they are asked for, and not one beyond the chunk. */
class ChunkInputTest {

  private static final int START = 13;
  private static final int LENGTH = 1_000;

  @TempDir Path directory;

  private final byte[] bytes = new byte[1_100];

  @BeforeEach
  void write() throws IOException {
    FaultyFileSystem.reset();
    new Random(1).nextBytes(bytes);
    Files.write(directory.resolve("bytes"), bytes);
  }

  @Test
  void inOrderThroughPiecesOfAnyLength() throws IOException {
    for (int piece : new int[] {1, 7, 64, 999, 1_000, 5_000}) {
      try (ParquetInput file = open()) {
        ChunkInput input = chunk(file, piece, new Range(START, START + LENGTH));
        Random random = new Random(piece);
        int at = 0;
        while (at < LENGTH) {
          assertThat(input.remaining()).isEqualTo(LENGTH - at);
          at += readSome(input, random, at);
        }
        assertThat(at).isEqualTo(LENGTH);
        assertThat(input.read()).isNegative();
        assertThat(input.read(new byte[3], 0, 3)).isNegative();
        assertThatThrownBy(() -> input.take(1))
            .isInstanceOf(EOFException.class)
            .hasMessage("1 bytes are needed, but the chunk has only 0 more");
      }
    }
  }

  /** Pages are decoded while later ones are fetched. */
  @Test
  void lentBytesStayAsTheyWere() throws IOException {
    try (ParquetInput file = open()) {
      ChunkInput input = chunk(file, 10, new Range(START, START + LENGTH));
      Bytes first = input.take(8);
      while (input.remaining() > 0) {
        input.read();
      }
      assertThat(content(first)).isEqualTo(expected(0, 8));
    }
  }

  @Test
  void aFileThatBecameShorterIsToldAsThat() throws IOException {
    try (ParquetInput file = open()) {
      Files.write(directory.resolve("bytes"), Arrays.copyOf(bytes, 500));
      ChunkInput input = chunk(file, 10_000, new Range(START, START + LENGTH));
      assertThatThrownBy(() -> input.take(4))
          .isInstanceOf(EOFException.class)
          .hasMessageContaining("ended at byte 500, but had 1100 bytes when it was opened");
      assertThat(input.failure()).isInstanceOf(EOFException.class);
    }
  }

  private int readSome(ChunkInput input, Random random, int at) throws IOException {
    int length = 1 + random.nextInt(Math.min(90, LENGTH - at));
    switch (random.nextInt(3)) {
      case 0 -> {
        assertThat((byte) input.read()).isEqualTo(bytes[START + at]);
        return 1;
      }
      case 1 -> {
        byte[] target = new byte[length + 4];
        int count = input.read(target, 2, length);
        assertThat(count).isBetween(1, length);
        assertThat(Arrays.copyOfRange(target, 2, 2 + count)).isEqualTo(expected(at, count));
        return count;
      }
      default -> {
        assertThat(content(input.take(length))).isEqualTo(expected(at, length));
        return length;
      }
    }
  }

  /** Of parts that are needed, no byte beyond them is fetched. */
  @Test
  void onlyNeededPartsAreFetched() throws IOException {
    try (SharedInput file = new SharedInput(open())) {
      ChunkInput input =
          chunk(file, 64, new Range(START + 100, START + 200), new Range(START + 500, START + 510));
      for (int from : new int[] {100, 150, 500}) {
        input.goTo(START + from);
        assertThat(content(input.take(10))).isEqualTo(expected(from, 10));
        assertThat(input.position()).isEqualTo(START + from + 10);
      }
      assertThat(file.bytes()).isLessThanOrEqualTo(110);
      input.goTo(START + 600);
      assertThat(content(input.take(10))).as("what was not needed").isEqualTo(expected(600, 10));
    }
  }

  private static ChunkInput chunk(ParquetInput file, int piece, Range... needed) {
    return new ChunkInput(file, START, LENGTH, START + LENGTH, List.of(needed), piece, null);
  }

  private ParquetInput open() throws IOException {
    return FileSystemInput.open(
        new org.apache.flink.core.fs.Path(FaultyFileSystem.path(directory), "bytes"));
  }

  private byte[] expected(int at, int length) {
    return Arrays.copyOfRange(bytes, START + at, START + at + length);
  }

  private static byte[] content(Bytes lent) {
    return Arrays.copyOfRange(lent.array(), lent.offset(), lent.offset() + lent.length());
  }
}
