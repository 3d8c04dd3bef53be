package io.flinkarrow.batch.body;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;

/** Short ranges are copied as numbers that overlap: never beyond the range, from any position. */
class ShortCopiesStayWithinTheirRangeTest {

  @Test
  void bytesOfEveryLengthAreThoseOfThePlainCopy() {
    byte[] bytes = new byte[64];
    new Random(8).nextBytes(bytes);
    for (int length = 0; length <= 40; length++) {
      for (int from = 0; from <= bytes.length - length; from++) {
        int to = bytes.length - length - from;
        byte[] expected = new byte[bytes.length];
        byte[] actual = new byte[bytes.length];
        System.arraycopy(bytes, from, expected, to, length);
        ByteCopy.copy(bytes, from, length, actual, to);
        assertThat(actual).as("%d bytes from %d", length, from).isEqualTo(expected);
      }
    }
  }
}
