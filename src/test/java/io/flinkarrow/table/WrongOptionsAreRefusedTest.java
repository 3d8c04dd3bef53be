package io.flinkarrow.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Map;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.table.api.ValidationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is said of options that the format does not know or that have a value they can't have. */
class WrongOptionsAreRefusedTest {

  @ParameterizedTest
  @CsvSource({
    "row-group-size,                row-group-bytes",
    "Codec,                         codec",
    "compression,                   compression-level",
    "page.rows,                     page-rows",
    "column.address.street.level,   column.address.street.codec",
    "column.address.street.encodin, column.address.street.encoding",
    "colum.address.codec,           column.address.codec",
    "column.codec,                  column.codec.codec",
    "column..codec,                 column.<path>.codec",
    "checksum,                      checksums",
    "key-value.metadata,            key-value-metadata"
  })
  void anUnknownOptionIsAnsweredWithTheNearestKnown(String unknown, String nearest) {
    assertThatThrownBy(() -> options(unknown, "1"))
        .isInstanceOf(ValidationException.class)
        .hasMessageStartingWith(
            "Table catalog.database.flights has the option 'arrow-parquet.%s', which the format does not know. Nearest to it are: "
                .formatted(unknown))
        .hasMessageContaining("arrow-parquet." + nearest);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "codec                  | lz5     | expected one of UNCOMPRESSED, SNAPPY, ZSTD, GZIP,"
            + " LZ4_RAW, BROTLI",
        "compression-level      | high    | expected a whole number",
        "compression-level      | 40      | Level of codec ZSTD must be between 1 and 22 but was"
            + " 40",
        "page-bytes             | 0 b     | pageBytes must be between 1 and 1073741824 but was 0",
        "page-bytes             | 2 gb    | at most 1 gb is possible",
        "dictionary-bytes       | 1500 mb | dictionaryBytes must be between 1 and 1073741824 but was",
        "page-rows              | -3      | pageRows must be at least 1 but was -3",
        "row-group-bytes        | lots    | text does not start with a number",
        "row-group-rows         | 1.5     | expected a whole number",
        "page-rows              | 99999999999 | the number is out of range",
        "checksums              | maybe   | true or false",
        "profile                | small   | COMPATIBLE, COMPACT",
        "column.a.encoding      | rle     | DELTA_BINARY_PACKED",
        "column.a.codec         | lzo     | LZ4_RAW",
        "column.a.dictionary    | perhaps | true or false",
        "key-value-metadata.    | nobody  | A key of the key-value metadata must not be empty"
      })
  void aValueThatCannotBeIsAnsweredWithTheReason(String option, String value, String reason) {
    assertThatThrownBy(() -> options(option, value))
        .isInstanceOf(ValidationException.class)
        .hasMessageStartingWith(
            "Table catalog.database.flights, option 'arrow-parquet."
                + option.replaceFirst("\\.$", "'"))
        .hasMessageContaining(reason)
        // Flink's SQL client shows what it finds printed last as a cause.
        .satisfies(failure -> assertThat(stackTrace(failure)).doesNotContain("Caused by:"));
  }

  @Test
  void aLevelThatTheCodecLacksIsRefusedWhateverTheOrder() {
    assertThatThrownBy(
            () ->
                new TableOptions(
                    "catalog.database.flights",
                    Configuration.fromMap(Map.of("codec", "snappy", "compression-level", "3")),
                    TableOptions.class.getClassLoader()))
        .isInstanceOf(ValidationException.class)
        .hasMessage(
            "Table catalog.database.flights, option 'arrow-parquet.compression-level' = '3': Codec"
                + " SNAPPY has no levels but level 3 was asked for");
  }

  private static TableOptions options(String name, String value) {
    return new TableOptions(
        "catalog.database.flights",
        Configuration.fromMap(Map.of(name, value)),
        TableOptions.class.getClassLoader());
  }

  private static String stackTrace(Throwable failure) {
    StringWriter printed = new StringWriter();
    failure.printStackTrace(new PrintWriter(printed, true));
    return printed.toString();
  }
}
