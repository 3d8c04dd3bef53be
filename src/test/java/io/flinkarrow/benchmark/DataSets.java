package io.flinkarrow.benchmark;

import static io.flinkarrow.benchmark.Filler.amounts;
import static io.flinkarrow.benchmark.Filler.below;
import static io.flinkarrow.benchmark.Filler.bool;
import static io.flinkarrow.benchmark.Filler.climbing;
import static io.flinkarrow.benchmark.Filler.day;
import static io.flinkarrow.benchmark.Filler.fixedBinary;
import static io.flinkarrow.benchmark.Filler.float64;
import static io.flinkarrow.benchmark.Filler.int32;
import static io.flinkarrow.benchmark.Filler.int64;
import static io.flinkarrow.benchmark.Filler.letters;
import static io.flinkarrow.benchmark.Filler.list;
import static io.flinkarrow.benchmark.Filler.micros;
import static io.flinkarrow.benchmark.Filler.normal;
import static io.flinkarrow.benchmark.Filler.oneOf;
import static io.flinkarrow.benchmark.Filler.sequence;
import static io.flinkarrow.benchmark.Filler.skewed;
import static io.flinkarrow.benchmark.Filler.smallDecimal;
import static io.flinkarrow.benchmark.Filler.struct;
import static io.flinkarrow.benchmark.Filler.takingTurns;
import static io.flinkarrow.benchmark.Filler.text;
import static io.flinkarrow.benchmark.Filler.wideDecimal;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.UUID;
import org.apache.arrow.vector.types.DateUnit;
import org.apache.arrow.vector.types.FloatingPointPrecision;
import org.apache.arrow.vector.types.TimeUnit;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.FieldType;

/** The columns of the generated data sets; made anew for each use, since fillers keep state. */
final class DataSets {

  private static final ArrowType INT32 = new ArrowType.Int(32, true);
  private static final ArrowType INT64 = new ArrowType.Int(64, true);
  private static final ArrowType FLOAT64 =
      new ArrowType.FloatingPoint(FloatingPointPrecision.DOUBLE);
  private static final ArrowType UTF8 = ArrowType.Utf8.INSTANCE;
  private static final ArrowType BOOL = ArrowType.Bool.INSTANCE;
  private static final ArrowType MICROS = new ArrowType.Timestamp(TimeUnit.MICROSECOND, null);
  private static final ArrowType DAY = new ArrowType.Date(DateUnit.DAY);
  private static final String[] WORDS = Filler.choice(3_000, random -> letters(random, 2, 10));
  private static final long NEW_YEAR_2024 = 1_704_067_200_000_000L;

  /** A field and what fills its vector. */
  record Column(Field field, Filler filler) {}

  private DataSets() {}

  private static Field field(String name, boolean nullable, ArrowType type, Field... children) {
    return new Field(name, new FieldType(nullable, type, null), List.of(children));
  }

  private static Column required(String name, ArrowType type, Filler filler) {
    return new Column(field(name, false, type), filler);
  }

  private static Column nullable(String name, ArrowType type, double nulls, Filler filler) {
    return new Column(field(name, true, type), filler.nullable(nulls));
  }

  /** Trips: ids, sorted times, amounts with two decimals, numbers and texts of few values. */
  static List<Column> taxi() {
    return List.of(
        required("trip_id", INT64, int64(sequence())),
        required("vendor_id", INT32, int32(random -> 1 + random.nextInt(2))),
        required("pickup_time", MICROS, micros(climbing(NEW_YEAR_2024, 0, 2_000_000))),
        required(
            "dropoff_time", MICROS, micros(climbing(NEW_YEAR_2024 + 600_000_000L, 0, 2_000_000))),
        nullable("passengers", INT32, 0.05, int32(random -> 1 + skewed(random, 6))),
        required("distance", FLOAT64, float64(amounts(40))),
        nullable("rate_code", INT32, 0.05, int32(random -> 1 + skewed(random, 6))),
        nullable("stored", UTF8, 0.05, text(oneOf("Y", "N"))),
        required("pickup_zone", INT32, int32(below(265))),
        required("dropoff_zone", INT32, int32(below(265))),
        nullable(
            "borough",
            UTF8,
            0.02,
            text(oneOf("Manhattan", "Brooklyn", "Queens", "Bronx", "Staten Island", "EWR"))),
        required(
            "payment", UTF8, text(oneOf("Credit card", "Cash", "No charge", "Dispute", "Unknown"))),
        required("fare", FLOAT64, float64(amounts(120))),
        required("extra", FLOAT64, float64(random -> random.nextInt(6) * 0.5)),
        required(
            "tip",
            FLOAT64,
            float64(random -> random.nextInt(3) == 0 ? 0 : skewed(random, 3000) / 100.0)),
        required("tolls", FLOAT64, float64(random -> random.nextInt(20) == 0 ? 6.94 : 0)),
        nullable("total", FLOAT64, 0.01, float64(amounts(200))));
  }

