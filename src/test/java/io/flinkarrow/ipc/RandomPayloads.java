package io.flinkarrow.ipc;

import com.github.luben.zstd.Zstd;
import io.flinkarrow.ipc.check.Utf8;
import io.flinkarrow.layout.StorageType;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.arrow.flatbuf.MetadataVersion;
import org.apache.arrow.vector.types.DateUnit;
import org.apache.arrow.vector.types.FloatingPointPrecision;
import org.apache.arrow.vector.types.IntervalUnit;
import org.apache.arrow.vector.types.TimeUnit;
import org.apache.arrow.vector.types.Types;
import org.apache.arrow.vector.types.UnionMode;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.DictionaryEncoding;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.FieldType;
import org.apache.arrow.vector.types.pojo.Schema;

/**
 * Seeded random payloads as odd as the format allows them: of any types, nested in any way; garbage
 * under nulls and in what no slot uses; buffers longer than needed, or left out; offsets that start
 * late, children with more slots than their parents refer to, views and list views that share,
 * dictionaries that are nested, grow, or do not come as nothing refers to them. For one payload.
 */
final class RandomPayloads {

  private static final int MOST_ROWS = 6;
  private static final int USUAL_DEPTH = 3;
  private static final int MOST_DEPTH = 6;
  private static final int VIEW_BYTES = 16;
  private static final int ZSTD = 1;

  private final Random random;
  private final Map<Long, Field> dictionaries = new LinkedHashMap<>();
  private final Map<Long, Integer> dictionarySizes = new LinkedHashMap<>();
  private boolean unions;
  private boolean compressed;
  private int names;

  RandomPayloads(long seed) {
    random = new Random(seed);
  }

  /** A stream of up to three batches. */
  byte[] stream() {
    List<Field> fields = new ArrayList<>();
    for (int i = random.nextInt(4); i >= 0; i--) {
      fields.add(field(random.nextInt(8) == 0 ? MOST_DEPTH : USUAL_DEPTH, true));
    }
    short version = unions || random.nextBoolean() ? MetadataVersion.V5 : MetadataVersion.V4;
    List<byte[]> messages = new ArrayList<>();
    // Nested ones have larger ids than those they are nested in.
    List<Long> ids = new ArrayList<>(dictionaries.keySet());
    java.util.Collections.reverse(ids);
    for (long id : ids) {
      if (random.nextInt(4) > 0) {
        int size = random.nextInt(4);
        dictionarySizes.put(id, size);
        messages.add(body(List.of(dictionaries.get(id)), size, version).dictionary(id, false));
        if (random.nextInt(4) == 0) {
          int more = random.nextInt(3);
          messages.add(body(List.of(dictionaries.get(id)), more, version).dictionary(id, true));
          dictionarySizes.put(id, size + more);
        }
      }
    }
    for (int i = random.nextInt(3); i >= 0; i--) {
      messages.add(body(fields, random.nextInt(MOST_ROWS + 1), version).message());
    }
    return HandMade.stream(new Schema(fields), messages.toArray(byte[][]::new));
  }

  private HandMade body(List<Field> fields, int rows, short version) {
    HandMade body = new HandMade(rows).version(version);
    compressed = random.nextInt(4) == 0;
    if (compressed) {
      body.compressed(ZSTD);
    }
    fields.forEach(field -> column(body, field, rows, 0));
    return body;
  }

  // Fields

  private Field field(int depth, boolean encodable) {
    String name = "f" + names++;
    boolean nullable = random.nextInt(4) > 0;
    if (encodable && random.nextInt(6) == 0) {
      long id = dictionaries.size() + 1L;
      dictionaries.put(id, field("unused", true, new ArrowType.Null()));
      Field values = field(Math.min(depth, 1), false);
      dictionaries.put(
          id, new Field("DICT" + id, FieldType.nullable(values.getType()), values.getChildren()));
      ArrowType.Int index = new ArrowType.Int(8 << random.nextInt(4), random.nextBoolean());
      DictionaryEncoding encoding = new DictionaryEncoding(id, false, index);
      // Required ones need values that are not null: now and then there are.
      boolean orNull = nullable || random.nextInt(8) > 0;
      return new Field(
          name, new FieldType(orNull, values.getType(), encoding), values.getChildren());
    }
    boolean nested = depth > 0 && random.nextInt(3) > 0;
    return nested ? nested(name, nullable, depth) : field(name, nullable, leaf());
  }

