package io.flinkarrow.reconcile;

import java.io.IOException;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;

/**
 * A dictionary-encoded column as one of plain values.
 *
 * @param values the dictionary's, as the wanted type
 */
record DecodedColumn(String path, ArrowType.Int index, DictionaryValues values, Field wanted)
    implements ColumnConversion {

  @Override
  public void convert(SourceColumn source, Target target) throws IOException {
    SourceColumn dictionary = SourceColumn.only(wanted, target.dictionaries().values(values));
    Indices indices = Indices.of(source, index);
    new PickedValues(path, dictionary, source.length(), indices::at)
        .plan(wanted.getType(), target.plan());
  }
}
