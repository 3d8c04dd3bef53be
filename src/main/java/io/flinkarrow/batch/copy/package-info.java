/**
 * Rows of bodies become bodies of their own: a range, chosen rows, several batches as one. Only
 * what the rows use is copied.
 *
 * <p>From: nodes and buffers. To: plans of bodies. Heap only; knows Arrow's schema classes.
 */
package io.flinkarrow.batch.copy;
