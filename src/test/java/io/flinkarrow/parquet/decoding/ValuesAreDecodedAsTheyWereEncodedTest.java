package io.flinkarrow.parquet.decoding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import io.flinkarrow.parquet.decoding.bytes.PageBytes;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every encoding of every type, as parquet-column writes it, in steps of any length with any values
 * passed over; and pages with changed bytes, which give an error or values, and nothing else.
 */
class ValuesAreDecodedAsTheyWereEncodedTest {

  private static final int ROUNDS = Boolean.getBoolean("flinkarrow.extended") ? 2_000 : 60;
  private static final int MUTATIONS = 20;

  static List<EncodedPages.Form> forms() {
    return EncodedPages.forms();
  }

  @ParameterizedTest
  @MethodSource("forms")
  void valuesAreDecodedInAnySteps(EncodedPages.Form form) throws IOException {
    for (int seed = 0; seed < ROUNDS; seed++) {
      Random random = new Random(seed);
      EncodedPages pages = EncodedPages.random(form, random.nextInt(3000), random);
      List<Object> expected = new ArrayList<>();
      List<Object> decoded = decode(pages, pages.page(), random, expected);
      assertThat(decoded).as("seed %d", seed).isEqualTo(expected);
    }
  }

  @ParameterizedTest
  @MethodSource("forms")
  void changedPagesGiveAnErrorOrValues(EncodedPages.Form form) {
    int refused = 0;
    for (int seed = 0; seed < ROUNDS; seed++) {
      Random random = new Random(seed);
      EncodedPages pages = EncodedPages.random(form, 1 + random.nextInt(500), random);
      for (int i = 0; i < MUTATIONS; i++) {
        byte[] changed = changed(pages.page(), random);
        try {
          decode(pages, changed, random, new ArrayList<>());
        } catch (IOException e) {
          assertThat(e.getMessage()).contains("should ");
          refused++;
        } catch (RuntimeException e) {
          fail("seed %d, change %d".formatted(seed, i), e);
        }
      }
    }
    assertThat(refused).isPositive();
  }

  private static byte[] changed(byte[] page, Random random) {
    byte[] changed = page.clone();
    if (random.nextBoolean() || changed.length == 0) {
      return java.util.Arrays.copyOf(changed, random.nextInt(changed.length + 1));
    }
    // Headers are at the beginning.
    int most = random.nextBoolean() ? changed.length : Math.min(16, changed.length);
    for (int i = random.nextInt(4); i >= 0; i--) {
      changed[random.nextInt(most)] = (byte) random.nextInt();
    }
    return changed;
  }

  private static List<Object> decode(
      EncodedPages pages, byte[] page, Random random, List<Object> expected) throws IOException {
    return decode(ChunkDecoding.of(pages.type()), pages, page, random, expected);
  }

  /** Decodes from within a larger array, of which no other byte may matter. */
  private static <T extends DecodedValues> List<Object> decode(
      ChunkDecoding<T> chunk, EncodedPages pages, byte[] page, Random random, List<Object> expected)
      throws IOException {
    pages.setDictionary(chunk);
    int count = pages.values().size();
    byte[] around = new byte[page.length + random.nextInt(20) + 3];
    random.nextBytes(around);
    System.arraycopy(page, 0, around, 3, page.length);
    ValuesDecoder<T> decoder =
        chunk.decoder(pages.encoding(), new PageBytes(around, 3, 3 + page.length), count);
    T target = chunk.newValues();
    List<Object> decoded = new ArrayList<>();
    int next = 0;
    while (next < count) {
      int step = 1 + random.nextInt(random.nextBoolean() ? 10 : count);
      step = Math.min(step, count - next);
      if (random.nextInt(4) == 0) {
        decoder.skip(step);
      } else {
        if (target instanceof DecodedBytes bytes) {
          bytes.limit(100 + random.nextInt(1000));
        }
        step = decoder.decode(step, target);
        expected.addAll(pages.values().subList(next, next + step));
      }
      next += step;
      if (random.nextBoolean() || step == 0) {
        take(target, 1 + random.nextInt(Math.max(1, target.count())), decoded);
      }
    }
    take(target, target.count(), decoded);
    return decoded;
  }

  private static void take(DecodedValues target, int count, List<Object> decoded) {
    int first = Math.min(count, target.count());
    target.values(first).accept(new DecodedObjects(decoded));
    target.drop(first);
  }
}
