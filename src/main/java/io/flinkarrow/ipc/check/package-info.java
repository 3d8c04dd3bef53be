/**
 * The security argument in one room. What leaves it as a {@code CheckedBody} can be read by anybody
 * without leaving a buffer: every offset, length, index, type id and text was looked at.
 *
 * <p>From: buffers of a body, decompressed, and the schema's fields. To: checked bodies and
 * dictionaries. Imports nothing of {@code ipc} but {@code body}.
 */
package io.flinkarrow.ipc.check;
