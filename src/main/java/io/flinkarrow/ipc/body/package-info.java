/**
 * The buffers of one message's body on the heap, decompressed, and what a payload may cost. What
 * all other rooms of {@code ipc} need lies here too.
 *
 * <p>From: a payload and where its body's buffers lie. To: buffers that can be read without leaving
 * their array; what they hold has not been checked.
 */
package io.flinkarrow.ipc.body;
