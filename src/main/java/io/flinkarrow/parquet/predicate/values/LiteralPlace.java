package io.flinkarrow.parquet.predicate.values;

import java.util.List;

/**
 * Where a literal lies among the values of a column. Values in none of the three compare with it in
 * no way, as NaN does.
 *
 * @param less the values that are less
 * @param equal the values that equal it: none if it lies between two, two if it is zero
 * @param greater the values that are greater
 */
public record LiteralPlace<R extends Ranges<R>>(R less, R equal, R greater) {

  public R lessOrEqual() {
    return less.union(List.of(equal));
  }

  public R greaterOrEqual() {
    return greater.union(List.of(equal));
  }
}
