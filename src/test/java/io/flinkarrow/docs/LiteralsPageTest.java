package io.flinkarrow.docs;

import static org.assertj.core.api.Assertions.assertThat;

import io.flinkarrow.batch.body.BatchSchema;
import io.flinkarrow.parquet.predicate.Predicate;
import io.flinkarrow.parquet.predicate.filter.BatchFilter;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Collectors;
import org.apache.arrow.vector.types.DateUnit;
import org.apache.arrow.vector.types.FloatingPointPrecision;
import org.apache.arrow.vector.types.IntervalUnit;
import org.apache.arrow.vector.types.TimeUnit;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;
import org.junit.jupiter.api.Test;

/** Whether the table of literals says which ones fit which columns. */
class LiteralsPageTest {

  private static final Path PAGE = Path.of("docs/reference/reading.md");

  private static final List<Object> LITERALS =
      List.of(
          true,
          (byte) 1,
          (short) 1,
          1,
          1L,
          BigInteger.ONE,
          BigDecimal.ONE,
          1f,
          1.0,
          "a",
          new byte[] {1},
          new UUID(1, 2),
          LocalDate.EPOCH,
          LocalTime.NOON,
          LocalDate.EPOCH.atStartOfDay(),
          Instant.EPOCH);

  private static final Map<String, List<ArrowType>> COLUMNS = columns();

  private static Map<String, List<ArrowType>> columns() {
    Map<String, List<ArrowType>> columns = new LinkedHashMap<>();
    columns.put("booleans", List.of(new ArrowType.Bool()));
    columns.put(
        "integers of any width, signed or not",
        List.of(new ArrowType.Int(8, true), new ArrowType.Int(32, false), unsignedLong()));
    columns.put(
        "decimals", List.of(new ArrowType.Decimal(9, 2, 128), new ArrowType.Decimal(50, 2, 256)));
    columns.put(
        "floating-point numbers of any precision",
        List.of(
            new ArrowType.FloatingPoint(FloatingPointPrecision.HALF),
            new ArrowType.FloatingPoint(FloatingPointPrecision.DOUBLE)));
    columns.put(
        "strings and bytes",
        List.of(
            new ArrowType.Utf8(), new ArrowType.LargeBinary(), new ArrowType.FixedSizeBinary(16)));
    columns.put(
        "dates",
        List.of(new ArrowType.Date(DateUnit.DAY), new ArrowType.Date(DateUnit.MILLISECOND)));
    columns.put("times of day", List.of(new ArrowType.Time(TimeUnit.MICROSECOND, 64)));
    columns.put(
        "timestamps without time zone", List.of(new ArrowType.Timestamp(TimeUnit.SECOND, null)));
    columns.put(
        "timestamps with time zone", List.of(new ArrowType.Timestamp(TimeUnit.NANOSECOND, "UTC")));
    columns.put(
        "intervals and durations",
        List.of(
            new ArrowType.Interval(IntervalUnit.YEAR_MONTH),
            new ArrowType.Duration(TimeUnit.SECOND)));
    return columns;
  }

  private static ArrowType unsignedLong() {
    return new ArrowType.Int(64, false);
  }

  private static Set<String> fitting(ArrowType type) {
    BatchSchema schema = BatchSchema.of(new Schema(List.of(Field.nullable("column", type))));
    return LITERALS.stream()
        .filter(literal -> fits(Predicate.column("column").isEqualTo(literal), schema))
        .map(literal -> literal.getClass().getSimpleName())
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static boolean fits(Predicate predicate, BatchSchema schema) {
    try {
      BatchFilter.of(predicate, schema);
      return true;
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  @Test
  void literalsFitTheColumnsThatThePageSays() {
    Map<String, Set<String>> documented = new LinkedHashMap<>();
    for (List<String> row : Documents.table(PAGE, "### Literals")) {
      documented.put(
          row.get(0),
          row.get(1).equals("none") ? Set.of() : new TreeSet<>(List.of(row.get(1).split(", "))));
    }
    assertThat(documented.keySet()).isEqualTo(COLUMNS.keySet());
    COLUMNS.forEach(
        (columns, types) ->
            assertThat(types)
                .allSatisfy(type -> assertThat(fitting(type)).isEqualTo(documented.get(columns))));
  }
}
