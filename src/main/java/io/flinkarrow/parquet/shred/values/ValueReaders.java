package io.flinkarrow.parquet.shred.values;

import io.flinkarrow.parquet.schema.LeafLayout;
import io.flinkarrow.parquet.schema.LeafLayout.Bits;
import io.flinkarrow.parquet.schema.LeafLayout.DateMilliseconds;
import io.flinkarrow.parquet.schema.LeafLayout.Decimals;
import io.flinkarrow.parquet.schema.LeafLayout.DictionaryIndexes;
import io.flinkarrow.parquet.schema.LeafLayout.FixedBytes;
import io.flinkarrow.parquet.schema.LeafLayout.Int96Timestamps;
import io.flinkarrow.parquet.schema.LeafLayout.SmallIntegers;
import io.flinkarrow.parquet.schema.LeafLayout.VariableBytes;
import io.flinkarrow.parquet.schema.LeafLayout.Words32;
import io.flinkarrow.parquet.schema.LeafLayout.Words64;

/** The reader of each layout. */
public final class ValueReaders {

  private ValueReaders() {}

  public static ValueReader of(LeafLayout layout, SharedDictionaries dictionaries) {
    if (layout instanceof Bits) {
      return new BitReader();
    } else if (layout instanceof SmallIntegers small) {
      return new SmallIntegerReader(small.byteWidth(), small.signed());
    } else if (layout instanceof Words32 words) {
      return new IntReader(words.factor());
    } else if (layout instanceof Words64 words) {
      return new LongReader(words.factor());
    } else if (layout instanceof DateMilliseconds) {
      return new DateMillisecondReader();
    } else if (layout instanceof Int96Timestamps timestamps) {
      return new Int96Reader(timestamps.unit());
    } else if (layout instanceof FixedBytes fixed) {
      return new FixedBytesReader(fixed.byteWidth());
    } else if (layout instanceof Decimals decimals) {
      return new DecimalReader(decimals);
    } else if (layout instanceof VariableBytes variable) {
      return new VariableBytesReader(variable.wideOffsets());
    } else if (layout instanceof DictionaryIndexes indexes) {
      return new DictionaryIndexReader(indexes, dictionaries);
    }
    throw new IllegalStateException("No reader for layout " + layout);
  }
}
