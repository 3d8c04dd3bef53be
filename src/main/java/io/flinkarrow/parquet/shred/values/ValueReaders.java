package io.flinkarrow.parquet.shred.values;

import io.flinkarrow.parquet.schema.LeafLayout.Bits;
import io.flinkarrow.parquet.schema.LeafLayout.ByteViews;
import io.flinkarrow.parquet.schema.LeafLayout.DateMilliseconds;
import io.flinkarrow.parquet.schema.LeafLayout.Decimals;
import io.flinkarrow.parquet.schema.LeafLayout.DictionaryIndexes;
import io.flinkarrow.parquet.schema.LeafLayout.FinerTimestamps;
import io.flinkarrow.parquet.schema.LeafLayout.FixedBytes;
import io.flinkarrow.parquet.schema.LeafLayout.GeoArrow;
import io.flinkarrow.parquet.schema.LeafLayout.Int96Timestamps;
import io.flinkarrow.parquet.schema.LeafLayout.Intervals;
import io.flinkarrow.parquet.schema.LeafLayout.Nothing;
import io.flinkarrow.parquet.schema.LeafLayout.SmallIntegers;
import io.flinkarrow.parquet.schema.LeafLayout.VariableBytes;
import io.flinkarrow.parquet.schema.LeafLayout.Words32;
import io.flinkarrow.parquet.schema.LeafLayout.Words64;
import io.flinkarrow.parquet.schema.LeafLayoutVisitor;

/** The reader of each layout. */
public record ValueReaders(SharedDictionaries dictionaries)
    implements LeafLayoutVisitor<ValueReader> {

  @Override
  public ValueReader nothing(Nothing layout) {
    return new NothingReader();
  }

  @Override
  public ValueReader bits(Bits layout) {
    return new BitReader();
  }

  @Override
  public ValueReader smallIntegers(SmallIntegers layout) {
    return new SmallIntegerReader(layout.byteWidth(), layout.signed());
  }

  @Override
  public ValueReader words32(Words32 layout) {
    return new IntReader(layout.factor());
  }

  @Override
  public ValueReader words64(Words64 layout) {
    return new LongReader(layout.factor());
  }

  @Override
  public ValueReader finerTimestamps(FinerTimestamps layout) {
    return new FinerTimestampReader(layout);
  }

  @Override
  public ValueReader dateMilliseconds(DateMilliseconds layout) {
    return new DateMillisecondReader();
  }

  @Override
  public ValueReader int96Timestamps(Int96Timestamps layout) {
    return new Int96Reader(layout.unit());
  }

  @Override
  public ValueReader intervals(Intervals layout) {
    return new IntervalReader(layout.unit(), layout.slotBits() / Byte.SIZE);
  }

  @Override
  public ValueReader fixedBytes(FixedBytes layout) {
    return new FixedBytesReader(layout.byteWidth());
  }

  @Override
  public ValueReader decimals(Decimals layout) {
    return new DecimalReader(layout);
  }

  @Override
  public ValueReader variableBytes(VariableBytes layout) {
    return new VariableBytesReader(layout.wideOffsets());
  }

  @Override
  public ValueReader byteViews(ByteViews layout) {
    return new ViewBytesReader();
  }

  @Override
  public ValueReader dictionaryIndexes(DictionaryIndexes layout) {
    return new DictionaryIndexReader(layout, dictionaries);
  }

  @Override
  public ValueReader geoArrow(GeoArrow layout) {
    return new GeoArrowReader(layout.encoding());
  }
}
