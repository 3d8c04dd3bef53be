package io.flinkarrow.parquet.assemble;

import java.util.HashSet;
import java.util.Set;

/** Ids of a schema's dictionaries: each column has a dictionary of its own. */
final class DictionaryNumbers {

  private final Set<Long> taken = new HashSet<>();

  /** The wanted id, or the next one that no other column has. */
  long next(long wanted) {
    long id = wanted;
    while (!taken.add(id)) {
      id++;
    }
    return id;
  }
}
