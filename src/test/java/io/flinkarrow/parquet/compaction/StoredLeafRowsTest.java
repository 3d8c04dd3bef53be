package io.flinkarrow.parquet.compaction;

import static org.assertj.core.api.Assertions.assertThat;

import io.flinkarrow.parquet.column.LeafSlice;
import io.flinkarrow.parquet.column.LeafSlices;
import io.flinkarrow.parquet.column.LeafValues;
import io.flinkarrow.parquet.column.Levels;
import io.flinkarrow.parquet.column.StoredSlice;
import io.flinkarrow.parquet.column.StoredValues;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.apache.parquet.schema.Types;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** However rows are cut into slices, they have the entries and values that were read. */
class StoredLeafRowsTest {

  private static final int ROWS = 3_000;
  private static final int DEEPEST = 3;

  /** What values are held as. */
  enum Form {
    BOOLEANS,
    INTS,
    LONGS,
    BYTES,
    IDS,
    FIXED,
    IDS_OF_FIXED,
    IDS_OF_INTS,
    IDS_OF_LONGS
  }

  private final Random random = new Random(1);

  private ColumnDescriptor column(int repetition, int definition) {
    return new ColumnDescriptor(
        new String[] {"c"},
        Types.optional(PrimitiveTypeName.INT32).named("c"),
        repetition,
        definition);
  }

  private StoredValues values(Form form, int count) {
    byte[] bytes = new byte[4 * count + 4];
    random.nextBytes(bytes);
    int[] ids = random.ints(count, 0, Math.max(1, count / 4 + 1)).toArray();
    int[] offsets = new int[count + 2];
    for (int i = 1; i < offsets.length; i++) {
      offsets[i] = offsets[i - 1] + random.nextInt(4);
    }
    return switch (form) {
      case BOOLEANS ->
          new StoredValues(
              null, count, new LeafValues.Booleans(random.longs(count / 64 + 1).toArray(), count));
      case INTS ->
          new StoredValues(null, count, new LeafValues.Ints(random.ints(count).toArray(), count));
      case LONGS ->
          new StoredValues(null, count, new LeafValues.Longs(random.longs(count).toArray(), count));
      case BYTES -> new StoredValues(null, count, new LeafValues.Bytes(bytes, offsets, count));
      case IDS -> new StoredValues(ids, count, new LeafValues.Bytes(bytes, offsets, count + 1));
      case FIXED -> new StoredValues(null, count, new LeafValues.FixedBytes(bytes, 4, count));
      case IDS_OF_FIXED ->
          new StoredValues(ids, count, new LeafValues.FixedBytes(bytes, 4, count + 1));
      case IDS_OF_INTS ->
          new StoredValues(
              ids, count, new LeafValues.Ints(random.ints(count + 1).toArray(), count + 1));
      case IDS_OF_LONGS ->
          new StoredValues(
              ids, count, new LeafValues.Longs(random.longs(count + 1).toArray(), count + 1));
    };
  }

  /** Each value as text. */
  private static List<String> texts(LeafValues values) {
    List<String> texts = new ArrayList<>();
    for (int i = 0; i < values.count(); i++) {
      texts.add(text(values, i));
    }
    return texts;
  }

  private static String text(LeafValues values, int i) {
    if (values instanceof LeafValues.NumberIds byId) {
      return text(byId.entries(), byId.ids()[i]);
    }
    if (values instanceof LeafValues.Booleans booleans) {
      return String.valueOf(booleans.words()[i / 64] >>> i & 1);
    }
    if (values instanceof LeafValues.Ints ints) {
      return String.valueOf(ints.values()[i]);
    }
    if (values instanceof LeafValues.Longs longs) {
      return String.valueOf(longs.values()[i]);
    }
    if (values instanceof LeafValues.FixedBytes fixed) {
      int width = fixed.width();
      return Arrays.toString(Arrays.copyOfRange(fixed.bytes(), i * width, (i + 1) * width));
    }
    if (values instanceof LeafValues.DictionaryIds ids) {
      int id = ids.ids()[i];
      int from = ids.dictionary().offset(id);
      return Arrays.toString(
          Arrays.copyOfRange(ids.dictionary().bytes(), from, from + ids.dictionary().length(id)));
    }
    LeafValues.Bytes bytes = (LeafValues.Bytes) values;
    return Arrays.toString(
        Arrays.copyOfRange(bytes.bytes(), bytes.offsets()[i], bytes.offsets()[i + 1]));
  }

