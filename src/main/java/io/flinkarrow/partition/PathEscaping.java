package io.flinkarrow.partition;

import java.nio.charset.StandardCharsets;
import java.util.BitSet;
import java.util.HexFormat;

/**
 * Escapes a column's name or value for use in the name of a partition's directory, as Hive and
 * Flink do it: a percent sign and two digits for each character that means something in paths. No
 * escaped value leads out of its directory. {@link DirectoryPath} joins names and values.
 */
final class PathEscaping {

  /** What file systems bear at most. */
  static final int MAXIMUM_BYTES = 255;

  private static final BitSet ESCAPED = new BitSet(128);

  static {
    ESCAPED.set(0, ' ');
    ESCAPED.set(0x7F);
    "\"#%'*/:=?\\{[]}^".chars().forEach(ESCAPED::set);
  }

  private PathEscaping() {}

  static String escape(String text) {
    int first = 0;
    while (first < text.length() && !ESCAPED.get(text.charAt(first))) {
      first++;
    }
    if (first == text.length()) {
      return text;
    }
    StringBuilder escaped = new StringBuilder(text.length() + 16).append(text, 0, first);
    for (int i = first; i < text.length(); i++) {
      char c = text.charAt(i);
      if (ESCAPED.get(c)) {
        escaped.append('%').append(HexFormat.of().withUpperCase().toHexDigits((byte) c));
      } else {
        escaped.append(c);
      }
    }
    return escaped.toString();
  }

  /**
   * What was escaped. A percent sign without two digits behind it stays, as in Hive: such names
   * were made by others.
   */
  static String unescape(String name) {
    if (name.indexOf('%') < 0) {
      return name;
    }
    StringBuilder text = new StringBuilder(name.length());
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      if (c == '%' && i + 2 < name.length() && isHex(name, i + 1) && isHex(name, i + 2)) {
        text.append((char) HexFormat.fromHexDigits(name, i + 1, i + 3));
        i += 2;
      } else {
        text.append(c);
      }
    }
    return text.toString();
  }

  private static boolean isHex(String name, int at) {
    return HexFormat.isHexDigit(name.charAt(at));
  }

  /** Of the name's bytes, which is what file systems count. */
  static boolean isTooLong(String name) {
    return name.length() > MAXIMUM_BYTES
        || (3 * name.length() > MAXIMUM_BYTES
            && name.getBytes(StandardCharsets.UTF_8).length > MAXIMUM_BYTES);
  }
}
