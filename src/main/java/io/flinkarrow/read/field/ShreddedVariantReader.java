package io.flinkarrow.read.field;

import io.flinkarrow.compatibility.Variants;
import io.flinkarrow.value.HeapSizes;
import io.flinkarrow.value.variant.ShreddedValue;
import io.flinkarrow.value.variant.VariantNames;

/** A group of metadata, value and typed value as a whole variant. */
final class ShreddedVariantReader implements FieldReader {

  private final FieldReader metadata;
  private final ShreddedValueReader value;
  private final Siblings parts;
  private final RowMemory memory;
  private VariantNames names;

  /**
   * @param definedLevel from which definition level on the group is not null
   */
  ShreddedVariantReader(
      FieldReader metadata, ShreddedValueReader value, int definedLevel, RowMemory memory) {
    this.metadata = metadata;
    this.value = value;
    this.parts = new Siblings(definedLevel, metadata, value);
    this.memory = memory;
  }

  @Override
  public Object read() {
    if (!parts.areDefined()) {
      skipSlot();
      return null;
    }
    byte[] metadataBytes = (byte[]) metadata.read();
    ShreddedValue shredded = value.read();
    memory.charge(VariantNames.heapBytes(metadataBytes));
    if (names == null || !names.isOf(metadataBytes)) {
      names = VariantNames.of(metadataBytes);
    }
    byte[] whole = shredded.whole(names);
    memory.charge(HeapSizes.VARIANT + HeapSizes.binary(whole.length));
    return Variants.of(whole, metadataBytes);
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
