package io.flinkarrow.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.flinkarrow.ipc.DecodeLimits;
import io.flinkarrow.ipc.InvalidText;
import io.flinkarrow.ipc.MalformedPayloads;
import io.flinkarrow.ipc.SchemaPolicy;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.table.api.ValidationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Whether SQL can say all that the builder of limits can, and means the same by it. */
class EveryDecodeLimitHasItsSqlOptionTest {

  private static final String TABLE = "catalog.database.events";

  /** A setter, an option that does the same, and what the setter does. */
  private enum Setting {
    METADATA(
        "maximumMetadataBytes",
        Map.of("maximum-metadata-bytes", "2 mb"),
        b -> b.maximumMetadataBytes(2 << 20)),
    FIELDS("maximumFields", Map.of("maximum-fields", "7"), b -> b.maximumFields(7)),
    DEPTH("maximumDepth", Map.of("maximum-depth", "8"), b -> b.maximumDepth(8)),
    DECODED(
        "maximumDecodedBytes",
        Map.of("maximum-decoded-bytes", "3 gb"),
        b -> b.maximumDecodedBytes(3L << 30)),
    ROWS("maximumRows", Map.of("maximum-rows", "9"), b -> b.maximumRows(9)),
    END(
        "requireEndOfStream",
        Map.of("require-end-of-stream", "false"),
        b -> b.requireEndOfStream(false)),
    TEXT("invalidText", Map.of("invalid-text", "replace"), b -> b.invalidText(InvalidText.REPLACE));

    private final String setter;
    private final Map<String, String> options;
    private final UnaryOperator<DecodeLimits.Builder> meaning;

    Setting(
        String setter, Map<String, String> options, UnaryOperator<DecodeLimits.Builder> meaning) {
      this.setter = setter;
      this.options = options;
      this.meaning = meaning;
    }
  }

  @Test
  void noSetterIsLeftOut() {
    Set<String> setters = BuilderSetters.of(DecodeLimits.Builder.class);

    assertThat(Arrays.stream(Setting.values()).map(setting -> setting.setter))
        .containsExactlyInAnyOrderElementsOf(setters);
  }

  @ParameterizedTest
  @EnumSource
  void anOptionMeansWhatItsSetterDoes(Setting setting) {
    DecodeLimits expected = setting.meaning.apply(DecodeLimits.builder()).build();

    assertThat(options(setting.options).limits()).isEqualTo(expected);
    assertThat(expected).isNotEqualTo(DecodeLimits.defaults());
  }

  @Test
  void withoutOptionsAllIsAtItsDefault() {
    assertThat(options(Map.of()))
        .isEqualTo(
            new PayloadOptions(DecodeLimits.defaults(), MalformedPayloads.FAIL, Optional.empty()));
  }

  @Test
  void declaredDefaultsAreTheBuildersOwn() {
    Map<String, String> defaults =
        ArrowIpcOptions.all().stream()
            .filter(ConfigOption::hasDefaultValue)
            .collect(
                Collectors.toMap(
                    option -> option.key(), option -> option.defaultValue().toString()));

    assertThat(defaults).hasSize(8);
    assertThat(options(defaults)).isEqualTo(options(Map.of()));
  }

  @ParameterizedTest
  @EnumSource
  void everyPolicyOfSchemasHasItsName(SchemaPolicy policy) {
    assertThat(options(Map.of("schema-policy", policy.name().toLowerCase(Locale.ROOT))).policy())
        .contains(policy);
  }

  @Test
  void payloadsCanBeSkipped() {
    assertThat(options(Map.of("malformed-payloads", "skip")).malformed())
        .isEqualTo(MalformedPayloads.SKIP);
  }

  @ParameterizedTest
  @CsvSource({
    "maximum-field,     maximum-fields",
    "ignore-malformed,  malformed-payloads",
    "Invalid-Text,      invalid-text",
    "maximumRows,       maximum-rows"
  })
  void anUnknownOptionIsAnsweredWithTheNearestKnown(String unknown, String nearest) {
    assertThatThrownBy(() -> options(Map.of(unknown, "1")))
        .isInstanceOf(ValidationException.class)
        .hasMessageStartingWith(
            "Table catalog.database.events has the option 'arrow-ipc.%s', which the format does not know. Nearest to it are: "
                .formatted(unknown))
        .hasMessageContaining("arrow-ipc." + nearest);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "malformed-payloads     | ignore | expected one of FAIL, RESTART, SKIP",
        "malformed-payloads     | reject | FAIL, RESTART or SKIP, or decode in a DataStream job",
        "schema-policy          | lax    | expected one of EXACT, COMPATIBLE, WIDENING",
        "maximum-rows           | 3000000000 | the number is out of range",
        "maximum-metadata-bytes | 2 gb   | less than 2 gb is possible",
        "maximum-metadata-bytes | 0 b    | maximumMetadataBytes must be at least 1 but was 0",
        "maximum-fields         | many   | expected a whole number",
        "maximum-depth          | 300    | maximumDepth must be at most 256 but was 300",
        "maximum-decoded-bytes  | lots   | text does not start with a number",
        "maximum-rows           | 0      | maximumRows must be at least 1 but was 0",
        "require-end-of-stream  | maybe  | true or false",
        "invalid-text           | ignore | FAIL, REPLACE"
      })
  void aValueThatCannotBeIsAnsweredWithTheReason(String option, String value, String reason) {
    assertThatThrownBy(() -> options(Map.of(option, value)))
        .isInstanceOf(ValidationException.class)
        .hasMessageStartingWith(
            "Table catalog.database.events, option 'arrow-ipc.%s' = '%s': "
                .formatted(option, value))
        .hasMessageContaining(reason)
        .hasNoCause();
  }

  private static PayloadOptions options(Map<String, String> options) {
    return PayloadOptions.of(TABLE, Configuration.fromMap(options));
  }
}
