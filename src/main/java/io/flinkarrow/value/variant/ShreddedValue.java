package io.flinkarrow.value.variant;

import javax.annotation.Nullable;

/**
 * A variant, an element of one, or a field of one, in the two parts that the Parquet format shreds
 * it into. It is missing if it has neither.
 *
 * @param value in the encoding of variants
 * @param typed what the columns of the shredded type have
 */
public record ShreddedValue(@Nullable byte[] value, @Nullable TypedValue typed) {

  boolean isMissing() {
    return value == null && typed == null;
  }

  /**
   * The whole value in the encoding of variants. One that is missing is a variant that is null, as
   * the format asks where a value is required.
   *
   * @throws IllegalArgumentException if the parts are not those of one value
   */
  public byte[] whole(VariantNames names) {
    if (typed != null) {
      return typed.whole(value, names);
    }
    return value == null ? VariantEncoding.ofNull() : value;
  }
}
