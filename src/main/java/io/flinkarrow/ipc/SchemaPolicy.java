package io.flinkarrow.ipc;

/**
 * Which payloads become batches of an expected schema, though theirs is another. What a policy does
 * not allow is refused, field by field; no policy loses a value or a column.
 */
public enum SchemaPolicy {
  /**
   * The same names, types, nullability, dictionary encodings and extension types in the same order.
   */
  EXACT,

  /**
   * The same values in another form: fields by name in any order, also in structs; expected
   * nullable fields may be missing and are null then; dictionary-encoded or plain; strings,
   * binaries and lists with short or long offsets, strings and binaries also as views. A nullable
   * field may become a required one as long as no null comes.
   */
  COMPATIBLE,

  /**
   * What is compatible, and narrower types whose every value the expected type has: fewer bits of
   * integers and floating points, fewer digits of decimals of the same scale, coarser dates and
   * times of day.
   */
  WIDENING
}
