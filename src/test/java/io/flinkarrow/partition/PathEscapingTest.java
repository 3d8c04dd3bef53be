package io.flinkarrow.partition;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import org.apache.flink.table.utils.PartitionPathUtils;
import org.junit.jupiter.api.Test;

/** RowsByDirectory have the names that Flink's own tables would give them. */
class PathEscapingTest {

  @Test
  void everyCharacterIsEscapedAsFlinkEscapesIt() {
    for (int c = 0; c < Character.MAX_VALUE; c++) {
      String value = "a" + (char) c;
      assertThat("x=" + PathEscaping.escape(value) + "/").isEqualTo(flinks("x", value));
    }
  }

  @Test
  void textsOfAnyCharactersAreEscapedAsFlinkEscapesThem() {
    Random random = new Random(5);
    for (int i = 0; i < 10_000; i++) {
      StringBuilder value = new StringBuilder("v");
      random.ints(random.nextInt(20), 0, 256).forEach(c -> value.append((char) c));
      assertThat("x=" + PathEscaping.escape(value.toString()) + "/")
          .isEqualTo(flinks("x", value.toString()));
    }
  }

  private static String flinks(String name, String value) {
    return PartitionPathUtils.generatePartitionPath(new LinkedHashMap<>(Map.of(name, value)));
  }

  @Test
  void namesAreCountedInBytes() {
    assertThat(PathEscaping.isTooLong("x".repeat(255))).isFalse();
    assertThat(PathEscaping.isTooLong("x".repeat(256))).isTrue();
    assertThat(PathEscaping.isTooLong("ä".repeat(127) + "x")).isFalse();
    assertThat(PathEscaping.isTooLong("ä".repeat(128))).isTrue();
    assertThat(PathEscaping.isTooLong("€".repeat(85))).isFalse();
    assertThat(PathEscaping.isTooLong("€".repeat(86))).isTrue();
  }
}
