/**
 * Page bytes as numbers, whatever the column's type.
 *
 * <p>From: the bytes of a page, not trusted. To: bit-packed numbers, runs, differences and prefixes
 * as the format writes them; decoders of values and levels make of them what they are.
 */
package io.flinkarrow.parquet.decoding.bytes;
