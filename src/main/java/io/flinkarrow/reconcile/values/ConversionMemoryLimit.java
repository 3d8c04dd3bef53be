package io.flinkarrow.reconcile.values;

import java.io.IOException;

/** Who says whether heap may be allocated; asked before it is. */
@FunctionalInterface
public interface ConversionMemoryLimit {

  /**
   * @param bytes not negative
   * @throws IOException if they are too many
   */
  void charge(long bytes) throws IOException;
}
