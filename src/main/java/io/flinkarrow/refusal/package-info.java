/**
 * How Flink is told that a restart is of no use.
 *
 * <p>From: whoever finds input that would be refused again. To: Flink, which ends the job.
 */
package io.flinkarrow.refusal;
