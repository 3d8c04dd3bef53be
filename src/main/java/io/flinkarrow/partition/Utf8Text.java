package io.flinkarrow.partition;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Texts out of bytes that should be UTF-8. Others would all get the same directory, and the column,
 * which is left out of the file, could not tell them apart any more.
 */
final class Utf8Text {

  /** What a decoder puts in place of bytes that are not UTF-8. */
  private static final char REPLACEMENT = '\uFFFD';

  private Utf8Text() {}

  /**
   * @param row of a batch, or {@link DirectoryPath#SOME_ROW}
   * @throws PartitionException if the bytes are not UTF-8
   */
  static String of(byte[] bytes, String column, int row) {
    String text = new String(bytes, StandardCharsets.UTF_8);
    if (text.indexOf(REPLACEMENT) >= 0
        && !Arrays.equals(text.getBytes(StandardCharsets.UTF_8), bytes)) {
      throw new PartitionException(
          "Column '%s' has in %s a string that is not UTF-8, for which there is no directory; correct the producer"
              .formatted(column, DirectoryPath.where(row)));
    }
    return text;
  }
}
