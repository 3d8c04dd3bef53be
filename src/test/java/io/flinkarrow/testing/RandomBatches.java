package io.flinkarrow.testing;

import io.flinkarrow.layout.ViewForm;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.VectorLoader;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.compression.NoCompressionCodec;
import org.apache.arrow.vector.dictionary.Dictionary;
import org.apache.arrow.vector.dictionary.DictionaryProvider.MapDictionaryProvider;
import org.apache.arrow.vector.ipc.message.ArrowFieldNode;
import org.apache.arrow.vector.ipc.message.ArrowRecordBatch;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.DictionaryEncoding;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.FieldType;
import org.apache.arrow.vector.types.pojo.Schema;

/**
 * Seeded random Arrow batches, built buffer by buffer so that they hold what vectors' setters never
 * make: garbage under nulls, in the values and in the validity of hidden children (required ones
 * too); null lists over live elements; offsets that do not start at 0. Values that are not hidden
 * are in the range of their type, times and dates in one that all readers know.
 *
 * <p>Owns the dictionaries and must be closed; the batches are the caller's.
 */
public final class RandomBatches implements AutoCloseable {

  private final BufferAllocator allocator;
  private final Random random;
  private final RandomValues values;
  private final Map<Long, Field> dictionaryValues = new TreeMap<>();
  private final MapDictionaryProvider dictionaries = new MapDictionaryProvider();
  private final List<ArrowFieldNode> nodes = new ArrayList<>();
  private final List<ArrowBuf> buffers = new ArrayList<>();
  private final List<Long> variadicCounts = new ArrayList<>();
  private boolean adversarial = true;
  private boolean nullDictionaryEntries;

  public RandomBatches(long seed, BufferAllocator allocator) {
    this.allocator = allocator;
    random = new Random(seed);
    values = new RandomValues(random);
  }

  /** Without garbage, hidden elements and offsets that start late: what other writers make. */
  public RandomBatches tame() {
    adversarial = false;
    return this;
  }

  /** Dictionaries made from now on may have null entries. */
  public RandomBatches withNullDictionaryEntries() {
    nullDictionaryEntries = true;
    return this;
  }

  /** Schemas whose dictionary-encoded fields have dictionaries here. */
  public RandomSchemas schemas() {
    return new RandomSchemas(random, dictionaryValues);
  }

  /** Whether dictionaries have nested values, of which Arrow's writer for Java cannot copy all. */
  public boolean hasNestedDictionaries() {
    return dictionaryValues.values().stream().anyMatch(field -> !field.getChildren().isEmpty());
  }

  /** The dictionaries of the last batch; each batch has new ones. */
  public MapDictionaryProvider dictionaries() {
    return dictionaries;
  }

  /**
   * A batch, and new dictionaries for it.
   *
   * @param schema in memory format; its dictionary-encoded fields are made by {@link #schemas}
   */
  public VectorSchemaRoot batch(Schema schema, int rows) {
    closeDictionaries();
    dictionaryValues.forEach(this::makeDictionary);
    VectorSchemaRoot root = VectorSchemaRoot.create(schema, allocator);
    for (Field field : schema.getFields()) {
      make(field, rows, new BitSet());
    }
    load(root, rows);
    return root;
  }

  private void load(VectorSchemaRoot root, int rows) {
    try (ArrowRecordBatch batch = message(rows)) {
      new VectorLoader(root).load(batch);
    } finally {
      buffers.forEach(ArrowBuf::close);
      nodes.clear();
      buffers.clear();
      variadicCounts.clear();
    }
  }

  private ArrowRecordBatch message(int rows) {
    return new ArrowRecordBatch(
        rows, nodes, buffers, NoCompressionCodec.DEFAULT_BODY_COMPRESSION, variadicCounts, true);
  }

  /** Dictionaries that it refers to have lesser ids, and are made. */
  private void makeDictionary(long id, Field values) {
    FieldType type = new FieldType(nullDictionaryEntries, values.getType(), null);
    Field field = new Field(RandomSchemas.VALUES, type, values.getChildren());
    VectorSchemaRoot root = VectorSchemaRoot.create(new Schema(List.of(field)), allocator);
    make(field, 1 + random.nextInt(100), new BitSet());
    load(root, (int) nodes(root));
    FieldVector vector = root.getVector(0);
    dictionaries.put(new Dictionary(vector, new DictionaryEncoding(id, false, null)));
  }

