package io.flinkarrow.parquet.codec;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.SplittableRandom;

/** Page bodies to compress, always the same for the same length. */
public enum PageBodies {
  /** PLAIN texts: words of a small vocabulary, each text with its length before it. */
  TEXT {
    @Override
    void fill(ByteBuffer body, SplittableRandom random) {
      byte[][] words = new byte[VOCABULARY][];
      for (int i = 0; i < VOCABULARY; i++) {
        words[i] = word(random);
      }
      while (body.remaining() >= LONGEST_TEXT) {
        int start = body.position();
        body.putInt(0);
        for (int count = 1 + random.nextInt(MOST_WORDS); count > 0; count--) {
          body.put(words[random.nextInt(1 + random.nextInt(VOCABULARY))]);
        }
        body.putInt(start, body.position() - start - Integer.BYTES);
      }
    }
  },
  /** PLAIN longs that climb by up to 2,000, as counters and times do. */
  INTEGERS {
    @Override
    void fill(ByteBuffer body, SplittableRandom random) {
      long value = 1_704_067_200_000_000L;
      while (body.remaining() >= Long.BYTES) {
        value += random.nextInt(2_000);
        body.putLong(value);
      }
    }
  };

  private static final int VOCABULARY = 2_000;
  private static final int LONGEST_WORD = 12;
  private static final int MOST_WORDS = 10;
  private static final int LONGEST_TEXT = Integer.BYTES + MOST_WORDS * LONGEST_WORD;

  abstract void fill(ByteBuffer body, SplittableRandom random);

  byte[] body(int length) {
    ByteBuffer body = ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
    fill(body, new SplittableRandom(1));
    return body.array();
  }

  private static byte[] word(SplittableRandom random) {
    StringBuilder word = new StringBuilder();
    for (int i = 2 + random.nextInt(LONGEST_WORD - 2); i > 0; i--) {
      word.append((char) random.nextInt('a', 'z' + 1));
    }
    return word.append(' ').toString().getBytes(StandardCharsets.US_ASCII);
  }
}
