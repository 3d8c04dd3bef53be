/**
 * The part files that are open in a subtask: what they hold, which of them gives way when the
 * memory budget is exceeded, and what metrics tell of them.
 *
 * <p>From: writers of part files, which report themselves. To: the sink, which asks about them.
 * Knows the contract of Parquet writers; no element, no format.
 */
package io.flinkarrow.sink.registry;
