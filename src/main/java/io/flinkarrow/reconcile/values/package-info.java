/**
 * Values of one column's slots: read in whatever form they lie, widened, told apart.
 *
 * <p>From: nodes and buffers of one column. To: bytes of values.
 */
package io.flinkarrow.reconcile.values;
