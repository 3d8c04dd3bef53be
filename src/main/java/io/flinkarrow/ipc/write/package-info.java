/**
 * The way back: batches become IPC messages, streams and files.
 *
 * <p>From: record batches. To: bytes.
 */
package io.flinkarrow.ipc.write;