  private long nodes(VectorSchemaRoot root) {
    return root.getSchema().getFields().isEmpty() ? 0 : nodes.get(0).getLength();
  }

  /**
   * Makes a field's nodes and buffers.
   *
   * @param hidden slots that no reader may look at
   */
  private void make(Field field, int slots, BitSet hidden) {
    if (field.getType().getTypeID() == ArrowType.ArrowTypeID.RunEndEncoded) {
      makeRuns(field, slots, hidden);
      return;
    }
    if (field.getType().getTypeID() == ArrowType.ArrowTypeID.Null) {
      nodes.add(new ArrowFieldNode(slots, slots));
      return;
    }
    BitSet valid = validity(field, slots, hidden);
    BitSet unseen = (BitSet) hidden.clone();
    for (int i = valid.nextClearBit(0); i < slots; i = valid.nextClearBit(i + 1)) {
      unseen.set(i);
    }
    nodes.add(new ArrowFieldNode(slots, slots - valid.cardinality()));
    addBits(valid, slots);
    ArrowType type = field.getType();
    if (field.getDictionary() != null) {
      addIndexes(field, slots, unseen);
      return;
    }
    switch (type.getTypeID()) {
      case Struct -> ExtensionValues.children(field).forEach(child -> make(child, slots, unseen));
      case List, Map -> makeList(field, slots, unseen, Integer.BYTES);
      case LargeList -> makeList(field, slots, unseen, Long.BYTES);
      case ListView -> makeListViews(field, slots, valid, unseen, Integer.BYTES);
      case LargeListView -> makeListViews(field, slots, valid, unseen, Long.BYTES);
      case FixedSizeList -> {
        int size = ((ArrowType.FixedSizeList) type).getListSize();
        BitSet unseenElements = new BitSet();
        unseen.stream().forEach(i -> unseenElements.set(i * size, (i + 1) * size));
        make(field.getChildren().get(0), slots * size, unseenElements);
      }
      case Bool -> {
        BitSet bits = new BitSet();
        for (int i = 0; i < slots; i++) {
          bits.set(i, random.nextBoolean());
        }
        addBits(bits, slots);
      }
      case Utf8, Binary -> addVariableBytes(field, slots, unseen, Integer.BYTES);
      case LargeUtf8, LargeBinary -> addVariableBytes(field, slots, unseen, Long.BYTES);
      case Utf8View, BinaryView -> addViews(slots, valid);
      default -> {
        int width = values.width(type);
        byte[] bytes = new byte[slots * width];
        random.nextBytes(bytes);
        for (int i = 0; i < slots; i++) {
          if (!unseen.get(i) || !adversarial) {
            values.put(type, bytes, i * width);
          }
        }
        addBytes(bytes);
      }
    }
  }

  private void makeRuns(Field field, int slots, BitSet hidden) {
    nodes.add(new ArrowFieldNode(slots, 0));
    int width = ((ArrowType.Int) field.getChildren().get(0).getType()).getBitWidth() / Byte.SIZE;
    int longest = 1 << random.nextInt(8);
    byte[] ends = new byte[slots * width];
    BitSet hiddenRuns = new BitSet();
    int runs = 0;
    for (int start = 0; start < slots; runs++) {
      int end = Math.min(slots, start + 1 + random.nextInt(longest));
      hiddenRuns.set(runs, hidden.nextClearBit(start) >= end);
      for (int i = 0; i < Math.min(width, Integer.BYTES); i++) {
        ends[runs * width + i] = (byte) (end >>> (i * Byte.SIZE));
      }
      start = end;
    }
    BitSet valid = new BitSet();
    valid.set(0, runs);
    nodes.add(new ArrowFieldNode(runs, 0));
    addBits(valid, runs);
    addBytes(Arrays.copyOf(ends, runs * width));
    make(field.getChildren().get(1), runs, hiddenRuns);
  }

  private void makeList(Field field, int slots, BitSet unseen, int width) {
    int[] offsets = new int[slots + 1];
    BitSet unseenElements = new BitSet();
    offsets[0] = adversarial && slots > 0 && random.nextInt(3) == 0 ? random.nextInt(5) : 0;
    unseenElements.set(0, offsets[0]);
    int emptiness = random.nextInt(4);
    boolean hideElements = adversarial && random.nextBoolean();
    for (int i = 0; i < slots; i++) {
      boolean empty = emptiness == 0 || random.nextInt(4) < emptiness - 1;
      int length = empty || (unseen.get(i) && !hideElements) ? 0 : 1 + random.nextInt(4);
      offsets[i + 1] = offsets[i] + length;
      unseenElements.set(offsets[i], offsets[i + 1], unseen.get(i));
    }
    int elements = offsets[slots] + (adversarial ? random.nextInt(3) : 0);
    unseenElements.set(offsets[slots], elements);
    addOffsets(offsets, width);
    make(field.getChildren().get(0), elements, unseenElements);
  }

