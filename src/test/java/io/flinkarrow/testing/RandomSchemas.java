package io.flinkarrow.testing;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.arrow.vector.types.DateUnit;
import org.apache.arrow.vector.types.FloatingPointPrecision;
import org.apache.arrow.vector.types.TimeUnit;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.DictionaryEncoding;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.FieldType;
import org.apache.arrow.vector.types.pojo.Schema;

/** Seeded random Arrow schemas, in memory format, of everything the writer supports. */
public final class RandomSchemas {

  /** What the values of dictionaries are called. */
  static final String VALUES = "dictionary";

  private final Random random;

  /** By dictionary id: the values, in memory format. */
  private final Map<Long, Field> dictionaryValues;

  private long nextDictionary = 1;
  private boolean references;

  RandomSchemas(Random random, Map<Long, Field> dictionaryValues) {
    this.random = random;
    this.dictionaryValues = dictionaryValues;
  }

  /**
   * Schemas made from now on may have dictionaries of any type, nested ones too, and run-end
   * encoded fields: not all that Arrow for Java does with vectors works with these.
   */
  public RandomSchemas withReferences() {
    references = true;
    return this;
  }

  /** Every supported type without children; dictionary encoding aside. */
  public static List<ArrowType> leafTypes() {
    List<ArrowType> types = new ArrayList<>();
    types.add(new ArrowType.Bool());
    for (int bits = 8; bits <= 64; bits *= 2) {
      types.add(new ArrowType.Int(bits, true));
      types.add(new ArrowType.Int(bits, false));
    }
    for (FloatingPointPrecision precision : FloatingPointPrecision.values()) {
      types.add(new ArrowType.FloatingPoint(precision));
    }
    types.add(new ArrowType.Utf8());
    types.add(new ArrowType.LargeUtf8());
    types.add(new ArrowType.Binary());
    types.add(new ArrowType.LargeBinary());
    for (int width : new int[] {1, 5, 16, 65, 100}) {
      types.add(new ArrowType.FixedSizeBinary(width));
    }
    for (int precision : new int[] {1, 2, 9, 10, 18, 19, 20, 38}) {
      types.add(new ArrowType.Decimal(precision, precision / 2, 128));
    }
    for (int precision : new int[] {5, 15, 19, 39, 57, 58, 76}) {
      types.add(new ArrowType.Decimal(precision, precision / 3, 256));
    }
    types.add(new ArrowType.Date(DateUnit.DAY));
    types.add(new ArrowType.Date(DateUnit.MILLISECOND));
    types.add(new ArrowType.Time(TimeUnit.SECOND, 32));
    types.add(new ArrowType.Time(TimeUnit.MILLISECOND, 32));
    types.add(new ArrowType.Time(TimeUnit.MICROSECOND, 64));
    types.add(new ArrowType.Time(TimeUnit.NANOSECOND, 64));
    for (TimeUnit unit : TimeUnit.values()) {
      types.add(new ArrowType.Timestamp(unit, null));
      types.add(new ArrowType.Timestamp(unit, "Europe/Vienna"));
    }
    types.add(new ArrowType.Utf8View());
    types.add(new ArrowType.BinaryView());
    return types;
  }

  /** Columns of random types, nested up to {@code depth} levels (0: flat). */
  public Schema schema(int columns, int depth) {
    List<Field> fields = new ArrayList<>();
    for (int i = 0; i < columns; i++) {
      fields.add(field("c" + i, depth));
    }
    return new Schema(fields);
  }

  public Field field(String name, int depth) {
    if (references && random.nextInt(6) == 0) {
      return runEndEncoded(name, field("values", depth));
    }
    if (references && random.nextInt(8) == 0) {
      return dictionaryEncoded(name, anyValues(depth));
    }
    if (depth > 0 && random.nextInt(4) != 0) {
      return nested(name, depth);
    }
    if (random.nextInt(8) == 0) {
      return dictionaryEncoded(name);
    }
    List<ArrowType> types = leafTypes();
    return leaf(name, types.get(random.nextInt(types.size())));
  }

  private Field anyValues(int depth) {
    return depth > 0 && random.nextBoolean()
        ? nested(VALUES, depth)
        : leaf(VALUES, leafTypes().get(random.nextInt(leafTypes().size())));
  }

  /** Strings or bytes, by a random index type. */
  public Field dictionaryEncoded(String name) {
    ArrowType[] valueTypes = {
      new ArrowType.Utf8(),
      new ArrowType.Binary(),
      new ArrowType.LargeUtf8(),
      new ArrowType.LargeBinary()
    };
    return dictionaryEncoded(name, leaf(VALUES, valueTypes[random.nextInt(valueTypes.length)]));
  }

  /** By a random index type. */
  public Field dictionaryEncoded(String name, Field values) {
    long id = nextDictionary++;
    dictionaryValues.put(id, values);
    ArrowType.Int index = new ArrowType.Int(8 << random.nextInt(4), random.nextBoolean());
    DictionaryEncoding encoding = new DictionaryEncoding(id, false, index);
    return new Field(name, new FieldType(random.nextBoolean(), index, encoding), null);
  }

  /** By run ends of a random width; it is nullable if the values are. */
  public Field runEndEncoded(String name, Field values) {
    ArrowType ends = new ArrowType.Int(16 << random.nextInt(3), true);
    return new Field(
        name,
        new FieldType(values.isNullable(), new ArrowType.RunEndEncoded(), null),
        List.of(Field.notNullable("run_ends", ends), values));
  }

  public Field leaf(String name, ArrowType type) {
    return new Field(name, new FieldType(random.nextBoolean(), type, null), null);
  }

  private Field nested(String name, int depth) {
    boolean nullable = random.nextInt(3) != 0;
    return switch (random.nextInt(7)) {
      case 0 -> {
        Field key = random.nextBoolean() ? field("key", depth - 1) : leaf("key", utf8());
        Field entries = struct("entries", false, List.of(required(key), field("value", depth - 1)));
        yield new Field(
            name, new FieldType(nullable, new ArrowType.Map(false), null), List.of(entries));
      }
      case 1 -> list(name, nullable, new ArrowType.List(), depth);
      case 2 -> list(name, nullable, new ArrowType.LargeList(), depth);
      case 3 -> list(name, nullable, new ArrowType.FixedSizeList(random.nextInt(4)), depth);
      case 4 ->
          list(
              name,
              nullable,
              random.nextBoolean() ? new ArrowType.ListView() : new ArrowType.LargeListView(),
              depth);
      default -> {
        List<Field> children = new ArrayList<>();
        int count = 1 + random.nextInt(3);
        for (int i = 0; i < count; i++) {
          children.add(field("f" + i, depth - 1));
        }
        yield struct(name, nullable, children);
      }
    };
  }

  private Field list(String name, boolean nullable, ArrowType type, int depth) {
    return new Field(
        name, new FieldType(nullable, type, null), List.of(field("element", depth - 1)));
  }

  private static Field struct(String name, boolean nullable, List<Field> children) {
    return new Field(name, new FieldType(nullable, new ArrowType.Struct(), null), children);
  }

  private static Field required(Field field) {
    if (field.getType().getTypeID() == ArrowType.ArrowTypeID.RunEndEncoded) {
      List<Field> children = field.getChildren();
      return new Field(
          field.getName(),
          new FieldType(false, field.getType(), null),
          List.of(children.get(0), required(children.get(1))));
    }
    FieldType type =
        new FieldType(false, field.getFieldType().getType(), field.getFieldType().getDictionary());
    return new Field(field.getName(), type, field.getChildren());
  }

  private static ArrowType utf8() {
    return new ArrowType.Utf8();
  }
}
