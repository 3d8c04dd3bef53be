package io.flinkarrow.reconcile;

import java.io.IOException;

/** Who says whether heap may be allocated; asked before it is. */
@FunctionalInterface
public interface HeapBudget {

  /**
   * @param bytes not negative
   * @throws IOException if they are too many
   */
  void charge(long bytes) throws IOException;
}
