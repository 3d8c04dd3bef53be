package io.flinkarrow.parquet.predicate.values;

/** Tells the kinds of sets apart. */
public interface ValueSetVisitor<T> {

  T visit(Nullness nullness);

  T visit(KeyRanges ranges);

  T visit(ByteRanges ranges);
}
