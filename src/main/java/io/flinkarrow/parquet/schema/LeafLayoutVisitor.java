package io.flinkarrow.parquet.schema;

/** What is done with a leaf, by its layout. */
public interface LeafLayoutVisitor<R> {

  R nothing(LeafLayout.Nothing layout);

  R bits(LeafLayout.Bits layout);

  R smallIntegers(LeafLayout.SmallIntegers layout);

  R words32(LeafLayout.Words32 layout);

  R words64(LeafLayout.Words64 layout);

  R finerTimestamps(LeafLayout.FinerTimestamps layout);

  R dateMilliseconds(LeafLayout.DateMilliseconds layout);

  R int96Timestamps(LeafLayout.Int96Timestamps layout);

  R intervals(LeafLayout.Intervals layout);

  R fixedBytes(LeafLayout.FixedBytes layout);

  R decimals(LeafLayout.Decimals layout);

  R variableBytes(LeafLayout.VariableBytes layout);

  R byteViews(LeafLayout.ByteViews layout);

  R dictionaryIndexes(LeafLayout.DictionaryIndexes layout);

  R geoArrow(LeafLayout.GeoArrow layout);
}
