/**
 * Why decoded bytes are safe. A {@code CheckedBody} can be read without leaving a buffer, because
 * every offset, length, index, type id and string in it has been checked here.
 *
 * <p>From: buffers of a body, decompressed, and the schema's fields. To: checked bodies and
 * dictionaries. Imports nothing of {@code ipc} but {@code body}.
 */
package io.flinkarrow.ipc.check;
