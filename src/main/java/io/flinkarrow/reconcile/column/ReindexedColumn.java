package io.flinkarrow.reconcile.column;

import io.flinkarrow.reconcile.values.SourceColumn;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.DictionaryEncoding;

/**
 * A dictionary-encoded column whose dictionary has another id, other indices, values of another
 * type, or is put together of several.
 */
public record ReindexedColumn(
    String path, ArrowType.Int from, SourceDictionary values, DictionaryEncoding wanted)
    implements ColumnConversion {

  @Override
  public void convert(SourceColumn source, ConversionTarget target) throws IOException {
    DictionaryIndices indices = DictionaryIndices.of(source, from);
    DictionaryParts dictionaries = target.dictionaries();
    int start = dictionaries.add(wanted.getId(), dictionaries.values(values));
    int greatest = indices.greatest();
    if (greatest >= 0) {
      DictionaryIndices.requireRoom(path, (long) start + greatest, wanted.getIndexType());
    }
    KeptColumn.keepValidity(source, target.plan());
    int width = wanted.getIndexType().getBitWidth() / Byte.SIZE;
    if (start == 0 && width == indices.width()) {
      ByteBuffer kept = indices.values();
      target.plan().bytes(kept, 0, kept.limit());
      return;
    }
    DictionaryIndices.plan(
        target.plan(),
        source.length(),
        wanted.getIndexType(),
        slot -> {
          int index = indices.at(slot);
          return index < 0 ? 0 : start + index;
        });
  }

  /** A batch of which nothing changes keeps its dictionaries, too. */
  @Override
  public boolean keepsBytes() {
    return values.id() == wanted.getId()
        && values.conversion().isEmpty()
        && from.equals(wanted.getIndexType());
  }
}
