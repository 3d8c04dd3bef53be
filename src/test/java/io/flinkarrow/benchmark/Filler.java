package io.flinkarrow.benchmark;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.SplittableRandom;
import java.util.function.ToDoubleFunction;
import java.util.function.ToLongFunction;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.BitVector;
import org.apache.arrow.vector.DateDayVector;
import org.apache.arrow.vector.DecimalVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.FixedSizeBinaryVector;
import org.apache.arrow.vector.Float8Vector;
import org.apache.arrow.vector.IntVector;
import org.apache.arrow.vector.TimeStampMicroVector;
import org.apache.arrow.vector.VarCharVector;
import org.apache.arrow.vector.complex.ListVector;
import org.apache.arrow.vector.complex.StructVector;

/**
 * Sets one value of a vector. Called for slot after slot, so that it may keep state, such as a
 * clock; what it sets depends on the seed and on the calls before, not on how rows are grouped into
 * batches.
 */
@FunctionalInterface
interface Filler {

  void set(FieldVector vector, int index, SplittableRandom random);

  /** Leaves {@code share} of the slots null. */
  default Filler nullable(double share) {
    return (vector, index, random) -> {
      if (random.nextDouble() >= share) {
        set(vector, index, random);
      }
    };
  }

  static Filler int32(ToLongFunction<SplittableRandom> values) {
    return (vector, index, random) ->
        ((IntVector) vector).setSafe(index, (int) values.applyAsLong(random));
  }

  static Filler int64(ToLongFunction<SplittableRandom> values) {
    return (vector, index, random) ->
        ((BigIntVector) vector).setSafe(index, values.applyAsLong(random));
  }

  static Filler micros(ToLongFunction<SplittableRandom> values) {
    return (vector, index, random) ->
        ((TimeStampMicroVector) vector).setSafe(index, values.applyAsLong(random));
  }

  static Filler day(ToLongFunction<SplittableRandom> values) {
    return (vector, index, random) ->
        ((DateDayVector) vector).setSafe(index, (int) values.applyAsLong(random));
  }

  static Filler float64(ToDoubleFunction<SplittableRandom> values) {
    return (vector, index, random) ->
        ((Float8Vector) vector).setSafe(index, values.applyAsDouble(random));
  }

  static Filler bool(double shareOfTrue) {
    return (vector, index, random) ->
        ((BitVector) vector).setSafe(index, random.nextDouble() < shareOfTrue ? 1 : 0);
  }

  /** Texts made by a function. */
  static Filler text(Texts texts) {
    return (vector, index, random) ->
        ((VarCharVector) vector)
            .setSafe(index, texts.next(random).getBytes(StandardCharsets.UTF_8));
  }

  /** Makes a text. */
  @FunctionalInterface
  interface Texts {
    String next(SplittableRandom random);
  }

  /** Decimals whose unscaled values have up to {@code digits} digits. */
  static Filler wideDecimal(int digits, int scale) {
    BigInteger limit = BigInteger.TEN.pow(digits);
    return (vector, index, random) -> {
      BigInteger wide =
          BigInteger.valueOf(random.nextLong())
              .shiftLeft(Long.SIZE)
              .xor(BigInteger.valueOf(random.nextLong()));
      ((DecimalVector) vector).setSafe(index, new BigDecimal(wide.remainder(limit), scale));
    };
  }

  /** Decimals of a long. */
  static Filler smallDecimal(ToLongFunction<SplittableRandom> unscaled, int scale) {
    return (vector, index, random) ->
        ((DecimalVector) vector)
            .setSafe(index, BigDecimal.valueOf(unscaled.applyAsLong(random), scale));
  }

  static Filler fixedBinary(int width) {
    return (vector, index, random) -> {
      byte[] bytes = new byte[width];
      random.nextBytes(bytes);
      ((FixedSizeBinaryVector) vector).setSafe(index, bytes);
    };
  }

  /** A struct that is never null itself; add {@link #nullable}. */
  static Filler struct(Filler... children) {
    return (vector, index, random) -> {
      StructVector struct = (StructVector) vector;
      struct.setIndexDefined(index);
      for (int i = 0; i < children.length; i++) {
        children[i].set((FieldVector) struct.getChildByOrdinal(i), index, random);
      }
    };
  }

  /** A list, or a map's list of entries, of 0 to {@code most} elements. */
  static Filler list(int most, Filler element) {
    return (vector, index, random) -> {
      ListVector list = (ListVector) vector;
      int count = random.nextInt(most + 1);
      int from = list.startNewValue(index);
      FieldVector elements = list.getDataVector();
      for (int i = 0; i < count; i++) {
        while (from + i >= elements.getValueCapacity()) {
          elements.reAlloc();
        }
        element.set(elements, from + i, random);
      }
      list.endValue(index, count);
    };
  }

  /** 0, 1, 2 and so on. */
  static ToLongFunction<SplittableRandom> sequence() {
    return climbing(0, 1, 2);
  }

  /** Begins at a value and climbs by a random step each time. */
  static ToLongFunction<SplittableRandom> climbing(long start, int leastStep, int stepEnd) {
    long[] state = {start};
    return random -> {
      long value = state[0];
      state[0] += random.nextInt(leastStep, stepEnd);
      return value;
    };
  }

  static ToLongFunction<SplittableRandom> below(int end) {
    return random -> random.nextInt(end);
  }

  /** Small numbers often, large ones seldom: a square of a uniform one. */
  static long skewed(SplittableRandom random, int end) {
    double uniform = random.nextDouble();
    return (long) (uniform * uniform * end);
  }

  /** Amounts with two decimals below {@code end}, small ones more often. */
  static ToDoubleFunction<SplittableRandom> amounts(int end) {
    return random -> skewed(random, end * 100) / 100.0;
  }

  /** Normally distributed values: twelve uniform ones added up. */
  static ToDoubleFunction<SplittableRandom> normal(double mean, double deviation) {
    return random -> {
      double sum = -6;
      for (int i = 0; i < 12; i++) {
        sum += random.nextDouble();
      }
      return mean + deviation * sum;
    };
  }

  /** One of some texts, all equally often. */
  static Texts oneOf(String... texts) {
    return random -> texts[random.nextInt(texts.length)];
  }

  /** One of {@code count} generated texts. */
  static Texts oneOf(int count, Texts texts) {
    return oneOf(choice(count, texts));
  }

  /**
   * Generated texts in turn, fewer than {@code stepEnd} steps apart: {@code count / stepEnd} in a
   * row are distinct, as the keys of a map must be.
   */
  static Texts takingTurns(int count, int stepEnd, Texts texts) {
    String[] choice = choice(count, texts);
    int[] state = {0};
    return random -> {
      state[0] = (state[0] + random.nextInt(1, stepEnd)) % count;
      return choice[state[0]];
    };
  }

  /** Generated texts, the same for the same count. */
  static String[] choice(int count, Texts texts) {
    SplittableRandom seed = new SplittableRandom(count);
    String[] choice = new String[count];
    for (int i = 0; i < count; i++) {
      choice[i] = texts.next(seed);
    }
    return choice;
  }

  /** Lower-case letters. */
  static String letters(SplittableRandom random, int least, int most) {
    StringBuilder text = new StringBuilder();
    int length = random.nextInt(least, most + 1);
    for (int i = 0; i < length; i++) {
      text.append((char) ('a' + random.nextInt(26)));
    }
    return text.toString();
  }
}
