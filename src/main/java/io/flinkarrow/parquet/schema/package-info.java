/**
 * The Parquet side of an Arrow schema, worked out once per writer.
 *
 * <p>From: an Arrow schema. To: the Parquet schema, its key-value metadata, and the plan by which
 * {@code parquet.shred} finds each leaf column in a batch's nodes and buffers.
 */
package io.flinkarrow.parquet.schema;