  private static Field field(String name, boolean nullable, ArrowType type, Field... children) {
    boolean orNull = nullable || type instanceof ArrowType.Null;
    return new Field(name, new FieldType(orNull, type, null), List.of(children));
  }

  private Field nested(String name, boolean nullable, int depth) {
    return switch (random.nextInt(10)) {
      case 0, 1 -> field(name, nullable, new ArrowType.List(), field(depth - 1, true));
      case 2 -> field(name, nullable, new ArrowType.LargeList(), field(depth - 1, true));
      case 3 ->
          field(
              name,
              nullable,
              random.nextBoolean() ? new ArrowType.ListView() : new ArrowType.LargeListView(),
              field(depth - 1, true));
      case 4 ->
          field(
              name,
              nullable,
              new ArrowType.FixedSizeList(random.nextInt(3)),
              field(depth - 1, true));
      case 5, 6 -> {
        Field[] children = new Field[random.nextInt(4)];
        for (int i = 0; i < children.length; i++) {
          children[i] = field(depth - 1, true);
        }
        yield field(name, nullable, new ArrowType.Struct(), children);
      }
      case 7 ->
          field(
              name,
              nullable,
              new ArrowType.Map(random.nextBoolean()),
              field(
                  "entries",
                  random.nextBoolean(),
                  new ArrowType.Struct(),
                  field("key", random.nextBoolean(), key()),
                  field(depth - 1, true)));
      case 8 -> {
        unions = true;
        UnionMode mode = random.nextBoolean() ? UnionMode.Dense : UnionMode.Sparse;
        Field first = field(depth - 1, true);
        Field second = field(depth - 1, true);
        int[] ids = random.nextBoolean() ? new int[] {5, 2} : vectorIds(first, second);
        yield field(name, nullable, new ArrowType.Union(mode, ids), first, second);
      }
      default ->
          field(
              name,
              nullable,
              new ArrowType.RunEndEncoded(),
              field("run_ends", false, new ArrowType.Int(16 << random.nextInt(3), true)),
              field(depth - 1, true));
    };
  }

  /** Type ids that Arrow for Java's vectors have, if the types differ. */
  private static int[] vectorIds(Field first, Field second) {
    int[] ids = {
      Types.getMinorTypeForArrowType(StorageType.inBody(first)).ordinal(),
      Types.getMinorTypeForArrowType(StorageType.inBody(second)).ordinal()
    };
    return ids[0] == ids[1] ? new int[] {0, 1} : ids;
  }

  private ArrowType key() {
    List<ArrowType> types =
        List.of(
            new ArrowType.Utf8(),
            new ArrowType.Utf8View(),
            new ArrowType.LargeBinary(),
            new ArrowType.Bool(),
            new ArrowType.Int(32, true));
    return types.get(random.nextInt(types.size()));
  }

