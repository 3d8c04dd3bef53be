package io.flinkarrow.docs;

import static org.assertj.core.api.Assertions.assertThat;

import io.flinkarrow.parquet.ReaderOptions;
import io.flinkarrow.read.ArrowParquetSource;
import io.flinkarrow.read.ParquetBatchFormat;
import io.flinkarrow.read.ParquetRowFormat;
import io.flinkarrow.table.ArrowParquetOptions;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whether the page says of every option of a reader where else it can be set. */
class ReadingOptionsPageTest {

  private static final Path PAGE = Path.of("docs/reference/reading.md");
  private static final String HEADING = "## Where options are set";

  /** What is no option. */
  private static final String PROSE = "the .*|refused|–";

  /** Of Flink's connector. */
  private static final String NOT_OURS = "source.monitor-interval";

  /** The names in the column of a class. */
  private static Set<String> named(String of) {
    int column = Documents.head(PAGE, HEADING).indexOf(of);
    return Documents.table(PAGE, HEADING).stream()
        .flatMap(row -> List.of(row.get(column).split(", ")).stream())
        .filter(name -> !name.matches(PROSE))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static Set<String> optionsOf(Class<?> type) {
    return Arrays.stream(type.getDeclaredMethods())
        .filter(method -> Modifier.isPublic(method.getModifiers()) && !method.isSynthetic())
        .filter(method -> method.getReturnType() == type)
        .map(Method::getName)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  @ParameterizedTest
  @ValueSource(
      classes = {
        ArrowParquetSource.Builder.class,
        ParquetBatchFormat.class,
        ParquetRowFormat.class,
        ReaderOptions.Builder.class
      })
  void everyOptionIsThere(Class<?> type) {
    assertThat(named(type.getNestHost().getSimpleName())).isEqualTo(optionsOf(type));
  }

  /** Formats have those of sources, and so has the reader, by the same names. */
  @Test
  void oneThingHasOneName() {
    for (List<String> row : Documents.table(PAGE, HEADING)) {
      Set<String> ofSources = Set.of(row.get(1).split(", "));
      for (String format : List.of(row.get(2), row.get(3))) {
        for (String option : Documents.matches(format, "with([A-Z]\\w+)")) {
          String name = Character.toLowerCase(option.charAt(0)) + option.substring(1);
          if (!Set.of("pruning", "splittableFiles", "tableColumns").contains(name)) {
            assertThat(ofSources).contains(name);
          }
        }
      }
    }
  }

  @Test
  void namesOfSqlAreOptionsOfTheFormat() {
    Set<String> names = named("SQL");
    assertThat(names).contains(NOT_OURS).hasSizeGreaterThan(6);
    names.remove(NOT_OURS);
    assertThat(ArrowParquetOptions.names()).containsAll(names);
  }
}
