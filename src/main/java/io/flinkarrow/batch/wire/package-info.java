/**
 * Bodies between tasks and in state.
 *
 * <p>From: Flink's data views. To: bodies and dictionaries, whose counts have been checked.
 */
package io.flinkarrow.batch.wire;
