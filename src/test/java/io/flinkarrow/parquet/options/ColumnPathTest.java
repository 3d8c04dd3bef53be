package io.flinkarrow.parquet.options;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ColumnPathTest {

  @Test
  void aDottedPathMatchesAllColumnsThatItMayMean() {
    ColumnPath path = new ColumnPath("a.b.c");

    assertThat(path.matches(List.of("a", "b", "c"))).isTrue();
    assertThat(path.matches(List.of("a.b", "c"))).isTrue();
    assertThat(path.matches(List.of("a.b.c"))).isTrue();
    assertThat(path.matches(List.of("a", "b"))).isFalse();
  }

  @Test
  void namesInBackquotesMatchOneColumn() {
    ColumnPath path = new ColumnPath("`a.b`.c");

    assertThat(path.matches(List.of("a.b", "c"))).isTrue();
    assertThat(path.matches(List.of("a", "b", "c"))).isFalse();
    assertThat(path.matches(List.of("a.b.c"))).isFalse();
  }

  @Test
  void aPathOfNamesMatchesOnlyThem() {
    List<String> names = List.of("a.b", "`", "c``d", "e f");
    ColumnPath path = ColumnPath.of(names.toArray(String[]::new));

    assertThat(path.matches(names)).isTrue();
    assertThat(new ColumnPath(path.text()).matches(names)).isTrue();
    assertThat(ColumnPath.of("a", "b").matches(List.of("a.b"))).isFalse();
    assertThat(ColumnPath.of("a.b").matches(List.of("a", "b"))).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "`", "`a", "a.`b", "``", "`a`..b", "`a`.", "a```"})
  void aPathWithoutNamesIsRefused(String path) {
    assertThatThrownBy(() -> new ColumnPath(path)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void aPathOfNoNamesIsRefused() {
    assertThatThrownBy(ColumnPath::of).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> ColumnPath.of("a", ""))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("empty name");
  }
}