  /** In order, or in any order, overlapping, and with elements that no list has. */
  private void makeListViews(Field field, int slots, BitSet valid, BitSet unseen, int width) {
    boolean inOrder = random.nextBoolean();
    int elements = inOrder ? 0 : random.nextInt(2 * slots + 5);
    int[] offsets = new int[slots];
    int[] sizes = new int[slots];
    BitSet seen = new BitSet();
    for (int i = 0; i < slots; i++) {
      boolean empty = unseen.get(i) ? inOrder || !adversarial : random.nextInt(3) == 0;
      sizes[i] = empty ? 0 : random.nextInt(4);
      if (inOrder) {
        offsets[i] = elements;
        elements += sizes[i];
      } else {
        sizes[i] = Math.min(sizes[i], elements);
        offsets[i] = random.nextInt(elements - sizes[i] + 1);
      }
      if (valid.get(i)) {
        seen.set(offsets[i], offsets[i] + sizes[i]);
      }
    }
    BitSet unseenElements = new BitSet();
    unseenElements.set(0, elements);
    unseenElements.andNot(seen);
    addOffsets(offsets, width);
    addOffsets(sizes, width);
    make(field.getChildren().get(0), elements, unseenElements);
  }

  private void addVariableBytes(Field field, int slots, BitSet unseen, int width) {
    if (ExtensionValues.isFor(field)) {
      addExtensionValues(field, slots, unseen, width);
      return;
    }
    int[] offsets = new int[slots + 1];
    offsets[0] = adversarial && slots > 0 && random.nextInt(3) == 0 ? random.nextInt(9) : 0;
    boolean fillNulls = adversarial && random.nextBoolean();
    StringBuilder text = new StringBuilder("x".repeat(offsets[0]));
    int maxLength = 1 << random.nextInt(7);
    for (int i = 0; i < slots; i++) {
      int length = unseen.get(i) && !fillNulls ? 0 : random.nextInt(maxLength);
      for (int j = 0; j < length; j++) {
        text.append((char) (' ' + random.nextInt(95)));
      }
      offsets[i + 1] = text.length();
    }
    byte[] bytes = text.toString().getBytes(StandardCharsets.ISO_8859_1);
    if (field.getType().getTypeID() == ArrowType.ArrowTypeID.Binary) {
      random.nextBytes(bytes);
    }
    addOffsets(offsets, width);
    addBytes(bytes);
  }

  private void addExtensionValues(Field field, int slots, BitSet unseen, int width) {
    int[] offsets = new int[slots + 1];
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    for (int i = 0; i < slots; i++) {
      if (!unseen.get(i)) {
        bytes.writeBytes(ExtensionValues.next(field, random));
      }
      offsets[i + 1] = bytes.size();
    }
    addOffsets(offsets, width);
    addBytes(bytes.toByteArray());
  }

  /** Short and long ones in any order, of bytes that they share, in one or several buffers. */
  private void addViews(int slots, BitSet valid) {
    byte[][] data = new byte[1 + random.nextInt(3)][];
    for (int i = 0; i < data.length; i++) {
      data[i] = randomText(20 + random.nextInt(200));
    }
    int most = random.nextBoolean() ? ViewForm.MAXIMUM_INLINE : 20;
    byte[] views = new byte[slots * ViewForm.WIDTH];
    random.nextBytes(views);
    for (int i = 0; i < slots; i++) {
      // Whoever copies views looks at those that only parents hide.
      if (valid.get(i) || !adversarial) {
        addView(views, i, random.nextInt(most + 1), data);
      }
    }
    addBytes(views);
    for (byte[] bytes : data) {
      addBytes(bytes);
    }
    variadicCounts.add((long) data.length);
  }

