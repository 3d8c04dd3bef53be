package io.flinkarrow.parquet.predicate;

import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** True if all parts are; no part is a conjunction itself. */
public record Conjunction(List<Predicate> parts) implements Predicate {

  private static final long serialVersionUID = 1L;

  public Conjunction {
    parts = List.copyOf(parts);
  }

  static Predicate of(Collection<Predicate> predicates) {
    List<Predicate> parts =
        predicates.stream()
            .flatMap(part -> part instanceof Conjunction all ? all.parts.stream() : Stream.of(part))
            .toList();
    return parts.size() == 1 ? parts.get(0) : new Conjunction(parts);
  }

  @Override
  public <T> T accept(PredicateVisitor<T> visitor) {
    return visitor.visit(this);
  }

  @Override
  public String toString() {
    return parts.isEmpty()
        ? "TRUE"
        : parts.stream().map(Predicate::toString).collect(Collectors.joining(" AND ", "(", ")"));
  }
}
