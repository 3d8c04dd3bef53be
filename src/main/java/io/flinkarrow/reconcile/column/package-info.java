/**
 * How one column, or dictionary, becomes another: kept, widened, decoded, encoded, moved, or null.
 *
 * <p>From: columns of a batch. To: the plan of a body.
 */
package io.flinkarrow.reconcile.column;
