/**
 * What all encodings write with: growing arrays of bytes, packed bits, strings inside arrays.
 *
 * <p>From: numbers and bytes in arrays. To: bytes in an array that grows.
 */
package io.flinkarrow.parquet.encoding.bytes;
