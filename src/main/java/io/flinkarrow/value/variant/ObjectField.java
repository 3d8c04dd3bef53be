package io.flinkarrow.value.variant;

/**
 * A field of an object.
 *
 * @param id of its name in the metadata
 * @param value in the encoding of variants
 */
record ObjectField(int id, byte[] value) {}
