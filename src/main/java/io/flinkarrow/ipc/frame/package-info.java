/**
 * Messages and files: where in a payload what lies.
 *
 * <p>From: a payload. To: messages that are within the payload, and headers whose counts are those
 * of the schema.
 */
package io.flinkarrow.ipc.frame;
