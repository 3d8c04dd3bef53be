/**
 * Untrusted flatbuffers, of which every offset is checked, and the schemas in them.
 *
 * <p>From: a range of a payload. To: tables, vectors, Arrow schemas.
 */
package io.flinkarrow.ipc.flat;
