/**
 * The dictionary of a column chunk: what it may save, its entries, and the ids of a page.
 *
 * <p>From: values, or ids of another dictionary. To: ids, and the PLAIN bytes of the entries.
 */
package io.flinkarrow.parquet.encoding.dictionary;
