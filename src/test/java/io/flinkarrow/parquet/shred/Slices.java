package io.flinkarrow.parquet.shred;

import static org.assertj.core.api.Assertions.assertThat;

import io.flinkarrow.parquet.column.LeafRows;
import io.flinkarrow.parquet.column.LeafSlice;
import io.flinkarrow.parquet.column.LeafValues;
import io.flinkarrow.parquet.column.Levels;
import io.flinkarrow.parquet.column.SliceDictionary;
import io.flinkarrow.parquet.shred.ReferenceShredder.Entry;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Slices as lists of entries, to compare with what the reference says. */
final class Slices {

  private Slices() {}

  /** Rows that are few enough for one slice. */
  static LeafSlice only(LeafRows leaf, int fromRow, int rowCount) {
    LeafSlice slice = leaf.slices(fromRow, rowCount).next();
    assertThat(slice.rowCount()).isEqualTo(rowCount);
    return slice;
  }

  static List<Entry> entries(LeafSlice slice, int maxDefinition) {
    List<Object> values = values(slice.values());
    List<Entry> entries = new ArrayList<>();
    Levels levels = slice.levels();
    int value = 0;
    for (int i = 0; i < levels.count(); i++) {
      int definition = definition(levels, i);
      Object present = definition == maxDefinition ? values.get(value++) : null;
      entries.add(new Entry(repetition(levels, i), definition, present));
    }
    if (value != values.size()) {
      throw new AssertionError(values.size() + " values for " + value + " defined entries");
    }
    return entries;
  }

  private static int definition(Levels levels, int i) {
    if (levels instanceof Levels.Runs runs) {
      return runs.definition()[runOf(runs.lengths(), i)];
    } else if (levels instanceof Levels.Uniform uniform) {
      return uniform.definitionLevel();
    } else if (levels instanceof Levels.Bitmap bitmap) {
      return (int) (bitmap.words()[i >> 6] >>> i & 1);
    }
    return ((Levels.Materialized) levels).definition()[i];
  }

  private static int runOf(int[] lengths, int index) {
    int run = 0;
    for (int end = lengths[0]; end <= index; end += lengths[run]) {
      run++;
    }
    return run;
  }

  private static int repetition(Levels levels, int i) {
    if (levels instanceof Levels.Materialized materialized && materialized.repetition() != null) {
      return materialized.repetition()[i];
    }
    return 0;
  }

  static List<Object> values(LeafValues values) {
    List<Object> list = new ArrayList<>();
    for (int i = 0; i < values.count(); i++) {
      list.add(value(values, i));
    }
    return list;
  }

  private static Object value(LeafValues values, int i) {
    if (values instanceof LeafValues.Runs runs) {
      return value(runs.distinct(), runOf(runs.lengths(), i));
    } else if (values instanceof LeafValues.Booleans v) {
      return (v.words()[i >> 6] >>> i & 1) != 0;
    } else if (values instanceof LeafValues.Ints v) {
      return v.values()[i];
    } else if (values instanceof LeafValues.Longs v) {
      return v.values()[i];
    } else if (values instanceof LeafValues.Bytes v) {
      return bytes(v.bytes(), v.offsets()[i], v.offsets()[i + 1]);
    } else if (values instanceof LeafValues.FixedBytes v) {
      return bytes(v.bytes(), i * v.width(), (i + 1) * v.width());
    }
    LeafValues.DictionaryIds v = (LeafValues.DictionaryIds) values;
    SliceDictionary dictionary = v.dictionary();
    int id = v.ids()[i];
    return bytes(dictionary.bytes(), dictionary.offset(id), dictionary.offset(id + 1));
  }

  private static ByteBuffer bytes(byte[] bytes, int from, int to) {
    return ByteBuffer.wrap(Arrays.copyOfRange(bytes, from, to));
  }
}