  private ArrowType leaf() {
    List<ArrowType> types =
        List.of(
            new ArrowType.Null(),
            new ArrowType.Bool(),
            new ArrowType.Int(8 << random.nextInt(4), random.nextBoolean()),
            new ArrowType.FloatingPoint(FloatingPointPrecision.values()[random.nextInt(3)]),
            new ArrowType.Decimal(1 + random.nextInt(38), random.nextInt(3) - 1, 128),
            new ArrowType.Decimal(1 + random.nextInt(76), 0, 256),
            new ArrowType.Date(DateUnit.values()[random.nextInt(2)]),
            time(TimeUnit.values()[random.nextInt(4)]),
            new ArrowType.Timestamp(
                TimeUnit.values()[random.nextInt(4)], random.nextBoolean() ? "UTC" : null),
            new ArrowType.Interval(IntervalUnit.values()[random.nextInt(3)]),
            new ArrowType.Duration(TimeUnit.values()[random.nextInt(4)]),
            new ArrowType.FixedSizeBinary(random.nextInt(4)),
            new ArrowType.Utf8(),
            new ArrowType.Utf8(),
            new ArrowType.LargeUtf8(),
            new ArrowType.Binary(),
            new ArrowType.LargeBinary(),
            new ArrowType.Utf8View(),
            new ArrowType.BinaryView());
    return types.get(random.nextInt(types.size()));
  }

  private static ArrowType time(TimeUnit unit) {
    return new ArrowType.Time(unit, unit.ordinal() < 2 ? Integer.SIZE : Long.SIZE);
  }

  // Columns

  private void column(HandMade body, Field field, int slots, int extra) {
    int count = slots + (extra == 0 ? 0 : random.nextInt(extra));
    column(body, field, count, field.isNullable());
  }

  private void column(HandMade body, Field field, int slots, boolean nullable) {
    ArrowType type = field.getType();
    if (field.getDictionary() != null) {
      Integer size = dictionarySizes.get(field.getDictionary().getId());
      boolean empty = size == null || size == 0;
      boolean[] valid = validity(body, slots, nullable ? empty ? 0 : 0.7 : 1);
      indices(body, field.getDictionary().getIndexType(), valid, empty ? 1 : size);
      return;
    }
    switch (type.getTypeID()) {
      case Null -> body.node(slots, random.nextBoolean() ? slots : 0);
      case Union -> union(body, field, (ArrowType.Union) type, slots);
      case RunEndEncoded -> runs(body, field, slots);
      default -> {
        boolean[] valid = validity(body, slots, nullable ? random.nextInt(4) / 3.0 : 1);
        values(body, field, type, valid);
      }
    }
  }

  private boolean[] validity(HandMade body, int slots, double share) {
    boolean[] valid = new boolean[slots];
    byte[] bits = new byte[(slots + 7) / 8];
    random.nextBytes(bits);
    int nulls = 0;
    for (int i = 0; i < slots; i++) {
      valid[i] = random.nextDouble() < share;
      nulls += valid[i] ? 0 : 1;
      bits[i >> 3] =
          (byte) (valid[i] ? bits[i >> 3] | 1 << (i & 7) : bits[i >> 3] & ~(1 << (i & 7)));
    }
    body.node(slots, nulls);
    if (nulls == 0 && random.nextBoolean()) {
      body.none();
    } else {
      buffer(body, bits);
    }
    return valid;
  }

  /** With some bytes more, now and then. */
  private void buffer(HandMade body, byte[] bytes) {
    byte[] more = new byte[random.nextInt(4) == 0 ? random.nextInt(9) : 0];
    random.nextBytes(more);
    exactly(body, HandMade.concatenated(bytes, more));
  }

  /** In a compressed body each is compressed, or says that it is not; empty ones say so, or not. */
  private void exactly(HandMade body, byte[] bytes) {
    if (!compressed || (bytes.length == 0 && random.nextBoolean())) {
      body.buffer(bytes);
      return;
    }
    boolean plain = random.nextBoolean();
    byte[] length = new byte[Long.BYTES];
    put(length, 0, Long.BYTES, plain ? -1 : bytes.length);
    byte[] content = plain || bytes.length == 0 ? bytes : Zstd.compress(bytes);
    body.buffer(HandMade.concatenated(length, content));
  }

  private void indices(HandMade body, ArrowType.Int type, boolean[] valid, int size) {
    int width = type.getBitWidth() / 8;
    byte[] bytes = new byte[valid.length * width];
    random.nextBytes(bytes);
    for (int i = 0; i < valid.length; i++) {
      if (valid[i]) {
        put(bytes, i, width, random.nextInt(size));
      }
    }
    buffer(body, bytes);
  }

