package io.flinkarrow.parquet.scan;

import io.flinkarrow.parquet.predicate.Predicate;
import java.io.Serializable;
import java.util.Collection;
import java.util.Set;

/**
 * Which rows are wanted.
 *
 * @param predicate that they fulfil
 * @param exact whether all others are left out; or else only those that the file tells of without
 *     decoding them, and by those parts of a conjunction only that fit the file's types
 * @param optional the names of columns that a file may lack, because whoever asks knows them; they
 *     are null then. Any other column that a file lacks is taken for a misspelled one
 */
public record ScanFilter(Predicate predicate, boolean exact, Set<String> optional)
    implements Serializable {

  public ScanFilter {
    optional = Set.copyOf(optional);
  }

  /** A filter whose columns every file has. */
  public ScanFilter(Predicate predicate, boolean exact) {
    this(predicate, exact, Set.of());
  }

  /** The same with these columns for optional ones. */
  public ScanFilter withOptional(Collection<String> columns) {
    return new ScanFilter(predicate, exact, Set.copyOf(columns));
  }
}
