/**
 * Flink SQL: {@code 'connector' = 'filesystem', 'format' = 'arrow-parquet'}, and {@code 'format' =
 * 'arrow-ipc'} for connectors of messages.
 *
 * <p>From: a table's columns and the strings of its options. To: the writer factory, the reading
 * format and the deserialization schema that do the work. Translates and refuses; what it does with
 * rows is hand them on.
 */
package io.flinkarrow.table;