  private static void put(byte[] bytes, int index, int width, long value) {
    for (int b = 0; b < width; b++) {
      bytes[index * width + b] = (byte) (b < 8 ? value >> (8 * b) : value >> 63);
    }
  }

  private void values(HandMade body, Field field, ArrowType type, boolean[] valid) {
    int slots = valid.length;
    switch (type.getTypeID()) {
      case Bool -> fixed(body, (slots + 7) / 8);
      case Decimal -> small(body, valid, ((ArrowType.Decimal) type).getBitWidth() / 8, 10);
      case Time -> small(body, valid, ((ArrowType.Time) type).getBitWidth() / 8, 86_400);
      case Int -> fixed(body, slots * ((ArrowType.Int) type).getBitWidth() / 8);
      case FloatingPoint ->
          fixed(body, slots * (2 << ((ArrowType.FloatingPoint) type).getPrecision().ordinal()));
      case Date -> fixed(body, slots * (((ArrowType.Date) type).getUnit() == DateUnit.DAY ? 4 : 8));
      case Timestamp, Duration -> fixed(body, slots * 8);
      case Interval ->
          fixed(
              body, slots * List.of(4, 8, 16).get(((ArrowType.Interval) type).getUnit().ordinal()));
      case FixedSizeBinary ->
          fixed(body, slots * ((ArrowType.FixedSizeBinary) type).getByteWidth());
      case Utf8, Binary -> texts(body, valid, 4);
      case LargeUtf8, LargeBinary -> texts(body, valid, 8);
      case Utf8View, BinaryView -> views(body, valid);
      case List -> column(body, field.getChildren().get(0), offsets(body, slots, 4), 3);
      case LargeList -> column(body, field.getChildren().get(0), offsets(body, slots, 8), 3);
      case Map -> map(body, field.getChildren().get(0), offsets(body, slots, 4));
      case ListView -> listView(body, field.getChildren().get(0), slots, 4);
      case LargeListView -> listView(body, field.getChildren().get(0), slots, 8);
      case FixedSizeList ->
          column(
              body,
              field.getChildren().get(0),
              slots * ((ArrowType.FixedSizeList) type).getListSize(),
              0);
      case Struct -> field.getChildren().forEach(child -> column(body, child, slots, 0));
      default -> throw new AssertionError(type);
    }
  }

  private void fixed(HandMade body, int length) {
    byte[] bytes = new byte[length];
    random.nextBytes(bytes);
    buffer(body, bytes);
  }

  private void small(HandMade body, boolean[] valid, int width, int limit) {
    byte[] bytes = new byte[valid.length * width];
    random.nextBytes(bytes);
    for (int i = 0; i < valid.length; i++) {
      if (valid[i]) {
        int sign = limit == 10 && random.nextBoolean() ? -1 : 1;
        put(bytes, i, width, (long) sign * random.nextInt(limit));
      }
    }
    buffer(body, bytes);
  }

  /** Says how many bytes or slots they need; of no slots they are anything, or not there. */
  private int offsets(HandMade body, int slots, int width) {
    if (slots == 0) {
      byte[] garbage = new byte[random.nextInt(18)];
      random.nextBytes(garbage);
      exactly(body, random.nextBoolean() ? garbage : new byte[0]);
      return 0;
    }
    byte[] bytes = new byte[(slots + 1) * width];
    int end = random.nextInt(3);
    for (int i = 0; i <= slots; i++) {
      put(bytes, i, width, end);
      end += i < slots ? random.nextInt(4) : 0;
    }
    buffer(body, bytes);
    return end;
  }

  private void texts(HandMade body, boolean[] valid, int width) {
    int end = offsets(body, valid.length, width);
    // No text that is not UTF-8: bytes of nulls are nobody's, but which they are we don't know.
    buffer(body, ascii(end));
  }

  private byte[] ascii(int length) {
    byte[] bytes = new byte[length];
    for (int i = 0; i < length; i++) {
      bytes[i] = (byte) ('a' + random.nextInt(26));
    }
    return bytes;
  }

