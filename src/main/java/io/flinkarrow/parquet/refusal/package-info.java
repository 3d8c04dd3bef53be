/**
 * How a writer says that rows have no place in its file.
 *
 * <p>From: whoever of the writer finds it. To: the caller, whose writer is still good.
 */
package io.flinkarrow.parquet.refusal;
