package io.flinkarrow.parquet.encoding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.data.Percentage.withPercentage;

import io.flinkarrow.parquet.column.LeafColumn;
import io.flinkarrow.parquet.column.Levels;
import io.flinkarrow.parquet.column.SliceDictionary;
import io.flinkarrow.parquet.encoding.bytes.ByteArrayBuilder;
import io.flinkarrow.parquet.encoding.levels.PageLevelsEncoder;
import java.lang.reflect.Array;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.parquet.schema.PrimitiveType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Retained bytes are the bytes of the arrays an encoder holds, found by walking its fields. */
class RetainedBytesTest {

  private static final int REFERENCE_BYTES = 4;
  private static final int HEADER_BYTES = 16;

  static Stream<PrimitiveType> types() {
    return TestColumns.types().stream();
  }

  /** Shallow sizes of our own objects and of primitive arrays reachable from the root. */
  private static long heapBytes(Object root) throws IllegalAccessException {
    Set<Object> seen = Collections.newSetFromMap(new IdentityHashMap<>());
    Deque<Object> open = new ArrayDeque<>(List.of(root));
    long bytes = 0;
    while (!open.isEmpty()) {
      Object object = open.pop();
      if (!seen.add(object)) {
        continue;
      }
      Class<?> type = object.getClass();
      if (type.isArray()) {
        bytes += HEADER_BYTES + Array.getLength(object) * (long) elementBytes(type);
        if (object instanceof Object[] elements) {
          Stream.of(elements).filter(element -> element != null).forEach(open::push);
        }
      } else if (type.getName().startsWith("io.flinkarrow.") && !(object instanceof LeafColumn)) {
        bytes += HEADER_BYTES;
        for (Class<?> level = type; level != Object.class; level = level.getSuperclass()) {
          if (level.isEnum() || level == Enum.class || level == Record.class) {
            continue;
          }
          for (Field field : level.getDeclaredFields()) {
            if (!Modifier.isStatic(field.getModifiers())) {
              bytes += field.getType() == long.class ? Long.BYTES : REFERENCE_BYTES;
              field.setAccessible(true);
              Object value = field.getType().isPrimitive() ? null : field.get(object);
              if (value != null) {
                open.push(value);
              }
            }
          }
        }
      }
    }
    return bytes;
  }

  private static int elementBytes(Class<?> array) {
    Class<?> element = array.getComponentType();
    return element == byte.class
        ? 1
        : element == int.class ? 4 : element == long.class ? 8 : REFERENCE_BYTES;
  }

  @ParameterizedTest
  @MethodSource("types")
  void retainedBytesAreWithinTenPercentOfTheArraysHeld(PrimitiveType type) throws Exception {
    Random random = new Random(70);
    for (int limit : new int[] {0, 3_000, 1 << 20}) {
      ValuesEncoder encoder = ValuesEncoder.of(TestColumns.column(type, limit), TrialCodec.NONE);
      ByteArrayBuilder out = new ByteArrayBuilder();
      for (int page = 0; page < 4; page++) {
        List<Object> values = TestValues.random(type, 40_000, 30 << (3 * page), random);
        encoder.append(TestValues.slice(type, values));
        assertThat((double) encoder.retainedBytes() + 1_000)
            .isCloseTo(heapBytes(encoder) + 1_000.0, withPercentage(10));
        encoder.sealPage(0, out);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("types")
  void anIdleColumnIsTiny(PrimitiveType type) throws Exception {
    ValuesEncoder values = ValuesEncoder.of(TestColumns.column(type, 1 << 20), TrialCodec.NONE);
    PageLevelsEncoder levels = new PageLevelsEncoder(2, 5);
    for (int round = 0; round < 2; round++) {
      assertThat(heapBytes(values) + heapBytes(levels)).isLessThan(1_160);
      List<Object> page = TestValues.random(type, 5_000, 500, new Random(71));
      values.append(TestValues.slice(type, page));
      levels.append(new Levels.Materialized(new byte[900], new byte[900], 900));
      values.sealPage(0, new ByteArrayBuilder());
      levels.seal(new ByteArrayBuilder());
      values.reset();
      levels.reset();
    }
  }

  @Test
  void whatIsRememberedOfIncomingDictionariesIsCountedAndHoldsNoneOfThem() throws Exception {
    ValuesEncoder encoder =
        ValuesEncoder.of(TestColumns.column(TestColumns.STRING, 1 << 20), TrialCodec.NONE);
    List<Object> entries = TestValues.random(TestColumns.STRING, 5_000, 5_000, new Random(72));
    long dictionaries = 0;
    for (int i = 0; i < 6; i++) {
      List<Object> some = entries.subList(i, entries.size());
      SliceDictionary dictionary = TestValues.dictionary(some);
      dictionaries += dictionary.retainedBytes();
      encoder.append(TestValues.references(some.subList(0, 1_000), some, dictionary));
    }
    assertThat((double) encoder.retainedBytes() + encoder.lookUpBytes())
        .isGreaterThan(60_000)
        .isLessThan(dictionaries / 2.0)
        .isCloseTo(heapBytes(encoder), withPercentage(10));
  }

  @Test
  void theEstimateOfTheOpenPageIsNearWhatSealingGives() {
    Random random = new Random(73);
    for (PrimitiveType type : TestColumns.types()) {
      for (int limit : new int[] {0, 1 << 20}) {
        ValuesEncoder encoder = ValuesEncoder.of(TestColumns.column(type, limit), TrialCodec.NONE);
        ByteArrayBuilder out = new ByteArrayBuilder();
        for (int page = 0; page < 2; page++) {
          List<Object> values =
              Stream.generate(() -> TestValues.random(type, random)).limit(200).toList();
          for (int i = 0; i < 20; i++) {
            encoder.append(TestValues.slice(type, values));
          }
          long estimate = encoder.openBytes();
          out.reset();
          encoder.sealPage(0, out);
          ByteArrayBuilder dictionary = new ByteArrayBuilder();
          encoder.sealDictionary(dictionary);
          assertThat((double) out.length() + dictionary.length())
              .as("%s, dictionary limit %d", type, limit)
              .isCloseTo(estimate, withPercentage(10));
        }
      }
    }
  }
}
