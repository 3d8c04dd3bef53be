package io.flinkarrow.ipc;

import io.flinkarrow.ipc.check.Utf8;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.apache.arrow.vector.types.DateUnit;
import org.apache.arrow.vector.types.FloatingPointPrecision;
import org.apache.arrow.vector.types.TimeUnit;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.DictionaryEncoding;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.FieldType;
import org.apache.arrow.vector.types.pojo.Schema;

/**
 * Seeded random schemas of tables that a producer's batches fit into by {@link
 * SchemaPolicy#WIDENING}: fields moved, added and made nullable, values wider, in other layouts,
 * dictionary-encoded or not.
 */
final class RandomTables {

  private static final long FIRST_ID = 100;

  private final Random random;
  private long nextId = FIRST_ID;
  private int nextName;

  RandomTables(Random random) {
    this.random = random;
  }

  /**
   * @param producer in message format
   */
  Schema of(Schema producer) {
    return new Schema(structFields(producer.getFields()));
  }

  private List<Field> structFields(List<Field> fields) {
    List<Field> table = new ArrayList<>();
    fields.forEach(field -> table.add(field(field)));
    if (random.nextBoolean()) {
      table.add(added(2));
    }
    if (random.nextBoolean()) {
      Collections.shuffle(table, random);
    }
    return table;
  }

  private Field added(int depth) {
    String name = "added" + nextName++;
    ArrowType text = new ArrowType.Utf8();
    Field number = new Field("n", FieldType.notNullable(new ArrowType.Int(16, true)), null);
    List<ArrowType> parents =
        List.of(new ArrowType.Struct(), new ArrowType.List(), new ArrowType.FixedSizeList(2));
    return switch (random.nextInt(depth > 0 ? 5 : 3)) {
      case 0 -> new Field(name, FieldType.nullable(new ArrowType.Bool()), null);
      case 1 -> new Field(name, encoded(true, text), null);
      case 2 -> new Field(name, FieldType.nullable(new ArrowType.Utf8View()), null);
      default ->
          new Field(
              name,
              FieldType.nullable(parents.get(random.nextInt(parents.size()))),
              List.of(random.nextBoolean() ? number : added(depth - 1)));
    };
  }

  private Field field(Field field) {
    boolean nullable = field.isNullable() || random.nextBoolean();
    ArrowType type = field.getType();
    List<Field> children =
        switch (type.getTypeID()) {
          case Struct -> structFields(field.getChildren());
          case Map -> List.of(entries(field.getChildren().get(0)));
          case RunEndEncoded ->
              List.of(field.getChildren().get(0), field(field.getChildren().get(1)));
          default -> field.getChildren().stream().map(this::field).toList();
        };
    if (!children.isEmpty()) {
      return new Field(field.getName(), FieldType.nullable(list(type)), children);
    }
    ArrowType wide = wide(type);
    boolean encoded =
        !(wide instanceof ArrowType.Bool)
            && random.nextInt(field.getDictionary() == null ? 6 : 2) == 0;
    return new Field(
        field.getName(),
        encoded ? encoded(nullable, wide) : new FieldType(nullable, wide, null),
        null);
  }

  private Field entries(Field entries) {
    Field key = entries.getChildren().get(0);
    Field value = field(entries.getChildren().get(1));
    return new Field(
        "other_entries", FieldType.notNullable(new ArrowType.Struct()), List.of(key, value));
  }

  private FieldType encoded(boolean nullable, ArrowType values) {
    ArrowType.Int index = new ArrowType.Int(16 << random.nextInt(3), random.nextBoolean());
    return new FieldType(nullable, values, new DictionaryEncoding(nextId++, false, index));
  }

  private ArrowType list(ArrowType type) {
    return switch (type.getTypeID()) {
      case List, LargeList ->
          random.nextBoolean() ? new ArrowType.List() : new ArrowType.LargeList();
      default -> type;
    };
  }

  private ArrowType wide(ArrowType type) {
    List<ArrowType> wider =
        switch (type.getTypeID()) {
          case Int -> integers((ArrowType.Int) type);
          case FloatingPoint -> floats((ArrowType.FloatingPoint) type);
          case Decimal -> decimals((ArrowType.Decimal) type);
          case Date -> List.of(new ArrowType.Date(DateUnit.MILLISECOND));
          case Time -> times((ArrowType.Time) type);
          case Utf8, LargeUtf8 ->
              List.of(new ArrowType.Utf8(), new ArrowType.LargeUtf8(), new ArrowType.Utf8View());
          case Binary, LargeBinary ->
              List.of(
                  new ArrowType.Binary(), new ArrowType.LargeBinary(), new ArrowType.BinaryView());
          default -> List.of();
        };
    return wider.isEmpty() || random.nextInt(3) == 0
        ? type
        : wider.get(random.nextInt(wider.size()));
  }

  private static List<ArrowType> integers(ArrowType.Int type) {
    return Stream.of(16, 32, 64)
        .filter(bits -> bits > type.getBitWidth())
        .flatMap(
            bits ->
                type.getIsSigned()
                    ? Stream.of(new ArrowType.Int(bits, true))
                    : Stream.of(new ArrowType.Int(bits, true), new ArrowType.Int(bits, false)))
        .map(ArrowType.class::cast)
        .toList();
  }

  private static List<ArrowType> floats(ArrowType.FloatingPoint type) {
    return Stream.of(FloatingPointPrecision.values())
        .filter(precision -> precision.ordinal() > type.getPrecision().ordinal())
        .<ArrowType>map(ArrowType.FloatingPoint::new)
        .toList();
  }

  private static List<ArrowType> decimals(ArrowType.Decimal type) {
    List<ArrowType> wider = new ArrayList<>();
    wider.add(new ArrowType.Decimal(Math.max(60, type.getPrecision()), type.getScale(), 256));
    if (type.getBitWidth() == 128) {
      wider.add(new ArrowType.Decimal(38, type.getScale(), 128));
    }
    return wider;
  }

  private static List<ArrowType> times(ArrowType.Time type) {
    return Stream.of(TimeUnit.values())
        .filter(unit -> unit.ordinal() > type.getUnit().ordinal())
        .<ArrowType>map(unit -> new ArrowType.Time(unit, unit == TimeUnit.MILLISECOND ? 32 : 64))
        .toList();
  }
}
