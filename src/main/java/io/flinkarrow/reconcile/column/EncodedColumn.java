package io.flinkarrow.reconcile.column;

import io.flinkarrow.batch.body.BatchBody;
import io.flinkarrow.layout.ColumnLayout;
import io.flinkarrow.layout.SlotBytes;
import io.flinkarrow.reconcile.values.DistinctValues;
import io.flinkarrow.reconcile.values.SelectedValues;
import io.flinkarrow.reconcile.values.SourceColumn;
import java.io.IOException;
import org.apache.arrow.vector.types.pojo.DictionaryEncoding;

/**
 * A column of plain values as a dictionary-encoded one: each value is once in the dictionary.
 *
 * @param conversion to the type of the dictionary's values
 * @param values the dictionary's
 */
public record EncodedColumn(
    String path, ColumnConversion conversion, ColumnLayout values, DictionaryEncoding wanted)
    implements ColumnConversion {

  public static boolean isPossible(ColumnLayout values) {
    return SlotBytes.areIn(values);
  }

  @Override
  public void convert(SourceColumn source, ConversionTarget target) throws IOException {
    SourceColumn plain = conversion.keepsBytes() ? source : converted(source, target);
    DistinctValues distinct = DistinctValues.of(plain, plain.bytes(values), target.budget());
    ConversionTarget dictionary = target.another();
    new SelectedValues(path, plain, distinct.size(), distinct::firstSlot)
        .plan(values, dictionary.plan());
    BatchBody body = dictionary.copy();
    int start = target.dictionaries().add(wanted.getId(), body);
    DictionaryIndices.requireRoom(path, (long) start + distinct.size() - 1, wanted.getIndexType());
    KeptColumn.keepValidity(source, target.plan());
    DictionaryIndices.plan(
        target.plan(),
        source.length(),
        wanted.getIndexType(),
        slot -> source.isNull(slot) ? 0 : start + distinct.index(slot));
  }

  private SourceColumn converted(SourceColumn source, ConversionTarget target) throws IOException {
    ConversionTarget plain = target.another();
    conversion.convert(source, plain);
    return SourceColumn.only(values, plain.copy());
  }
}
