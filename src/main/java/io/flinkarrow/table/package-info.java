/**
 * Flink SQL: {@code 'connector' = 'filesystem', 'format' = 'arrow-parquet'}.
 *
 * <p>From: a table's columns and the strings of its options. To: the writer factory and the reading
 * format that do the work. Translates and refuses, and does nothing with rows.
 */
package io.flinkarrow.table;
