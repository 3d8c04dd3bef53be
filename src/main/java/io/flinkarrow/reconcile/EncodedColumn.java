package io.flinkarrow.reconcile;

import io.flinkarrow.batch.BatchBody;
import java.io.IOException;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.DictionaryEncoding;
import org.apache.arrow.vector.types.pojo.Field;

/**
 * A column of plain values as a dictionary-encoded one: each value is once in the dictionary.
 *
 * @param conversion to the type of the dictionary's values
 * @param values the dictionary's
 */
record EncodedColumn(
    String path, ColumnConversion conversion, Field values, DictionaryEncoding wanted)
    implements ColumnConversion {

  static boolean isPossible(ArrowType type) {
    return SlotBytes.isKnown(type);
  }

  @Override
  public void convert(SourceColumn source, Target target) throws IOException {
    ArrowType type = values.getType();
    SourceColumn plain = conversion.keepsBytes() ? source : converted(source, target);
    DistinctValues distinct = DistinctValues.of(plain, SlotBytes.of(type, plain), target.budget());
    Target dictionary = target.another();
    new PickedValues(path, plain, distinct.size(), distinct::firstSlot)
        .plan(type, dictionary.plan());
    BatchBody body = dictionary.copy();
    int start = target.dictionaries().add(wanted.getId(), body);
    Indices.requireRoom(path, (long) start + distinct.size() - 1, wanted.getIndexType());
    KeptColumn.keepValidity(source, target.plan());
    Indices.plan(
        target.plan(),
        source.length(),
        wanted.getIndexType(),
        slot -> source.isNull(slot) ? 0 : start + distinct.index(slot));
  }

  private SourceColumn converted(SourceColumn source, Target target) throws IOException {
    Target plain = target.another();
    conversion.convert(source, plain);
    return SourceColumn.only(values, plain.copy());
  }
}
