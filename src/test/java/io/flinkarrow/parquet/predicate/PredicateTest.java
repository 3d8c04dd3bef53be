package io.flinkarrow.parquet.predicate;

import static io.flinkarrow.parquet.predicate.Predicate.column;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import org.apache.flink.util.InstantiationUtil;
import org.junit.jupiter.api.Test;

/** What users write as conditions, before any file is known. */
class PredicateTest {

  private static final Predicate EVERYTHING =
      Predicate.allOf(
          List.of(
              column("trip", "distance").isGreaterThan(5.5f),
              column("a.b").isEqualTo("it's").or(column("a.b").isNull()),
              column("flag").isNotEqualTo(true),
              column("id").isIn((byte) 1, (short) 2, 3, 4L, BigInteger.TEN).not(),
              column("price").isLessThanOrEqualTo(new BigDecimal("1.50")),
              column("name").startsWith("x"),
              column("day").isLessThan(LocalDate.of(2026, 11, 29)),
              column("time").isGreaterThanOrEqualTo(LocalTime.of(7, 30)),
              column("local").isIn(List.of(LocalDateTime.of(2026, 11, 29, 7, 30))),
              column("instant").isLessThan(Instant.EPOCH),
              column("uuid").isEqualTo(new UUID(1, 2)),
              column("bytes").isEqualTo(new byte[] {1, -1}),
              column("bytes").isNotNull()));

  @Test
  void everyConditionSaysItselfAlmostAsInSql() {
    assertThat(EVERYTHING)
        .hasToString(
            "(trip.distance > 5.5 AND (`a.b` = 'it''s' OR `a.b` IS NULL) AND flag <> true"
                + " AND NOT id IN (1, 2, 3, 4, 10) AND price <= 1.50 AND name STARTS WITH 'x'"
                + " AND day < 2026-11-29 AND time >= 07:30 AND local IN (2026-11-29T07:30)"
                + " AND instant < 1970-01-01T00:00:00Z"
                + " AND uuid = 00000000-0000-0001-0000-000000000002"
                + " AND bytes = x'01ff' AND bytes IS NOT NULL)");
  }

  @Test
  void everyConditionIsTheSameAfterItWasSent() throws Exception {
    Predicate sent = InstantiationUtil.clone(EVERYTHING);

    assertThat(sent).isEqualTo(EVERYTHING).hasSameHashCodeAs(EVERYTHING);
    assertThat(sent).hasToString(EVERYTHING.toString());
  }

  @Test
  void conditionsNameTheirColumnsOnce() {
    assertThat(EVERYTHING.columns())
        .startsWith(List.of("trip", "distance"), List.of("a.b"), List.of("flag"))
        .hasSize(12);
  }

  @Test
  void partsOfPartsAreParts() {
    Predicate a = column("a").isNull();
    Predicate b = column("b").isNull();
    Predicate c = column("c").isNull();

    assertThat(a.and(b).and(c)).isEqualTo(Predicate.allOf(List.of(a, b, c)));
    assertThat(a.or(b.or(c))).isEqualTo(Predicate.anyOf(List.of(a, b, c)));
    assertThat(a.and(b).not().not()).isEqualTo(a.and(b));
    assertThat(Predicate.allOf(List.of(a))).isEqualTo(a);
    assertThat(Predicate.allOf(List.of())).hasToString("TRUE");
    assertThat(Predicate.anyOf(List.of())).hasToString("FALSE");
  }

  @Test
  void bytesGivenAreCopied() {
    byte[] bytes = {1};
    Predicate predicate = column("bytes").isEqualTo(bytes);
    bytes[0] = 2;

    assertThat(predicate).isEqualTo(column("bytes").isEqualTo(new byte[] {1}));
  }

  @Test
  void whatNoColumnHoldsIsRefusedAtOnce() {
    assertThatThrownBy(() -> column("a").isEqualTo(null))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("isNull()");
    assertThatThrownBy(() -> column("a").isIn(1, 2, null))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("isNull()");
    assertThatThrownBy(() -> column("a").isIn(Arrays.asList(1, null)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("isNull()");
    assertThatThrownBy(() -> column("a").isEqualTo(new Object()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("but is a java.lang.Object");
    assertThatThrownBy(() -> column("a").startsWith("\uD800"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("surrogate");
    assertThatThrownBy(Predicate::column).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> column("a").isNull().and(null))
        .isInstanceOf(NullPointerException.class);
  }
}
