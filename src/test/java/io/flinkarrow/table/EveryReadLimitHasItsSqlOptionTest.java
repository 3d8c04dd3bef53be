package io.flinkarrow.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.flinkarrow.read.ReadLimits;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.table.api.ValidationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Whether SQL can say all that the builder of the reader's limits can, and means the same by it.
 */
class EveryReadLimitHasItsSqlOptionTest {

  /** A setter, the option that does the same, and what the setter does. */
  private enum Setting {
    METADATA(
        "maximumMetadataBytes",
        Map.of("maximum-metadata-bytes", "2 mb"),
        b -> b.maximumMetadataBytes(2 << 20)),
    DEPTH("maximumDepth", Map.of("maximum-depth", "8"), b -> b.maximumDepth(8)),
    PAGES(
        "maximumPageBytes",
        Map.of("maximum-page-bytes", "3 gb"),
        b -> b.maximumPageBytes(3L << 30)),
    ROW("maximumRowBytes", Map.of("maximum-row-bytes", "4 gb"), b -> b.maximumRowBytes(4L << 30)),
    HELD(
        "maximumHeldBytes",
        Map.of("maximum-held-bytes", "5 gb"),
        b -> b.maximumHeldBytes(5L << 30));

    private final String setter;
    private final Map<String, String> options;
    private final UnaryOperator<ReadLimits.Builder> meaning;

    Setting(String setter, Map<String, String> options, UnaryOperator<ReadLimits.Builder> meaning) {
      this.setter = setter;
      this.options = options;
      this.meaning = meaning;
    }
  }

  @Test
  void noSetterIsLeftOut() {
    Set<String> setters = BuilderSetters.of(ReadLimits.Builder.class);

    assertThat(Arrays.stream(Setting.values()).map(setting -> setting.setter))
        .containsExactlyInAnyOrderElementsOf(setters);
  }

  @ParameterizedTest
  @EnumSource
  void anOptionMeansWhatItsSetterDoes(Setting setting) {
    ReadLimits expected = setting.meaning.apply(ReadLimits.builder()).build();

    assertThat(limits(setting.options)).isEqualTo(expected);
    assertThat(expected).isNotEqualTo(ReadLimits.defaults());
  }

  @Test
  void withoutOptionsAllIsAtItsDefault() {
    assertThat(limits(Map.of())).isEqualTo(ReadLimits.defaults());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "maximum-metadata-bytes | 2 gb | less than 2 gb is possible",
        "maximum-metadata-bytes | 0 b  | maximumMetadataBytes must be at least 1 but was 0",
        "maximum-depth          | 513  | maximumDepth must be at most 512 but was 513",
        "maximum-page-bytes     | 0 b  | maximumPageBytes must be at least 1 but was 0",
        "maximum-row-bytes      | lots | text does not start with a number"
      })
  void aValueThatCannotBeIsAnsweredWithTheReason(String option, String value, String reason) {
    assertThatThrownBy(() -> limits(Map.of(option, value)))
        .isInstanceOf(ValidationException.class)
        .hasMessageStartingWith(
            "Table catalog.database.table, option 'arrow-parquet.%s' = '%s': "
                .formatted(option, value))
        .hasMessageContaining(reason);
  }

  private static ReadLimits limits(Map<String, String> options) {
    return new TableOptions(
            "catalog.database.table",
            Configuration.fromMap(options),
            TableOptions.class.getClassLoader())
        .readLimits();
  }
}
