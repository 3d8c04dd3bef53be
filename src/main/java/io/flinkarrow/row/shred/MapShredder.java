package io.flinkarrow.row.shred;

import io.flinkarrow.parquet.schema.FieldPosition;
import org.apache.flink.table.data.ArrayData;
import org.apache.flink.table.data.MapData;
import org.apache.flink.table.data.RowData;

/** A map, or a multiset, which Flink holds as a map of element to count. */
final class MapShredder extends ValueShredder {

  private final ValueShredder key;
  private final ValueShredder value;

  /** The repetition level of all entries but the first. */
  private final int entryRepetition;

  MapShredder(
      FieldPosition position,
      int nullDefinition,
      int entryRepetition,
      ValueShredder key,
      ValueShredder value) {
    super(position, nullDefinition);
    this.entryRepetition = entryRepetition;
    this.key = key;
    this.value = value;
  }

  @Override
  void shredValue(RowData row, int index, int repetition) {
    shredEntries(row.getMap(index), repetition);
  }

  @Override
  void shredValue(ArrayData array, int index, int repetition) {
    shredEntries(array.getMap(index), repetition);
  }

  private void shredEntries(MapData map, int repetition) {
    int size = map.size();
    if (size == 0) {
      absent(repetition, definition());
      return;
    }
    ArrayData keys = map.keyArray();
    ArrayData values = map.valueArray();
    for (int i = 0; i < size; i++) {
      int level = i == 0 ? repetition : entryRepetition;
      key.shred(keys, i, level);
      value.shred(values, i, level);
    }
  }

  @Override
  void absent(int repetition, int definition) {
    key.absent(repetition, definition);
    value.absent(repetition, definition);
  }
}
