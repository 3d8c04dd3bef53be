package io.flinkarrow.reconcile.column;

import io.flinkarrow.layout.ColumnLayout;
import io.flinkarrow.reconcile.values.SelectedValues;
import io.flinkarrow.reconcile.values.SourceColumn;
import java.io.IOException;
import org.apache.arrow.vector.types.pojo.ArrowType;

/**
 * A dictionary-encoded column as one of plain values.
 *
 * @param values the dictionary's, as the wanted type
 */
public record DecodedColumn(
    String path, ArrowType.Int index, SourceDictionary values, ColumnLayout wanted)
    implements ColumnConversion {

  @Override
  public void convert(SourceColumn source, ConversionTarget target) throws IOException {
    SourceColumn dictionary = SourceColumn.only(wanted, target.dictionaries().values(values));
    DictionaryIndices indices = DictionaryIndices.of(source, index);
    new SelectedValues(path, dictionary, source.length(), indices::at).plan(wanted, target.plan());
  }
}