  /** Each entry as its levels. */
  private static List<String> entries(Levels levels, int deepest) {
    List<String> entries = new ArrayList<>();
    for (int i = 0; i < levels.count(); i++) {
      if (levels instanceof Levels.Uniform uniform) {
        entries.add("0 " + uniform.definitionLevel());
      } else if (levels instanceof Levels.Bitmap bitmap) {
        entries.add("0 " + (bitmap.words()[i / 64] >>> i & 1) * deepest);
      } else {
        Levels.Materialized bytes = (Levels.Materialized) levels;
        int repetition = bytes.repetition() == null ? 0 : bytes.repetition()[i];
        entries.add(repetition + " " + bytes.definition()[i]);
      }
    }
    return entries;
  }

  /** Takes all rows, some at a time, and checks sizes on the way. */
  private void assertComesBack(ColumnDescriptor column, StoredSlice stored) {
    int deepest = column.getMaxDefinitionLevel();
    StoredLeafRows rows = new StoredLeafRows(column);
    rows.bind(stored);
    List<String> entries = new ArrayList<>();
    List<String> values = new ArrayList<>();
    long bytes = 0;
    for (int from = 0; from < stored.rowCount(); ) {
      int count = Math.min(stored.rowCount() - from, 1 + random.nextInt(700));
      LeafSlices slices = rows.slices(from, count);
      int begun = 0;
      for (LeafSlice slice = slices.next(); slice != null; slice = slices.next()) {
        assertThat(slice.levels().count()).isBetween(1, LeafSlice.MOST_ENTRIES);
        begun += slice.rowCount();
        entries.addAll(entries(slice.levels(), deepest));
        values.addAll(texts(slice.values()));
      }
      assertThat(begun).isEqualTo(count);
      bytes += rows.valueBytes(from, from + count);
      from += count;
    }
    assertThat(entries).isEqualTo(entries(stored.levels(), deepest));
    assertThat(values).isEqualTo(texts(stored.dense().values()));
    assertThat(bytes).isEqualTo(rows.valueBytes(0, stored.rowCount()));
    assertThat(rows.idBytes(0, stored.rowCount()))
        .isEqualTo(stored.levels().count() * (column.getMaxRepetitionLevel() > 0 ? 5L : 4L));
  }

  @ParameterizedTest
  @EnumSource
  void ofColumnsOutsideOfLists(Form form) {
    assertComesBack(
        column(0, 0), new StoredSlice(ROWS, new Levels.Uniform(0, ROWS), values(form, ROWS)));
    assertComesBack(
        column(0, 2), new StoredSlice(ROWS, new Levels.Uniform(1, ROWS), values(form, 0)));
    long[] words = random.longs(ROWS / 64 + 1).toArray();
    words[ROWS / 64] &= (1L << ROWS % 64) - 1;
    int defined = Arrays.stream(words).mapToInt(Long::bitCount).sum();
    assertComesBack(
        column(0, 1),
        new StoredSlice(ROWS, new Levels.Bitmap(words, ROWS, defined), values(form, defined)));
  }

  /** Some of more entries than a slice has. */
  @ParameterizedTest
  @EnumSource
  void ofLists(Form form) {
    int count = 100_000;
    byte[] repetition = new byte[count];
    byte[] definition = new byte[count];
    int rows = 0;
    int defined = 0;
    for (int i = 0; i < count; i++) {
      boolean isInLongRow = i > 30_000 && i <= 75_000;
      repetition[i] = (byte) (i > 0 && (isInLongRow || random.nextInt(3) > 0) ? 1 : 0);
      definition[i] = (byte) random.nextInt(DEEPEST + 1);
      rows += repetition[i] == 0 ? 1 : 0;
      defined += definition[i] == DEEPEST ? 1 : 0;
    }
    assertComesBack(
        column(1, DEEPEST),
        new StoredSlice(
            rows, new Levels.Materialized(repetition, definition, count), values(form, defined)));
  }

  /** So that each entry is looked up once per chunk that was read. */
  @ParameterizedTest
  @EnumSource(names = "IDS")
  void ofOneDictionaryAsLongAsItIsTheSame(Form form) {
    StoredLeafRows rows = new StoredLeafRows(column(0, 0));
    StoredValues first = values(form, 100);
    StoredValues sameEntries = new StoredValues(first.ids().clone(), 100, first.stored());
    StoredValues others = values(form, 100);
    List<Object> identities = new ArrayList<>();
    for (StoredValues values : List.of(first, sameEntries, others)) {
      rows.bind(new StoredSlice(100, new Levels.Uniform(0, 100), values));
      assertThat(rows.areByReference()).isTrue();
      LeafValues.DictionaryIds ids = (LeafValues.DictionaryIds) rows.slices(0, 100).next().values();
      identities.add(ids.dictionary().identity());
    }
    assertThat(identities.get(0)).isSameAs(identities.get(1)).isNotSameAs(identities.get(2));
  }
}
