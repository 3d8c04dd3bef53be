package io.flinkarrow.parquet.encoding;

import io.flinkarrow.parquet.encoding.bytes.ByteArrayBuilder;
import io.flinkarrow.parquet.encoding.dictionary.DictionaryIndexPage;
import org.apache.parquet.format.Encoding;

/**
 * Those of a chunk that may have a dictionary: ids if the page holds ids, else PLAIN.
 *
 * @param sealedEntries how many entries of the dictionary sealed pages may refer to
 */
record OpenTypedValues(OpenPage page, TypedValues type, int sealedEntries) implements OpenValues {

  private boolean hasIds() {
    return page.holdsIds() && !page.isEmpty();
  }

  @Override
  public SealedValues putTo(int nullCount, ByteArrayBuilder out) {
    if (hasIds()) {
      new DictionaryIndexPage(page.ids(), type.dictionary().size()).putTo(out, false);
    } else {
      out.put(page.plain());
    }
    return OpenValues.sealed(
        hasIds() ? Encoding.RLE_DICTIONARY : Encoding.PLAIN,
        page.valueCount(),
        type.unencodedByteArrayBytes(page.valueCount(), page.rawBytes()),
        nullCount);
  }

  @Override
  public int putDictionary(ByteArrayBuilder out) {
    int entries = hasIds() ? type.dictionary().size() : sealedEntries;
    if (entries > 0) {
      type.dictionary().putEntries(entries, out);
    }
    return entries;
  }
}
