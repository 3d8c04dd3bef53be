package io.flinkarrow.parquet.predicate.condition;

import io.flinkarrow.parquet.options.ColumnPath;
import io.flinkarrow.parquet.predicate.Comparison;
import io.flinkarrow.parquet.predicate.Conjunction;
import io.flinkarrow.parquet.predicate.Disjunction;
import io.flinkarrow.parquet.predicate.Literal;
import io.flinkarrow.parquet.predicate.Membership;
import io.flinkarrow.parquet.predicate.Negation;
import io.flinkarrow.parquet.predicate.NullTest;
import io.flinkarrow.parquet.predicate.Predicate;
import io.flinkarrow.parquet.predicate.PredicateVisitor;
import io.flinkarrow.parquet.predicate.PrefixTest;
import io.flinkarrow.parquet.predicate.values.LiteralPlace;
import io.flinkarrow.parquet.predicate.values.Nullness;
import io.flinkarrow.parquet.predicate.values.Ranges;
import io.flinkarrow.parquet.predicate.values.ValueDomain;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;

/**
 * From what users write to conditions on the columns of a schema. Negations are moved down to the
 * tests, which each know the opposite: NOT (a AND b) is NOT a OR NOT b in three-valued logic too.
 *
 * @param negated whether the opposite of the predicate is wanted
 */
public record PredicateBinding<C>(ConditionColumns<C> columns, boolean negated)
    implements PredicateVisitor<Condition<C>> {

  /**
   * The condition.
   *
   * @throws IllegalArgumentException if a column can have no conditions, or a literal does not fit
   */
  public static <C> Condition<C> bind(Predicate predicate, ConditionColumns<C> columns) {
    return predicate.accept(new PredicateBinding<>(columns, false));
  }

  @Override
  public Condition<C> visit(Conjunction conjunction) {
    return parts(conjunction.parts(), !negated);
  }

  @Override
  public Condition<C> visit(Disjunction disjunction) {
    return parts(disjunction.parts(), negated);
  }

  private Condition<C> parts(List<Predicate> parts, boolean all) {
    List<Condition<C>> conditions = parts.stream().map(part -> part.accept(this)).toList();
    return all ? new Condition.All<>(conditions) : new Condition.Any<>(conditions);
  }

  @Override
  public Condition<C> visit(Negation negation) {
    return negation.negated().accept(new PredicateBinding<>(columns, !negated));
  }

  @Override
  public Condition<C> visit(NullTest test) {
    boolean isNull = test.isNull() != negated;
    return columns
        .find(test.column())
        .<Condition<C>>map(
            found ->
                new Condition.Test<>(found.column(), isNull ? Nullness.NULL : Nullness.NOT_NULL))
        .orElseGet(() -> Condition.constant(isNull));
  }

  @Override
  public Condition<C> visit(Comparison comparison) {
    return test(comparison.column(), (found, domain) -> compared(comparison, found, domain));
  }

  private static <R extends Ranges<R>> R compared(
      Comparison comparison, ConditionColumn<?> found, ValueDomain<R> domain) {
    LiteralPlace<R> place = place(comparison.column(), comparison.literal(), found, domain);
    return switch (comparison.operator()) {
      case EQUAL -> place.equal();
      case NOT_EQUAL -> place.equal().complement();
      case LESS -> place.less();
      case LESS_OR_EQUAL -> place.lessOrEqual();
      case GREATER -> place.greater();
      case GREATER_OR_EQUAL -> place.greaterOrEqual();
    };
  }

  @Override
  public Condition<C> visit(Membership membership) {
    return test(membership.column(), (found, domain) -> anyOf(membership, found, domain));
  }

  private static <R extends Ranges<R>> R anyOf(
      Membership membership, ConditionColumn<?> found, ValueDomain<R> domain) {
    List<R> values = new ArrayList<>();
    for (Literal literal : membership.literals()) {
      values.add(place(membership.column(), literal, found, domain).equal());
    }
    return domain.none().union(values);
  }

  @Override
  public Condition<C> visit(PrefixTest prefix) {
    return test(
        prefix.column(),
        (found, domain) ->
            domain
                .startingWith((String) prefix.prefix().value())
                .orElseThrow(() -> unfit(prefix.column(), prefix.prefix(), found)));
  }

  private Condition<C> test(
      List<String> path,
      BiFunction<ConditionColumn<C>, ValueDomain<?>, ? extends Ranges<?>> values) {
    Optional<ConditionColumn<C>> found = columns.find(path);
    if (found.isEmpty()) {
      return Condition.constant(false);
    }
    ConditionColumn<C> column = found.get();
    ValueDomain<?> domain =
        column
            .domain()
            .orElseThrow(
                () ->
                    new IllegalArgumentException(
                        "Column '%s' is %s, whose values cannot be compared: only isNull() and isNotNull() are conditions on it"
                            .formatted(ColumnPath.shortest(path), column.type())));
    Ranges<?> ranges = values.apply(column, domain);
    return new Condition.Test<>(column.column(), negated ? ranges.complement() : ranges);
  }

  private static <R extends Ranges<R>> LiteralPlace<R> place(
      List<String> path, Literal literal, ConditionColumn<?> column, ValueDomain<R> domain) {
    return domain.place(literal.value()).orElseThrow(() -> unfit(path, literal, column));
  }

  private static IllegalArgumentException unfit(
      List<String> path, Literal literal, ConditionColumn<?> column) {
    return new IllegalArgumentException(
        "Column '%s' is %s, which cannot be compared with the %s %s: use a literal that fits the column"
            .formatted(
                ColumnPath.shortest(path),
                column.type(),
                literal.value().getClass().getSimpleName(),
                literal));
  }
}
