package io.flinkarrow.read;

import org.apache.flink.types.variant.BinaryVariant;

/**
 * A group of two binaries as a variant.
 *
 * @param definedLevel from which definition level on the group is not null
 */
record VariantFieldReader(FieldReader metadata, FieldReader value, int definedLevel)
    implements FieldReader {

  @Override
  public Object read() {
    if (metadata.definitionLevel() < definedLevel) {
      skipSlot();
      return null;
    }
    byte[] metadataBytes = (byte[]) metadata.read();
    byte[] valueBytes = (byte[]) value.read();
    return new BinaryVariant(valueBytes, metadataBytes);
  }

  @Override
  public void skipSlot() {
    metadata.skipSlot();
    value.skipSlot();
  }

  @Override
  public int definitionLevel() {
    return metadata.definitionLevel();
  }

  @Override
  public int repetitionLevel() {
    return metadata.repetitionLevel();
  }
}
