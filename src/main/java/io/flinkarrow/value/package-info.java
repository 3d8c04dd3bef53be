/**
 * Flink's values, as rows hold them, made of stored ones: which stored values each of Flink's types
 * takes, and what they become. Files and payloads are read by the same rules.
 *
 * <p>From: {@code row.bind} (Arrow's values, of files and payloads). To: what {@code RowData}
 * holds. Knows Flink's types and neither Parquet nor Arrow.
 */
package io.flinkarrow.value;
