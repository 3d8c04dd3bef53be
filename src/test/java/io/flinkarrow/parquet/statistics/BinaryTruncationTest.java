package io.flinkarrow.parquet.statistics;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Truncated bounds bound, are short, and stay valid UTF-8. */
class BinaryTruncationTest {

  private static final int[] CODE_POINTS = {
    0, 'a', 'z', 0x7F, 0x80, 0xE9, 0x7FF, 0x800, 0x20AC, 0xD7FF, 0xE000, 0xFFFF, 0x10000, 0x1F600,
    0x10FFFF
  };

  private static byte[] randomText(Random random) {
    StringBuilder text = new StringBuilder();
    int characters = 1 + random.nextInt(12);
    for (int i = 0; i < characters; i++) {
      text.appendCodePoint(CODE_POINTS[random.nextInt(CODE_POINTS.length)]);
    }
    return text.toString().getBytes(StandardCharsets.UTF_8);
  }

  private static boolean isUtf8(byte[] bytes) {
    try {
      StandardCharsets.UTF_8
          .newDecoder()
          .onMalformedInput(CodingErrorAction.REPORT)
          .decode(ByteBuffer.wrap(bytes));
      return true;
    } catch (CharacterCodingException expected) {
      return false;
    }
  }

  private static void assertBounds(byte[] value, int limit, boolean utf8) {
    byte[] lower = BinaryTruncation.lowerBound(value, value.length, limit, utf8);
    assertThat(lower.length).isLessThanOrEqualTo(limit);
    assertThat(Arrays.compareUnsigned(lower, value)).isLessThanOrEqualTo(0);
    byte[] upper = BinaryTruncation.upperBound(value, value.length, limit, utf8);
    if (upper != null) {
      assertThat(upper.length).isLessThanOrEqualTo(limit);
      assertThat(Arrays.compareUnsigned(upper, value)).isPositive();
    }
    if (utf8 && isUtf8(value)) {
      assertThat(isUtf8(lower)).isTrue();
      assertThat(upper == null || isUtf8(upper)).isTrue();
    }
  }

  @Test
  void boundsOfTextBoundItAndStayText() {
    Random random = new Random(60);
    for (int round = 0; round < 3_000; round++) {
      byte[] value = randomText(random);
      for (int limit = 1; limit < value.length; limit++) {
        assertBounds(value, limit, true);
        assertBounds(value, limit, false);
      }
    }
  }

  @Test
  void boundsOfWhatOnlyClaimsToBeTextBoundIt() {
    Random random = new Random(61);
    for (int round = 0; round < 3_000; round++) {
      byte[] value = random.nextBoolean() ? randomText(random) : new byte[1 + random.nextInt(12)];
      value[random.nextInt(value.length)] = (byte) random.nextInt();
      value[random.nextInt(value.length)] = (byte) (0xC0 | random.nextInt(64));
      for (int limit = 1; limit < value.length; limit++) {
        assertBounds(value, limit, true);
        assertBounds(value, limit, false);
      }
    }
  }

  @ParameterizedTest
  @CsvSource({
    // value, limit, lower, upper
    "616263, 2, 6162, 6163",
    "61C3A962, 2, 61, 62",
    "61C3A962, 3, 61C3A9, 61C3AA",
    "617F62, 2, 617F, 62",
    "617F6263, 3, 617F62, 617F63",
    "ED9FBF61, 3, ED9FBF, EE8080",
    "61F48FBFBF61, 5, 61F48FBFBF, 62",
  })
  void successorsOfText(String value, int limit, String lower, String upper) {
    byte[] bytes = HexFormat.of().parseHex(value);
    assertThat(BinaryTruncation.lowerBound(bytes, bytes.length, limit, true))
        .isEqualTo(HexFormat.of().parseHex(lower));
    assertThat(BinaryTruncation.upperBound(bytes, bytes.length, limit, true))
        .isEqualTo(HexFormat.of().parseHex(upper));
  }

  @Test
  void theLastCharacterHasNoSuccessor() {
    byte[] value = HexFormat.of().parseHex("F48FBFBFF48FBFBF61");
    assertThat(BinaryTruncation.upperBound(value, value.length, 8, true)).isNull();
    assertThat(BinaryTruncation.upperBound(new byte[] {-1, -1, 1}, 3, 2, false)).isNull();
    assertThat(BinaryTruncation.upperBound(new byte[] {5, -1, 1}, 3, 2, false)).containsExactly(6);
  }
}
