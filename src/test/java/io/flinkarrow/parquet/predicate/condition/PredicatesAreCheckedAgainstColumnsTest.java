package io.flinkarrow.parquet.predicate.condition;

import static io.flinkarrow.parquet.predicate.Predicate.column;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.flinkarrow.batch.body.BatchSchema;
import io.flinkarrow.parquet.predicate.Predicate;
import io.flinkarrow.parquet.predicate.filter.BatchFilter;
import io.flinkarrow.parquet.predicate.pruning.FileColumn;
import io.flinkarrow.parquet.predicate.pruning.FileColumns;
import io.flinkarrow.parquet.predicate.values.Nullness;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.util.List;
import java.util.UUID;
import org.apache.arrow.vector.types.DateUnit;
import org.apache.arrow.vector.types.FloatingPointPrecision;
import org.apache.arrow.vector.types.TimeUnit;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.FieldType;
import org.apache.arrow.vector.types.pojo.Schema;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.MessageTypeParser;
import org.junit.jupiter.api.Test;

/** Whether a literal that does not fit its column is refused, for files and batches alike. */
class PredicatesAreCheckedAgainstColumnsTest {

  private static final MessageType FILE =
      MessageTypeParser.parseMessageType(
          """
          message rows {
            required boolean flag;
            optional int64 id (INTEGER(64, false));
            optional double ratio;
            optional int64 price (DECIMAL(10, 2));
            optional binary name (STRING);
            optional int32 day (DATE);
            optional int64 time (TIME(MICROS, true));
            optional int64 local (TIMESTAMP(MILLIS, false));
            optional int64 instant (TIMESTAMP(NANOS, true));
            optional int96 old;
            optional group trip {
              optional float distance;
              optional group stops (LIST) {
                repeated group list {
                  optional int32 element;
                }
              }
            }
            repeated int32 codes;
          }
          """);

  private static final BatchSchema BATCH =
      BatchSchema.of(
          new Schema(
              List.of(
                  Field.notNullable("flag", ArrowType.Bool.INSTANCE),
                  Field.nullable("id", new ArrowType.Int(64, false)),
                  Field.nullable(
                      "ratio", new ArrowType.FloatingPoint(FloatingPointPrecision.DOUBLE)),
                  Field.nullable("price", new ArrowType.Decimal(10, 2, 128)),
                  Field.nullable("name", ArrowType.Utf8.INSTANCE),
                  Field.nullable("day", new ArrowType.Date(DateUnit.DAY)),
                  Field.nullable("time", new ArrowType.Time(TimeUnit.MICROSECOND, 64)),
                  Field.nullable("local", new ArrowType.Timestamp(TimeUnit.MILLISECOND, null)),
                  Field.nullable("instant", new ArrowType.Timestamp(TimeUnit.NANOSECOND, "UTC")),
                  Field.nullable("old", new ArrowType.Timestamp(TimeUnit.NANOSECOND, null)),
                  new Field(
                      "trip",
                      FieldType.nullable(ArrowType.Struct.INSTANCE),
                      List.of(
                          Field.nullable(
                              "distance",
                              new ArrowType.FloatingPoint(FloatingPointPrecision.SINGLE)),
                          list("stops"))),
                  list("codes"))));

  private static Field list(String name) {
    return new Field(
        name,
        FieldType.nullable(ArrowType.List.INSTANCE),
        List.of(Field.nullable("element", new ArrowType.Int(32, true))));
  }

  private static void bind(Predicate predicate) {
    PredicateBinding.bind(predicate, new FileColumns(FILE));
    BatchFilter.of(predicate, BATCH);
  }

  private static void assertRefused(Predicate predicate, String... message) {
    assertThatThrownBy(() -> PredicateBinding.bind(predicate, new FileColumns(FILE)))
        .as("file: %s", predicate)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContainingAll(message);
    assertThatThrownBy(() -> BatchFilter.of(predicate, BATCH))
        .as("batch: %s", predicate)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContainingAll(message);
  }

  @Test
  void literalsFitTheirColumns() {
    bind(column("flag").isEqualTo(true));
    bind(column("id").isIn(1, 2L, new BigDecimal("1.5"), 0.5f));
    bind(column("ratio").isIn(1, 2.5f, 2.5));
    bind(column("price").isIn(1, new BigDecimal("1.005")));
    bind(column("name").isIn("x", new byte[] {1}, new UUID(1, 2)));
    bind(column("name").startsWith("x"));
    bind(column("day").isIn(LocalDate.EPOCH, LocalDateTime.MAX));
    bind(column("time").isEqualTo(LocalTime.MAX));
    bind(column("local").isIn(LocalDateTime.MIN, LocalDate.EPOCH));
    bind(column("instant").isEqualTo(Instant.MAX));
    bind(column("old").isEqualTo(LocalDateTime.MAX));
    bind(column("trip", "distance").isGreaterThan(1.5));
    bind(column("trip").isNull().and(column("trip", "stops").isNotNull()));
    bind(column("codes").isNull());
    bind(column("lacking").isEqualTo(Instant.MAX).or(column("trip", "lacking").isEqualTo("x")));
  }

  @Test
  void literalsThatDoNotFitAreRefusedByColumnTypeAndLiteral() {
    assertRefused(column("flag").isEqualTo(1), "'flag'", "BigInteger 1");
    assertRefused(column("id").isEqualTo("1"), "'id'", "String '1'");
    assertRefused(column("id").startsWith("1"), "'id'", "String '1'");
    assertRefused(column("ratio").isEqualTo(new BigDecimal("0.1")), "'ratio'", "BigDecimal 0.1");
    assertRefused(column("price").isIn(1, 0.1), "'price'", "Double 0.1");
    assertRefused(column("name").isEqualTo(5), "'name'", "BigInteger 5");
    assertRefused(column("day").isEqualTo(5), "'day'", "BigInteger 5");
    assertRefused(column("time").isEqualTo(LocalDate.EPOCH), "'time'", "LocalDate 1970-01-01");
    assertRefused(column("local").isEqualTo(Instant.EPOCH), "'local'", "Instant 1970");
    assertRefused(column("instant").isEqualTo(LocalDateTime.MIN), "'instant'", "LocalDateTime");
    assertRefused(column("trip", "distance").startsWith("1"), "'trip.distance'", "String '1'");
  }

  @Test
  void columnsOfListsAndStructsHaveOnlyConditionsOnNulls() {
    assertRefused(column("trip").isEqualTo(1), "'trip'", "isNull()");
    assertRefused(column("codes").isEqualTo(1), "'codes'", "isNull()");
    assertRefused(column("codes", "element").isEqualTo(1), "'codes.element'");
    assertRefused(column("trip", "stops", "list").isNull(), "'trip.stops.list'");
    assertRefused(column("name", "first").isNull(), "'name.first'");
  }

  @Test
  void columnsThatAreLackingAreNull() {
    Condition<FileColumn> condition =
        PredicateBinding.bind(
            column("a").isNull().and(column("a").isEqualTo(1).not()), new FileColumns(FILE));

    assertThat(condition)
        .isEqualTo(
            new Condition.All<>(
                List.of(new Condition.All<>(List.of()), new Condition.Any<>(List.of()))));
    assertThat(PredicateBinding.bind(column("id").isNull().not(), new FileColumns(FILE)))
        .isInstanceOfSatisfying(
            Condition.Test.class, test -> assertThat(test.values()).isEqualTo(Nullness.NOT_NULL));
  }
}
