/**
 * The encodings of values without a dictionary.
 *
 * <p>From: the PLAIN bytes of a page's values. To: the value section of the page.
 */
package io.flinkarrow.parquet.encoding.values;
