/** The encodings of values without a dictionary: PLAIN bytes to the value section of a page. */
package io.flinkarrow.parquet.encoding.values;
