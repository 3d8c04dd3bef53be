package io.flinkarrow.read.field;

import io.flinkarrow.compatibility.Variants;

/** A group of two binaries as a variant. */
record VariantFieldReader(FieldReader metadata, FieldReader value, Siblings parts)
    implements FieldReader {

  /**
   * @param definedLevel from which definition level on the group is not null
   */
  VariantFieldReader(FieldReader metadata, FieldReader value, int definedLevel) {
    this(metadata, value, new Siblings(definedLevel, metadata, value));
  }

  @Override
  public Object read() {
    if (!parts.areDefined()) {
      skipSlot();
      return null;
    }
    byte[] metadataBytes = (byte[]) metadata.read();
    byte[] valueBytes = (byte[]) value.read();
    return Variants.of(valueBytes, metadataBytes);
  }

  @Override
  public void skipSlot() {
    parts.skipSlot();
  }

  @Override
  public int definitionLevel() {
    return parts.definitionLevel();
  }

  @Override
  public int repetitionLevel() {
    return parts.repetitionLevel();
  }
}
