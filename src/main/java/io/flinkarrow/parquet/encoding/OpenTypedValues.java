package io.flinkarrow.parquet.encoding;

import io.flinkarrow.parquet.encoding.bytes.ByteArrayBuilder;
import io.flinkarrow.parquet.encoding.dictionary.DictionaryIndexPage;
import io.flinkarrow.parquet.encoding.dictionary.PageIds;
import org.apache.parquet.format.Encoding;

/**
 * Those of a chunk that may have a dictionary.
 *
 * @param sealedEntries how many entries of the dictionary sealed pages may refer to
 */
record OpenTypedValues(OpenPage page, TypedValues type, int sealedEntries) implements OpenValues {

  @Override
  public Position end() {
    return new Position(page.valueCount(), page.rawBytes());
  }

  @Override
  public boolean isDivisible() {
    return true;
  }

  @Override
  public SealedValues putTo(Position from, boolean asIds, int nullCount, ByteArrayBuilder out) {
    int count = page.valueCount() - from.values();
    boolean ids = asIds && page.holdsIds() && count > 0;
    if (ids) {
      new DictionaryIndexPage(idsFrom(from), type.dictionary().size()).putTo(out, false);
    } else if (page.holdsIds()) {
      type.dictionary().decode(idsFrom(from), out);
    } else {
      out.put(page.plain(), Math.toIntExact(from.plainBytes()));
    }
    return OpenValues.sealed(
        ids ? Encoding.RLE_DICTIONARY : Encoding.PLAIN,
        count,
        type.unencodedByteArrayBytes(count, page.rawBytes() - from.plainBytes()),
        nullCount);
  }

  private PageIds idsFrom(Position from) {
    return page.ids().from(from.values());
  }

  @Override
  public int openEntries() {
    return page.holdsIds() && !page.isEmpty() ? type.dictionary().size() : 0;
  }

  @Override
  public long dictionaryBytes() {
    return type.dictionary().plainBytes();
  }

  @Override
  public int putDictionary(ByteArrayBuilder out) {
    int entries = Math.max(sealedEntries, openEntries());
    type.dictionary().putEntries(entries, out);
    return entries;
  }
}
