/**
 * Batches of producers whose schema is not quite the table's.
 *
 * <p>From: record batches of one schema, checked. To: the same values in record batches of another,
 * if nothing is lost on the way. Heap only; knows Arrow's schema classes, not its vectors.
 */
package io.flinkarrow.reconcile;
