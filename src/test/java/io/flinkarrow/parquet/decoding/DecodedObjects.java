package io.flinkarrow.parquet.decoding;

import io.flinkarrow.parquet.column.LeafValues;
import java.nio.ByteBuffer;
import java.util.List;
import org.apache.parquet.io.api.Binary;

/** Values as the writers took them. */
public record DecodedObjects(List<Object> out) implements LeafValues.Visitor<Void> {

  @Override
  public Void booleans(LeafValues.Booleans values) {
    for (int i = 0; i < values.count(); i++) {
      out.add((values.words()[i >>> 6] >>> i & 1) != 0);
    }
    return null;
  }

  @Override
  public Void ints(LeafValues.Ints values) {
    for (int i = 0; i < values.count(); i++) {
      out.add(values.values()[i]);
    }
    return null;
  }

  @Override
  public Void longs(LeafValues.Longs values) {
    for (int i = 0; i < values.count(); i++) {
      out.add(values.values()[i]);
    }
    return null;
  }

  @Override
  public Void bytes(LeafValues.Bytes values) {
    for (int i = 0; i < values.count(); i++) {
      int from = values.offsets()[i];
      out.add(binary(values.bytes(), from, values.offsets()[i + 1] - from));
    }
    return null;
  }

  @Override
  public Void fixedBytes(LeafValues.FixedBytes values) {
    for (int i = 0; i < values.count(); i++) {
      out.add(binary(values.bytes(), i * values.width(), values.width()));
    }
    return null;
  }

  private static Binary binary(byte[] bytes, int from, int length) {
    byte[] copy = new byte[length];
    ByteBuffer.wrap(bytes).position(from).get(copy);
    return Binary.fromConstantByteArray(copy);
  }

  @Override
  public Void numberIds(LeafValues.NumberIds values) {
    return values.numbers().accept(this);
  }

  @Override
  public Void dictionaryIds(LeafValues.DictionaryIds values) {
    throw new AssertionError();
  }

  @Override
  public Void runs(LeafValues.Runs values) {
    throw new AssertionError();
  }
}
