package io.flinkarrow.parquet.predicate;

/** Tells the kinds of conditions apart. */
public interface PredicateVisitor<T> {

  T visit(Comparison comparison);

  T visit(Membership membership);

  T visit(PrefixTest prefix);

  T visit(NullTest test);

  T visit(Conjunction conjunction);

  T visit(Disjunction disjunction);

  T visit(Negation negation);
}
