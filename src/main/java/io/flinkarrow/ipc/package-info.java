/**
 * Untrusted Arrow IPC bytes to record batches, and the way back.
 *
 * <p>From: payloads, for example of Kafka, or record batches. To: record batches whose every
 * offset, length and string has been checked, or IPC streams and files. Heap only, no allocator;
 * knows Flink's serialization schemas and Arrow's schema classes, not its vectors.
 */
package io.flinkarrow.ipc;
