/**
 * What a batch is made of: its schema, the body of its columns, its dictionaries, and where in a
 * body the columns' nodes and buffers lie.
 *
 * <p>From: arrays of an IPC body, plans of one. To: views of its buffers. Heap only; knows Arrow's
 * schema classes.
 */
package io.flinkarrow.batch.body;
