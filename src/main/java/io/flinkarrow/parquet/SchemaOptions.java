package io.flinkarrow.parquet;

import io.flinkarrow.parquet.options.ListNames;
import io.flinkarrow.parquet.options.SortingColumn;
import io.flinkarrow.parquet.options.TimestampUnit;
import io.flinkarrow.parquet.options.UnsortedRows;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;

/**
 * Collects options of the schema as a whole: how Arrow types become Parquet types, and what the
 * footer says of the Arrow schema, the order of rows and the writer ({@link
 * WriterOptions.Builder#schema}).
 */
public final class SchemaOptions {

  private static final Pattern CREATED_BY = Pattern.compile("[\\x20-\\x7E&&[^()]]{1,100}");

  private final SchemaChoices choices;

  SchemaOptions(SchemaChoices choices) {
    this.choices = choices;
  }

  /**
   * Writes all timestamps in one unit; by default each keeps its own. {@code schema(schema ->
   * schema.timestampUnit(TimestampUnit.MICROS))} makes files with nanoseconds readable for Spark.
   *
   * <p>A timestamp that is no whole number of the unit is refused, unless {@link
   * #truncateTimestamps} allows to round it; one that does not fit 64 bits in the unit always is.
   */
  public SchemaOptions timestampUnit(TimestampUnit unit) {
    choices.timestampUnit = Objects.requireNonNull(unit, "unit");
    return this;
  }

  /**
   * Whether {@link #timestampUnit} rounds down what is finer than the unit, before 1970 too: {@code
   * schema(schema -> schema.timestampUnit(TimestampUnit.MILLIS).truncateTimestamps(true))}. Without
   * a unit it has no effect. Default: no.
   */
  public SchemaOptions truncateTimestamps(boolean allowed) {
    choices.truncateTimestamps = allowed;
    return this;
  }

  /**
   * Whether decimals of any precision are written as FIXED_LEN_BYTE_ARRAY, for readers that know no
   * decimals in integers: {@code schema(schema -> schema.fixedLengthDecimals(true))}. Default: no,
   * up to 18 digits are written as INT32 or INT64.
   */
  public SchemaOptions fixedLengthDecimals(boolean enabled) {
    choices.fixedLengthDecimals = enabled;
    return this;
  }

  /**
   * What the groups below lists are called, and so their columns' paths: {@code schema(schema ->
   * schema.listNames(ListNames.HIVE))} makes {@code tags.bag.array_element}. Default: {@link
   * ListNames#STANDARD}.
   */
  public SchemaOptions listNames(ListNames names) {
    choices.listNames = Objects.requireNonNull(names, "names");
    return this;
  }

  /**
   * Whether the file keeps the Arrow schema, from which Arrow readers restore what Parquet has no
   * types for: {@code schema(schema -> schema.arrowSchema(false))} leaves it out, and readers see
   * the Parquet types only. Default: yes.
   */
  public SchemaOptions arrowSchema(boolean stored) {
    choices.arrowSchema = stored;
    return this;
  }

  /**
   * The columns that rows are sorted by, the most significant first; the footer says so of every
   * row group: {@code schema(schema -> schema.sortingColumns(SortingColumn.ascending("customer"),
   * SortingColumn.descending("time")))}. Rows are not sorted by the writer, but compared, through
   * the whole file. Columns in lists and maps, and those without an order, are refused.
   */
  public SchemaOptions sortingColumns(SortingColumn... columns) {
    for (SortingColumn column : Objects.requireNonNull(columns, "columns")) {
      Objects.requireNonNull(column, "column");
    }
    choices.sortingColumns = List.of(columns);
    return this;
  }

  /**
   * What becomes of rows out of order: {@code schema(schema ->
   * schema.unsortedRows(UnsortedRows.DROP_CLAIM))} writes them, and no longer says of their row
   * group that it is sorted. Default: {@link UnsortedRows#REFUSE}.
   */
  public SchemaOptions unsortedRows(UnsortedRows handling) {
    choices.unsortedRows = Objects.requireNonNull(handling, "handling");
    return this;
  }

  /**
   * The application that files are written for, which the footer's {@code created_by} names behind
   * this library: {@code schema(schema -> schema.createdBy("billing 3.2"))}.
   *
   * @param application up to 100 printable ASCII characters, none of them a parenthesis, so that
   *     readers still find this library's version
   */
  public SchemaOptions createdBy(String application) {
    if (!CREATED_BY.matcher(Objects.requireNonNull(application, "application")).matches()) {
      throw new IllegalArgumentException(
          "createdBy must be 1 to 100 printable ASCII characters without parentheses");
    }
    choices.createdBy = application;
    return this;
  }
}
