package io.flinkarrow.parquet.predicate;

import java.io.Serializable;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * A condition on rows, for example {@code Predicate.column("distance").isGreaterThan(5.0)}. It
 * follows SQL's three-valued logic: a comparison with a null is neither true nor false, and a row
 * is kept only if the whole condition is true. A column that a file lacks is null in all its rows
 * if the schema that is asked for has it, and refused else.
 *
 * <p>Immutable and serializable. It is checked against the types of a file's columns when a file is
 * opened, and refused if a literal does not fit.
 *
 * <table>
 * <caption>Which literals fit which columns</caption>
 * <tr><th>column</th><th>literal</th></tr>
 * <tr><td>booleans</td><td>{@code Boolean}</td></tr>
 * <tr><td>integers of any width, signed or not</td>
 *     <td>{@code Byte}, {@code Short}, {@code Integer}, {@code Long}, {@code BigInteger}, {@code
 *     BigDecimal}, {@code Float}, {@code Double}</td></tr>
 * <tr><td>decimals</td>
 *     <td>{@code Byte}, {@code Short}, {@code Integer}, {@code Long}, {@code BigInteger}, {@code
 *     BigDecimal}</td></tr>
 * <tr><td>floating-point numbers of any precision</td>
 *     <td>{@code Float}, {@code Double}, {@code Byte}, {@code Short}, {@code Integer}, {@code
 *     Long}, {@code BigInteger}</td></tr>
 * <tr><td>strings</td><td>{@code String}, {@code byte[]}</td></tr>
 * <tr><td>bytes</td><td>{@code byte[]}, {@code String} as its UTF-8, {@code UUID} as its 16
 *     bytes</td></tr>
 * <tr><td>dates</td><td>{@code LocalDate}, {@code LocalDateTime}</td></tr>
 * <tr><td>times of day</td><td>{@code LocalTime}</td></tr>
 * <tr><td>timestamps without time zone</td><td>{@code LocalDateTime}, {@code LocalDate} as its
 *     midnight</td></tr>
 * <tr><td>timestamps with time zone</td><td>{@code Instant}</td></tr>
 * </table>
 *
 * <p>Values are compared, not their forms: the decimal 1.50 is 1.5, and a timestamp in milliseconds
 * may be compared with nanoseconds. Strings and bytes are compared byte by byte, unsigned, which
 * for strings is the order of their characters. Floating-point numbers are compared as Java does it
 * with {@code ==} and {@code <}: -0.0 equals 0.0, and a NaN is not equal to any number, itself
 * included, nor less or greater than one.
 */
public sealed interface Predicate extends Serializable
    permits Comparison, Conjunction, Disjunction, Membership, Negation, NullTest, PrefixTest {

  /**
   * The column that conditions are on: {@code Predicate.column("address", "street").isNotNull()} is
   * one on the field {@code street} of the struct {@code address}. Columns within lists and maps
   * cannot have conditions.
   *
   * @param path the names from the top down
   * @throws IllegalArgumentException if there is no name
   */
  static Column column(String... path) {
    return new Column(List.of(path));
  }

  /**
   * True if all are; if there are none, it is always true: {@code
   * Predicate.allOf(List.of(Predicate.column("fare").isGreaterThan(0),
   * Predicate.column("tip").isNull()))}.
   */
  static Predicate allOf(Collection<Predicate> predicates) {
    return Conjunction.of(predicates);
  }

  /**
   * True if any is; if there are none, it is never true: {@code
   * Predicate.anyOf(List.of(Predicate.column("fare").isGreaterThan(50.0),
   * Predicate.column("tip").isGreaterThan(10.0)))}.
   */
  static Predicate anyOf(Collection<Predicate> predicates) {
    return Disjunction.of(predicates);
  }

  /**
   * True if both are: {@code
   * Predicate.column("name").startsWith("A").and(Predicate.column("day").isLessThan(LocalDate.of(2026,
   * 1, 1)))}.
   */
  default Predicate and(Predicate other) {
    return Conjunction.of(List.of(this, other));
  }

  /**
   * True if one is: {@code
   * Predicate.column("city").isEqualTo("Kyiv").or(Predicate.column("city").isNull())}.
   */
  default Predicate or(Predicate other) {
    return Disjunction.of(List.of(this, other));
  }

  /**
   * True if this is false; not if this is unknown because of a null: {@code
   * Predicate.column("country").isIn("DE", "FR").not()}.
   */
  default Predicate not() {
    return new Negation(this);
  }

  /** The columns that it has conditions on, each as its names from the top down. */
  default Set<List<String>> columns() {
    Set<List<String>> columns = new LinkedHashSet<>();
    accept(new ColumnCollector(columns));
    return columns;
  }

  /** Calls the visitor's method for this kind of condition. */
  <T> T accept(PredicateVisitor<T> visitor);

  /**
   * A column, whose methods are the conditions that it can have. Literals are of the classes that
   * {@link Predicate} lists.
   */
  final class Column {

    private final List<String> path;

    private Column(List<String> path) {
      if (path.isEmpty()) {
        throw new IllegalArgumentException("A column needs a name, but there is none");
      }
      this.path = path;
    }

    public Predicate isEqualTo(Object literal) {
      return comparison(Comparison.Operator.EQUAL, literal);
    }

    /** True of all other values; not of nulls. */
    public Predicate isNotEqualTo(Object literal) {
      return comparison(Comparison.Operator.NOT_EQUAL, literal);
    }

    public Predicate isLessThan(Object literal) {
      return comparison(Comparison.Operator.LESS, literal);
    }

    public Predicate isLessThanOrEqualTo(Object literal) {
      return comparison(Comparison.Operator.LESS_OR_EQUAL, literal);
    }

    public Predicate isGreaterThan(Object literal) {
      return comparison(Comparison.Operator.GREATER, literal);
    }

    public Predicate isGreaterThanOrEqualTo(Object literal) {
      return comparison(Comparison.Operator.GREATER_OR_EQUAL, literal);
    }

    /** True of values that equal one of the literals. */
    public Predicate isIn(Collection<?> literals) {
      return new Membership(path, literals.stream().map(Literal::of).toList());
    }

    /** True of values that equal one of the literals. */
    public Predicate isIn(Object first, Object... others) {
      return new Membership(path, Literal.all(first, others));
    }

    public Predicate isNull() {
      return new NullTest(path, true);
    }

    public Predicate isNotNull() {
      return new NullTest(path, false);
    }

    /** True of strings, or bytes, that begin with the UTF-8 of a prefix. */
    public Predicate startsWith(String prefix) {
      return new PrefixTest(path, Literal.of(prefix));
    }

    private Predicate comparison(Comparison.Operator operator, Object literal) {
      return new Comparison(path, operator, Literal.of(literal));
    }
  }
}
