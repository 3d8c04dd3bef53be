/**
 * The buffers of one message's body on the heap, decompressed, and what a payload may cost. What
 * all other packages of {@code ipc} need is here, too.
 *
 * <p>From: a payload and where its body's buffers are. To: buffers that can be read without leaving
 * their array; what they hold has not been checked.
 */
package io.flinkarrow.ipc.body;
