package io.flinkarrow.parquet.predicate;

import java.util.List;
import java.util.Set;

/** Adds the columns of a condition to a set, in the order in which they are named. */
record ColumnCollector(Set<List<String>> columns) implements PredicateVisitor<Void> {

  @Override
  public Void visit(Comparison comparison) {
    return add(comparison.column());
  }

  @Override
  public Void visit(Membership membership) {
    return add(membership.column());
  }

  @Override
  public Void visit(PrefixTest prefix) {
    return add(prefix.column());
  }

  @Override
  public Void visit(NullTest test) {
    return add(test.column());
  }

  @Override
  public Void visit(Conjunction conjunction) {
    conjunction.parts().forEach(part -> part.accept(this));
    return null;
  }

  @Override
  public Void visit(Disjunction disjunction) {
    disjunction.parts().forEach(part -> part.accept(this));
    return null;
  }

  @Override
  public Void visit(Negation negation) {
    return negation.negated().accept(this);
  }

  private Void add(List<String> column) {
    columns.add(column);
    return null;
  }
}