  private void views(HandMade body, boolean[] valid) {
    List<byte[]> data = new ArrayList<>();
    for (int i = random.nextInt(3); i > 0; i--) {
      data.add(ascii(random.nextInt(3) == 0 ? 0 : 14 + random.nextInt(8)));
    }
    ByteBuffer views =
        ByteBuffer.allocate(valid.length * VIEW_BYTES).order(ByteOrder.LITTLE_ENDIAN);
    random.nextBytes(views.array());
    for (int i = 0; i < valid.length; i++) {
      int buffer = data.isEmpty() ? 0 : random.nextInt(data.size());
      boolean inline = data.isEmpty() || data.get(buffer).length == 0 || random.nextBoolean();
      if (valid[i] && inline) {
        int length = random.nextInt(13);
        views.putInt(i * VIEW_BYTES, length);
        views.put(i * VIEW_BYTES + 4, ascii(12));
      } else if (valid[i]) {
        int offset = random.nextInt(data.get(buffer).length - 13);
        views.putInt(i * VIEW_BYTES, data.get(buffer).length - offset);
        views.put(i * VIEW_BYTES + 4, data.get(buffer), offset, 4);
        views.putInt(i * VIEW_BYTES + 8, buffer);
        views.putInt(i * VIEW_BYTES + 12, offset);
      }
    }
    buffer(body, views.array());
    body.variadic(data.size());
    data.forEach(bytes -> exactly(body, bytes));
  }

  private void listView(HandMade body, Field child, int slots, int width) {
    int elements = random.nextInt(5);
    byte[] offsets = new byte[slots * width];
    byte[] sizes = new byte[slots * width];
    for (int i = 0; i < slots; i++) {
      int offset = random.nextInt(elements + 1);
      put(offsets, i, width, offset);
      put(sizes, i, width, random.nextInt(elements - offset + 1));
    }
    buffer(body, offsets);
    buffer(body, sizes);
    column(body, child, elements, 0);
  }

  private void map(HandMade body, Field entries, int needed) {
    int slots = needed + random.nextInt(3);
    validity(body, slots, 1);
    column(body, entries.getChildren().get(0), slots, false);
    column(body, entries.getChildren().get(1), slots, 0);
  }

  private void union(HandMade body, Field field, ArrowType.Union type, int slots) {
    body.node(slots, 0);
    boolean dense = type.getMode() == UnionMode.Dense;
    int[] needed = {slots, slots};
    byte[] ids = new byte[slots];
    byte[] offsets = new byte[slots * 4];
    if (dense) {
      needed = new int[] {random.nextInt(3), random.nextInt(3)};
    }
    for (int i = 0; i < slots; i++) {
      int child = random.nextInt(2);
      ids[i] = (byte) type.getTypeIds()[child];
      int offset = random.nextInt(4);
      put(offsets, i, 4, offset);
      needed[child] = dense ? Math.max(needed[child], offset + 1) : slots;
    }
    buffer(body, ids);
    if (dense) {
      buffer(body, offsets);
    }
    column(body, field.getChildren().get(0), needed[0], 0);
    column(body, field.getChildren().get(1), needed[1], 0);
  }

  private void runs(HandMade body, Field field, int slots) {
    body.node(slots, 0);
    int width = ((ArrowType.Int) field.getChildren().get(0).getType()).getBitWidth() / 8;
    List<Integer> ends = new ArrayList<>();
    int end = 0;
    while (end < slots || random.nextInt(4) == 0) {
      end += 1 + random.nextInt(3);
      ends.add(end);
    }
    byte[] bytes = new byte[ends.size() * width];
    for (int i = 0; i < ends.size(); i++) {
      put(bytes, i, width, ends.get(i));
    }
    validity(body, ends.size(), 1);
    buffer(body, bytes);
    column(body, field.getChildren().get(1), ends.size(), 2);
  }
}
