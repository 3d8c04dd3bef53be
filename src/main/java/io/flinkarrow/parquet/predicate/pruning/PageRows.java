package io.flinkarrow.parquet.predicate.pruning;

import io.flinkarrow.parquet.predicate.condition.Condition;
import io.flinkarrow.parquet.predicate.condition.ConditionVisitor;
import java.io.IOException;
import java.util.Optional;

/**
 * The rows that may fulfil a condition, by what is known of pages.
 *
 * @param rows of the row group
 * @param pages what is known of the pages of a column; it is asked once per test
 */
record PageRows(long rows, Pages pages)
    implements ConditionVisitor<FileColumn, RowRanges, IOException> {

  /** Knows the pages of columns. */
  interface Pages {
    /** The rows of pages that may have values in the test's set; empty if it is not known. */
    Optional<RowRanges> rows(Condition.Test<FileColumn> test) throws IOException;
  }

  @Override
  public RowRanges visit(Condition.All<FileColumn> all) throws IOException {
    RowRanges common = RowRanges.all(rows);
    for (Condition<FileColumn> part : all.parts()) {
      if (common.isEmpty()) {
        return common;
      }
      common = common.intersection(part.accept(this));
    }
    return common;
  }

  @Override
  public RowRanges visit(Condition.Any<FileColumn> any) throws IOException {
    RowRanges together = RowRanges.NONE;
    for (Condition<FileColumn> part : any.parts()) {
      together = together.union(part.accept(this));
    }
    return together;
  }

  @Override
  public RowRanges visit(Condition.Test<FileColumn> test) throws IOException {
    return pages.rows(test).orElseGet(() -> RowRanges.all(rows));
  }
}
