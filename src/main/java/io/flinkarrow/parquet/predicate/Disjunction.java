package io.flinkarrow.parquet.predicate;

import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** True if a part is; no part is a disjunction itself. */
public record Disjunction(List<Predicate> parts) implements Predicate {

  private static final long serialVersionUID = 1L;

  public Disjunction {
    parts = List.copyOf(parts);
  }

  static Predicate of(Collection<Predicate> predicates) {
    List<Predicate> parts =
        predicates.stream()
            .flatMap(part -> part instanceof Disjunction any ? any.parts.stream() : Stream.of(part))
            .toList();
    return parts.size() == 1 ? parts.get(0) : new Disjunction(parts);
  }

  @Override
  public <T> T accept(PredicateVisitor<T> visitor) {
    return visitor.visit(this);
  }

  @Override
  public String toString() {
    return parts.isEmpty()
        ? "FALSE"
        : parts.stream().map(Predicate::toString).collect(Collectors.joining(" OR ", "(", ")"));
  }
}