  /** Web events: unique and repeated texts of many lengths, a tenth to a third of them null. */
  static List<Column> events() {
    Filler.Texts uuid = random -> new UUID(random.nextLong(), random.nextLong()).toString();
    Filler.Texts host = oneOf(50, random -> "https://www." + letters(random, 5, 12) + ".example");
    return List.of(
        required("event_id", UTF8, text(uuid)),
        required("time", MICROS, micros(climbing(NEW_YEAR_2024, 0, 100_000))),
        required("user_id", INT64, int64(random -> skewed(random, 2_000_000))),
        nullable("session_id", UTF8, 0.1, text(uuid)),
        required(
            "url",
            UTF8,
            text(
                random ->
                    host.next(random)
                        + "/"
                        + words(random, 2, 5, "/")
                        + "?id="
                        + random.nextInt(1_000_000))),
        nullable(
            "referrer",
            UTF8,
            0.3,
            text(oneOf(2_000, random -> host.next(random) + "/" + words(random, 1, 3, "/")))),
        required(
            "user_agent",
            UTF8,
            text(oneOf(200, random -> "Mozilla/5.0 " + letters(random, 40, 60)))),
        nullable("country", UTF8, 0.1, text(oneOf(40, random -> letters(random, 2, 2)))),
        required("kind", UTF8, text(oneOf(12, random -> letters(random, 4, 14)))),
        nullable("device", UTF8, 0.2, text(oneOf("phone", "tablet", "desktop", "tv", "watch"))),
        nullable("payload", UTF8, 0.1, text(DataSets::json)),
        required("bot", BOOL, bool(0.03)),
        nullable("logged_in", BOOL, 0.2, bool(0.4)),
        nullable("duration_ms", INT32, 0.3, int32(random -> skewed(random, 100_000))));
  }

  private static String json(SplittableRandom random) {
    return "{\"campaign\":\"%s\",\"position\":%d,\"price\":%d.%02d,\"tags\":[\"%s\",\"%s\"],\"query\":\"%s\",\"experiment\":\"%08x\",\"scroll\":%d}"
        .formatted(
            words(random, 1, 1, ""),
            random.nextInt(100),
            random.nextInt(1000),
            random.nextInt(100),
            words(random, 1, 1, ""),
            words(random, 1, 1, ""),
            words(random, 3, 9, " "),
            random.nextInt(),
            random.nextInt(10_000));
  }

  /** Words of a vocabulary, common ones more often, as texts that people write have them. */
  private static String words(SplittableRandom random, int least, int most, String separator) {
    StringBuilder text = new StringBuilder();
    int count = random.nextInt(least, most + 1);
    for (int i = 0; i < count; i++) {
      text.append(i == 0 ? "" : separator).append(WORDS[(int) skewed(random, WORDS.length)]);
    }
    return text.toString();
  }

  /** Measurements: random doubles and counters without nulls, nothing for a dictionary. */
  static List<Column> metrics() {
    List<Column> columns = new ArrayList<>();
    for (int i = 0; i < 6; i++) {
      columns.add(required("uniform_" + i, FLOAT64, float64(random -> 100 * random.nextDouble())));
      columns.add(required("normal_" + i, FLOAT64, float64(normal(20, 3))));
    }
    for (int i = 0; i < 8; i++) {
      columns.add(required("counter_" + i, INT64, int64(climbing(i * 1_000_000L, 1, 2_000))));
    }
    return columns;
  }

