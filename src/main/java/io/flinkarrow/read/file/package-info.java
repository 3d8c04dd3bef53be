/**
 * What a file says of itself, and bytes from anywhere in it.
 *
 * <p>From: a path of Flink's file systems. To: the schema, row groups, the bytes of a column chunk.
 * Nothing that a file says is trusted. Knows Flink's streams; no rows.
 */
package io.flinkarrow.read.file;
