/** The dictionary of a column chunk: what it may save, its entries, and the ids of a page. */
package io.flinkarrow.parquet.encoding.dictionary;
