package io.flinkarrow.parquet.encoding.levels;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.flinkarrow.parquet.column.Levels;
import io.flinkarrow.parquet.encoding.bytes.ByteArrayBuilder;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Random;
import org.apache.parquet.column.values.rle.RunLengthBitPackingHybridDecoder;
import org.junit.jupiter.api.Test;

/** Level sections hold the levels that came, in any shape, and the counts agree with them. */
class PageLevelsEncoderTest {

  private static byte[] randomLevels(int count, int max, Random random) {
    byte[] levels = new byte[count];
    int i = 0;
    while (i < count) {
      byte level = (byte) random.nextInt(max + 1);
      int end = Math.min(count, i + 1 + random.nextInt(random.nextBoolean() ? 3 : 200));
      Arrays.fill(levels, i, end, level);
      i = end;
    }
    return levels;
  }

  /** A shape that can hold the levels, chosen at random. */
  private static Levels shape(
      byte[] repetition, byte[] definition, boolean bitmaps, Random random) {
    int count = definition.length;
    boolean flat = zeros(repetition);
    boolean uniform = true;
    for (byte level : definition) {
      uniform &= level == definition[0];
    }
    if (flat && uniform && random.nextBoolean()) {
      return new Levels.Uniform(definition[0], count);
    }
    if (bitmaps && random.nextBoolean()) {
      long[] words = new long[(count + 63) / 64];
      int defined = 0;
      for (int i = 0; i < count; i++) {
        words[i / 64] |= (long) definition[i] << i;
        defined += definition[i];
      }
      return new Levels.Bitmap(words, count, defined);
    }
    return new Levels.Materialized(
        flat && random.nextBoolean() ? null : repetition, definition, count);
  }

  private static boolean zeros(byte[] levels) {
    return Arrays.equals(levels, new byte[levels.length]);
  }

  private static long[] histogram(byte[] levels, int max) {
    long[] counts = new long[max + 1];
    for (byte level : levels) {
      counts[level]++;
    }
    return counts;
  }

  private static void assertSection(ByteBuffer page, byte[] levels, int max) throws IOException {
    if (max == 0) {
      return;
    }
    byte[] section = new byte[page.getInt()];
    page.get(section);
    RunLengthBitPackingHybridDecoder decoder =
        new RunLengthBitPackingHybridDecoder(
            Integer.SIZE - Integer.numberOfLeadingZeros(max), new ByteArrayInputStream(section));
    for (int i = 0; i < levels.length; i++) {
      assertThat(decoder.readInt()).as("level %d", i).isEqualTo(levels[i]);
    }
  }

  @Test
  void sectionsHoldWhatWasAppendedInAnyShapeAndSplit() throws IOException {
    Random random = new Random(3);
    ByteArrayBuilder out = new ByteArrayBuilder();
    for (int round = 0; round < 300; round++) {
      int maxRep = random.nextInt(3) == 0 ? 1 + random.nextInt(4) : 0;
      int maxDef = random.nextInt(3) == 0 ? random.nextInt(9) : 1;
      PageLevelsEncoder encoder = new PageLevelsEncoder(maxRep, maxDef);
      for (int pageIndex = 0; pageIndex < 3; pageIndex++) {
        int count = random.nextInt(2000);
        byte[] repetition = randomLevels(count, maxRep, random);
        byte[] definition = randomLevels(count, maxDef, random);
        int from = 0;
        while (from < count) {
          int to = from + Math.min(count - from, 1 + random.nextInt(400));
          encoder.append(
              shape(
                  Arrays.copyOfRange(repetition, from, to),
                  Arrays.copyOfRange(definition, from, to),
                  maxRep == 0 && maxDef == 1,
                  random));
          from = to;
        }
        long estimate = encoder.encodedBytes();
        out.reset();
        SealedLevels sealed = encoder.seal(out);

        ByteBuffer page = ByteBuffer.wrap(out.array(), 0, out.length());
        page.order(ByteOrder.LITTLE_ENDIAN);
        assertSection(page, repetition, maxRep);
        assertSection(page, definition, maxDef);
        assertThat(page.hasRemaining()).isFalse();
        assertThat(estimate).isBetween(out.length() - 2L, out.length() + 10L);

        long[] definitionHistogram = histogram(definition, maxDef);
        assertThat(sealed.levelCount()).isEqualTo(count);
        assertThat(sealed.nullCount()).isEqualTo(count - (int) definitionHistogram[maxDef]);
        assertThat(sealed.repetitionHistogram())
            .isEqualTo(maxRep > 0 ? histogram(repetition, maxRep) : new long[0]);
        assertThat(sealed.definitionHistogram())
            .isEqualTo(maxDef > 1 ? definitionHistogram : new long[0]);
      }
    }
  }

