/**
 * Growing arrays of bytes, packed bits, and strings inside arrays: what all encodings write with.
 */
package io.flinkarrow.parquet.encoding.bytes;
