/**
 * Arrow IPC payloads of Kafka, with the place they came from.
 *
 * <p>From: records of Kafka. To: record batches, and payloads that were refused with the reason,
 * for a dead-letter topic. Knows Flink, {@code ipc} and the elements; only classes whose name ends
 * in Schema know Kafka's connector, the others load without it.
 */
package io.flinkarrow.kafka;