  @Test
  void uniformLevelsTakeAFewBytesHoweverMany() {
    PageLevelsEncoder encoder = new PageLevelsEncoder(1, 3);
    for (int i = 0; i < 1000; i++) {
      encoder.append(new Levels.Uniform(3, 1_000_000));
    }
    ByteArrayBuilder out = new ByteArrayBuilder();
    encoder.seal(out);
    assertThat(out.length()).isEqualTo(4 + 6 + 4 + 6);
  }

  @Test
  void aRequiredColumnHasNoSections() {
    PageLevelsEncoder encoder = new PageLevelsEncoder(0, 0);
    encoder.append(new Levels.Uniform(0, 7));
    ByteArrayBuilder out = new ByteArrayBuilder();
    SealedLevels sealed = encoder.seal(out);
    assertThat(out.length()).isZero();
    assertThat(sealed.levelCount()).isEqualTo(7);
    assertThat(sealed.nullCount()).isZero();
  }

  @Test
  void aBitmapForANestedColumnIsRefused() {
    assertThatThrownBy(
            () -> new PageLevelsEncoder(1, 3).append(new Levels.Bitmap(new long[] {1}, 2, 1)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("but they are 1 and 3");
  }

  @Test
  void resetForgetsAPageThatWasNotSealed() {
    for (int maxDefinition : new int[] {1, 3}) {
      PageLevelsEncoder used = new PageLevelsEncoder(1, maxDefinition);
      used.append(new Levels.Materialized(new byte[] {0, 1, 1}, new byte[] {1, 0, 1}, 3));
      used.append(new Levels.Uniform(1, 1000));
      used.reset();
      assertThat(used.retainedBytes()).isZero();
      PageLevelsEncoder fresh = new PageLevelsEncoder(1, maxDefinition);
      assertThat(sealed(used)).isEqualTo(sealed(fresh));
    }
  }

  private static byte[] sealed(PageLevelsEncoder encoder) {
    encoder.append(new Levels.Materialized(new byte[] {0, 0, 1}, new byte[] {0, 1, 1}, 3));
    ByteArrayBuilder out = new ByteArrayBuilder();
    encoder.seal(out);
    return Arrays.copyOf(out.array(), out.length());
  }

  @Test
  void whatIsRewoundLeavesNoTrace() {
    Random random = new Random(50);
    for (int maxLevel : new int[] {1, 3}) {
      for (int round = 0; round < 300; round++) {
        PageLevelsEncoder rewound = new PageLevelsEncoder(maxLevel, maxLevel);
        PageLevelsEncoder expected = new PageLevelsEncoder(maxLevel, maxLevel);
        for (int part = 0; part < 6; part++) {
          Levels kept = runs(maxLevel, random);
          rewound.mark();
          for (int i = random.nextInt(4); i > 0; i--) {
            rewound.append(runs(maxLevel, random));
          }
          rewound.rewind();
          rewound.append(kept);
          expected.append(kept);
        }
        ByteArrayBuilder bytes = new ByteArrayBuilder();
        ByteArrayBuilder expectedBytes = new ByteArrayBuilder();
        assertThat(rewound.seal(bytes))
            .usingRecursiveComparison()
            .isEqualTo(expected.seal(expectedBytes));
        assertThat(Arrays.copyOf(bytes.array(), bytes.length()))
            .isEqualTo(Arrays.copyOf(expectedBytes.array(), expectedBytes.length()));
      }
    }
  }

  /** Runs and sprinkled levels, which open groups and runs and leave some pending. */
  private static Levels runs(int maxLevel, Random random) {
    byte[] levels = new byte[1 + random.nextInt(1_500)];
    int at = 0;
    while (at < levels.length) {
      int end = Math.min(levels.length, at + 1 + random.nextInt(random.nextBoolean() ? 3 : 200));
      Arrays.fill(levels, at, end, (byte) random.nextInt(maxLevel + 1));
      at = end;
    }
    return new Levels.Materialized(levels, levels.clone(), levels.length);
  }
}
