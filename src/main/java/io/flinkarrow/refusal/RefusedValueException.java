package io.flinkarrow.refusal;

/** A value that has no place in its column; whoever knows table and row says so. */
public final class RefusedValueException extends IllegalArgumentException {

  private static final long serialVersionUID = 1L;

  private final String path;
  private final String problem;

  public RefusedValueException(String path, String problem) {
    super("Column %s: %s".formatted(path, problem));
    this.path = path;
    this.problem = problem;
  }

  /**
   * @param cause what it is refused for
   */
  public RefusedValueException(String path, String problem, RuntimeException cause) {
    this(path, problem);
    initCause(cause);
  }

  /** Dotted path of the column in the Parquet schema. */
  public String path() {
    return path;
  }

  /** What was expected, what came, what to do; never the value itself. */
  public String problem() {
    return problem;
  }
}