  private void addView(byte[] views, int slot, int length, byte[][] data) {
    int buffer = random.nextInt(data.length);
    int offset = random.nextInt(data[buffer].length - length + 1);
    ByteBuffer view =
        ByteBuffer.wrap(views, slot * ViewForm.WIDTH, ViewForm.WIDTH)
            .slice()
            .order(ByteOrder.LITTLE_ENDIAN);
    view.putInt(0, length);
    view.putLong(ViewForm.VALUE, 0).putInt(ViewForm.OFFSET, 0);
    boolean inline = ViewForm.isInline(length);
    view.put(ViewForm.VALUE, data[buffer], offset, inline ? length : ViewForm.PREFIX_LENGTH);
    if (!inline) {
      view.putInt(ViewForm.BUFFER, buffer).putInt(ViewForm.OFFSET, offset);
    }
  }

  private byte[] randomText(int length) {
    byte[] text = new byte[length];
    for (int i = 0; i < length; i++) {
      text[i] = (byte) (' ' + random.nextInt(95));
    }
    return text;
  }

  private void addIndexes(Field field, int slots, BitSet unseen) {
    ArrowType.Int type = field.getDictionary().getIndexType();
    int width = type.getBitWidth() / Byte.SIZE;
    int size = dictionaries.lookup(field.getDictionary().getId()).getVector().getValueCount();
    byte[] bytes = new byte[slots * width];
    random.nextBytes(bytes);
    boolean mayBeNull = field.isNullable() || !nullDictionaryEntries;
    for (int i = 0; i < slots; i++) {
      if (!unseen.get(i) || !adversarial) {
        int index = mayBeNull ? random.nextInt(size) : validEntry(field, size);
        for (int j = 0; j < width; j++) {
          bytes[i * width + j] = (byte) (j < Integer.BYTES ? index >>> (j * Byte.SIZE) : 0);
        }
      }
    }
    addBytes(bytes);
  }

  private int validEntry(Field field, int size) {
    FieldVector entries = dictionaries.lookup(field.getDictionary().getId()).getVector();
    int start = random.nextInt(size);
    for (int i = 0; i < size; i++) {
      if (!entries.isNull((start + i) % size)) {
        return (start + i) % size;
      }
    }
    throw new IllegalStateException("All entries of a dictionary are null");
  }

  private BitSet validity(Field field, int slots, BitSet hidden) {
    BitSet valid = new BitSet();
    valid.set(0, slots);
    int shape = random.nextInt(5);
    int run = 1 + random.nextInt(150);
    boolean runValid = false;
    for (int i = 0; i < slots; i++) {
      if (i % run == 0) {
        runValid = random.nextBoolean();
      }
      boolean set =
          switch (shape) {
            case 0 -> true;
            case 1 -> random.nextInt(10) != 0;
            case 2 -> random.nextBoolean();
            case 3 -> runValid;
            default -> i == slots / 2 && random.nextBoolean();
          };
      if (field.isNullable() || (hidden.get(i) && adversarial)) {
        valid.set(i, set);
      }
    }
    if (isDictionaryOnlyNulls(field, valid)) {
      valid.set(0);
    }
    return valid;
  }

  private static boolean isDictionaryOnlyNulls(Field field, BitSet valid) {
    return field.getName().equals(RandomSchemas.VALUES) && valid.isEmpty();
  }

  private void addBits(BitSet bits, int slots) {
    byte[] bytes = new byte[(slots + 7) / 8];
    byte[] set = bits.toByteArray();
    System.arraycopy(set, 0, bytes, 0, Math.min(set.length, bytes.length));
    if (adversarial && slots % 8 != 0) {
      bytes[bytes.length - 1] |= (byte) (random.nextInt() << (slots % 8));
    }
    addBytes(bytes);
  }

  private void addOffsets(int[] offsets, int width) {
    byte[] bytes = new byte[offsets.length * width];
    for (int i = 0; i < offsets.length; i++) {
      for (int j = 0; j < Integer.BYTES; j++) {
        bytes[i * width + j] = (byte) (offsets[i] >>> (j * Byte.SIZE));
      }
    }
    addBytes(bytes);
  }

  private void addBytes(byte[] bytes) {
    ArrowBuf buffer = allocator.buffer(bytes.length);
    buffer.writeBytes(bytes);
    buffers.add(buffer);
  }

  private void closeDictionaries() {
    for (Long id : dictionaryValues.keySet()) {
      Dictionary dictionary = dictionaries.lookup(id);
      if (dictionary != null) {
        dictionary.getVector().close();
      }
    }
  }

  @Override
  public void close() {
    closeDictionaries();
  }
}
