/**
 * How Parquet's types store values, where the format's own library does not say it.
 *
 * <p>From: the format's specification. To: those who write values and those who read them.
 */
package io.flinkarrow.parquet.type;