  /** A struct in a struct, lists of numbers and of structs, a map; null at every level. */
  static List<Column> nested() {
    Field address =
        field(
            "address",
            true,
            new ArrowType.Struct(),
            field("city", true, UTF8),
            field("zip", true, INT32));
    Field person =
        field(
            "person",
            true,
            new ArrowType.Struct(),
            field("name", true, UTF8),
            field("age", true, INT32),
            address);
    Field scores = field("scores", true, new ArrowType.List(), field("element", true, INT32));
    Field item =
        field(
            "element",
            true,
            new ArrowType.Struct(),
            field("product", true, UTF8),
            field("quantity", true, INT32),
            field("price", true, FLOAT64));
    Field items = field("items", true, new ArrowType.List(), item);
    Field attributes =
        field(
            "attributes",
            true,
            new ArrowType.Map(false),
            field(
                "entries",
                false,
                new ArrowType.Struct(),
                field("key", false, UTF8),
                field("value", true, UTF8)));
    Filler city = text(oneOf(500, random -> letters(random, 4, 12))).nullable(0.05);
    Filler zip = int32(below(90_000)).nullable(0.1);
    Filler name = text(oneOf(20_000, random -> letters(random, 4, 20))).nullable(0.05);
    Filler age = int32(below(100)).nullable(0.1);
    Filler product = text(oneOf(5_000, random -> letters(random, 6, 16))).nullable(0.02);
    return List.of(
        required("id", INT64, int64(sequence())),
        new Column(person, struct(name, age, struct(city, zip).nullable(0.2)).nullable(0.05)),
        new Column(scores, list(8, int32(below(1_000)).nullable(0.1)).nullable(0.1)),
        new Column(
            items,
            list(
                    5,
                    struct(
                            product,
                            int32(below(20)).nullable(0.05),
                            float64(amounts(100)).nullable(0.05))
                        .nullable(0.02))
                .nullable(0.1)),
        new Column(
            attributes,
            list(
                    4,
                    struct(
                        text(takingTurns(30, 8, random -> letters(random, 3, 10))),
                        text(oneOf(1_000, random -> letters(random, 2, 20))).nullable(0.1)))
                .nullable(0.2)));
  }

  /** 400 flat columns of few values, every other one a tenth null. */
  static List<Column> wide() {
    List<Column> columns = new ArrayList<>();
    for (int i = 0; i < 400; i++) {
      double nulls = 0.1 * (i / 5 % 2);
      String name = "column_" + i;
      columns.add(
          switch (i % 5) {
            case 0, 1 -> optional(name, FLOAT64, nulls, float64(amounts(10 + i % 40)));
            case 2 -> optional(name, INT32, nulls, int32(below(10 + i)));
            case 3 -> optional(name, INT64, nulls, int64(climbing(i, 0, 1 + i)));
            default -> optional(name, UTF8, nulls, text(oneOf(5 + i, r -> letters(r, 3, 12))));
          });
    }
    return columns;
  }

  private static Column optional(String name, ArrowType type, double nulls, Filler filler) {
    return nulls == 0 ? required(name, type, filler) : nullable(name, type, nulls, filler);
  }

  /** Numbers below a hundred, so that a column's cells cost the same however many there are. */
  static List<Column> equalColumns(int count) {
    List<Column> columns = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      columns.add(required("column_" + i, INT32, int32(below(100))));
    }
    return columns;
  }

  /** Decimals of all widths, dates, fixed-width binaries. */
  static List<Column> decimal() {
    return List.of(
        required("amount_9", decimalType(9, 2), smallDecimal(below(1_000_000_000), 2)),
        nullable("price_9", decimalType(9, 2), 0.1, smallDecimal(below(100_000), 2)),
        required("amount_18", decimalType(18, 4), wideDecimal(12, 4)),
        nullable("rate_18", decimalType(18, 6), 0.1, smallDecimal(below(5_000), 6)),
        required("balance_38", decimalType(38, 10), wideDecimal(20, 10)),
        nullable("total_38", decimalType(38, 2), 0.1, wideDecimal(14, 2)),
        required("booked", DAY, day(climbing(10_000, 0, 2))),
        nullable("due", DAY, 0.1, day(random -> 19_000 + random.nextInt(2_000))),
        required("key_16", new ArrowType.FixedSizeBinary(16), fixedBinary(16)),
        nullable("hash_8", new ArrowType.FixedSizeBinary(8), 0.1, fixedBinary(8)));
  }

  private static ArrowType decimalType(int precision, int scale) {
    return new ArrowType.Decimal(precision, scale, 128);
  }
}
