package io.flinkarrow.docs;

import static org.assertj.core.api.Assertions.assertThat;

import io.flinkarrow.table.ArrowIpcFormatFactory;
import io.flinkarrow.table.ArrowParquetFormatFactory;
import io.flinkarrow.table.ArrowParquetOptions;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.MemorySize;
import org.junit.jupiter.api.Test;

/** Whether the pages name every option of SQL beside its setter, with its default. */
class SqlOptionsPageTest {

  private static final Path PAYLOADS = Path.of("docs/reference/payloads.md");

  private static final List<List<String>> READING =
      Documents.table(Path.of("docs/reference/reading.md"), "## Timestamps of other writers");

  /** Each named as if it were a setter for all columns, whose names begin with "column". */
  private static final List<List<String>> OF_ONE_COLUMN =
      Documents.table(Path.of("docs/reference/options.md"), "## Options of columns").stream()
          .map(row -> List.of("column-" + row.get(0), row.get(1), row.get(2), ""))
          .toList();

  /** Each named as if it were a setter of the writer's, with the name "encryption" before it. */
  private static final List<List<String>> OF_ENCRYPTION =
      Stream.of("## Options of encryption", "## Options of decryption")
          .flatMap(
              heading -> Documents.table(Path.of("docs/reference/options.md"), heading).stream())
          .map(row -> List.of("encryption-" + row.get(0), row.get(1), row.get(2), ""))
          .toList();

  /** Of writing, except for what hands on to others, and of reading. */
  private static final List<List<String>> ROWS =
      Stream.concat(
              Stream.concat(
                  Documents.table(
                      Path.of("docs/reference/options.md"), "## WriterOptions.builder()")
                      .stream(),
                  Stream.concat(
                      Stream.concat(OF_ONE_COLUMN.stream(), OF_ENCRYPTION.stream()),
                      Documents.table(
                          Path.of("docs/reference/options.md"), "## Options of the schema")
                          .stream())),
              Stream.concat(
                  Stream.concat(
                      READING.stream(),
                      Documents.table(Path.of("docs/reference/options.md"), "### Verification")
                          .stream()),
                  Documents.table(Path.of("docs/reference/reading.md"), "## ReadLimits.builder()")
                      .stream()))
          .filter(row -> !row.get(0).matches("columns?|encryption|schema"))
          .toList();

  @Test
  void theOptionsAreThoseOfTheFormat() {
    assertThat(ROWS.stream().flatMap(row -> names(row).stream()).distinct())
        .containsExactlyInAnyOrderElementsOf(ArrowParquetOptions.names());
  }

  @Test
  void everyOptionThatADocumentNamesIsOneOfTheFormats() {
    List<String> names = ArrowParquetOptions.names();
    int named = 0;
    for (Path document : Documents.markdown()) {
      List<String> found =
          Documents.matches(Documents.text(document), "`arrow-parquet\\.([-a-z0-9<>.]+)`");
      assertThat(names).as("%s", document).containsAll(found);
      named += found.size();
    }
    assertThat(named).isGreaterThan(10);
  }

  @Test
  void anOptionIsCalledAsItsSetter() {
    assertThat(ROWS).allSatisfy(row -> assertThat(names(row).get(0)).isEqualTo(nameOf(row.get(0))));
  }

  @Test
  void defaultsAndUnitsAreThoseOfTheSetter() {
    Map<String, ConfigOption<?>> options =
        new ArrowParquetFormatFactory()
            .optionalOptions().stream()
                .collect(Collectors.toMap(ConfigOption::key, Function.identity()));
    int compared = 0;
    for (List<String> row : ROWS) {
      ConfigOption<?> option = options.get(names(row).get(0));
      if (option != null && option.hasDefaultValue()) {
        assertThat(row.get(2).split(", level")[0])
            .as(option.key())
            .isEqualTo(shown(option.defaultValue()));
        assertThat(option.defaultValue() instanceof MemorySize)
            .as(option.key())
            .isEqualTo(row.get(3).endsWith("bytes"));
        compared++;
      }
    }
    assertThat(compared).isGreaterThan(8);
  }

  /** All but the first two set a limit, with the default and unit that it has. */
  @Test
  void theOptionsOfPayloadsAreThoseOfTheirFormat() {
    List<List<String>> rows = Documents.table(PAYLOADS, "## In SQL");
    List<List<String>> limits = new ArrayList<>();
    for (List<String> limit : Documents.table(PAYLOADS, "## DecodeLimits.builder()")) {
      limits.add(List.of(nameOf(limit.get(0)), limit.get(1), limit.get(2), limit.get(0)));
    }
    assertThat(rows.subList(2, rows.size())).isEqualTo(limits);

    List<List<String>> options = new ArrayList<>();
    for (ConfigOption<?> option : new ArrowIpcFormatFactory().optionalOptions()) {
      options.add(List.of(option.key(), shown(option.defaultValue())));
    }
    assertThat(rows.stream().map(row -> row.subList(0, 2)).toList()).isEqualTo(options);
  }

  private static List<String> names(List<String> row) {
    return List.of(row.get(1).split(", "));
  }

  /** In lower case with hyphens; a setting of a column stands behind its path. */
  private static String nameOf(String setter) {
    String hyphened = setter.replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT);
    return hyphened
        .replaceFirst("^with-", "")
        .replaceFirst("^column-", "column.<path>.")
        .replaceFirst("^encryption-", "encryption.");
  }

  private static String shown(Object value) {
    if (value == null) {
      return "none";
    }
    if (value instanceof MemorySize size) {
      return size.getMebiBytes() + " MiB";
    }
    if (value instanceof Boolean enabled) {
      return enabled ? "on" : "off";
    }
    return value instanceof Number number
        ? String.format(Locale.ROOT, "%,d", number.longValue())
        : value.toString();
  }
}
