package io.flinkarrow.partition;

import java.io.Serializable;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * Hive-style directories by the values of columns: {@code PartitionByColumns.of("carrier")
 * .andTimestamp("dt", "time", "yyyy-MM-dd")} makes {@code carrier=AA/dt=2024-01-31}. Immutable:
 * each method returns another one.
 *
 * <p>Columns must be texts, integers, booleans, dates, decimals or UUIDs, dictionary-encoded,
 * run-end encoded or not; times take a pattern. Which schema has them is checked when a sink or a
 * partitioner is made of both.
 */
public final class PartitionByColumns implements Serializable {

  private static final long serialVersionUID = 1L;

  /** The directory of nulls and empty texts in Hive, Spark and DuckDB. */
  public static final String HIVE_DEFAULT_PARTITION = "__HIVE_DEFAULT_PARTITION__";

  private final ArrayList<PartitionField> fields;
  private final ZoneId zone;
  private final String nullName;
  private final boolean keepsColumns;

  private PartitionByColumns(
      List<PartitionField> fields, ZoneId zone, String nullName, boolean keepsColumns) {
    this.fields = new ArrayList<>(fields);
    this.zone = zone;
    this.nullName = nullName;
    this.keepsColumns = keepsColumns;
  }

  /** One level of directories for each column, in this order: {@code column=value}. */
  public static PartitionByColumns of(String column, String... more) {
    PartitionByColumns partitions = none().and(column);
    for (String next : more) {
      partitions = partitions.and(next);
    }
    return partitions;
  }

  /** By time alone: {@code PartitionByColumns.ofTimestamp("dt", "time", "yyyy-MM-dd")}. */
  public static PartitionByColumns ofTimestamp(String name, String column, String pattern) {
    return none().andTimestamp(name, column, pattern);
  }

  private static PartitionByColumns none() {
    return new PartitionByColumns(List.of(), ZoneOffset.UTC, HIVE_DEFAULT_PARTITION, false);
  }

  /** Directories below the ones so far: {@code PartitionByColumns.of("carrier").and("origin")}. */
  public PartitionByColumns and(String column) {
    Objects.requireNonNull(column, "column");
    return with(new PartitionField(column, column, null));
  }

  /**
   * Directories below the ones so far, by when it was: {@code name=time}. The column, which stays
   * in the file, holds timestamps or dates.
   *
   * @param pattern of {@link java.time.format.DateTimeFormatter}, of the letters {@code y u M d D H
   *     m s} and what needs no escaping in a directory's name
   * @throws IllegalArgumentException if the pattern is of another kind
   */
  public PartitionByColumns andTimestamp(String name, String column, String pattern) {
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(column, "column");
    TimePattern.check(pattern);
    return with(new PartitionField(name, column, pattern));
  }

  private PartitionByColumns with(PartitionField field) {
    List<PartitionField> more = new ArrayList<>(fields);
    more.add(field);
    return new PartitionByColumns(more, zone, nullName, keepsColumns);
  }

  /**
   * Where the clock hangs by which patterns are evaluated. Default: UTC, whatever zone the column's
   * type names: {@code zone(ZoneId.of("Europe/Berlin"))}. Timestamps without zone are the time on
   * some clock already and not changed.
   */
  public PartitionByColumns zone(ZoneId zone) {
    return new PartitionByColumns(
        fields, Objects.requireNonNull(zone, "zone"), nullName, keepsColumns);
  }

  /**
   * The value in the directory's name for nulls and empty texts: {@code nullName("none")}. Default:
   * {@value #HIVE_DEFAULT_PARTITION}. Flink's tables expect {@code __DEFAULT_PARTITION__} unless
   * their option {@code partition.default-name} says otherwise.
   *
   * @throws IllegalArgumentException if it is empty, too long for a directory's name or needs
   *     escaping
   */
  public PartitionByColumns nullName(String name) {
    if (name.isEmpty() || PathEscaping.isTooLong(name) || !PathEscaping.escape(name).equals(name)) {
      throw new IllegalArgumentException(
          "nullName becomes a directory's name as it is and must not be empty, longer than %d bytes or need escaping, but was '%s'"
              .formatted(PathEscaping.MAXIMUM_BYTES, name));
    }
    return new PartitionByColumns(fields, zone, name, keepsColumns);
  }

  /**
   * Whether columns whose values stand in the path are in the file too: {@code
   * PartitionByColumns.of("carrier").keepColumns(true)}. Default: no, as Hive, Spark and Flink's
   * tables write and expect it; DuckDB reads either.
   */
  public PartitionByColumns keepColumns(boolean keep) {
    return new PartitionByColumns(fields, zone, nullName, keep);
  }

  List<PartitionField> fields() {
    return fields;
  }

  ZoneId zone() {
    return zone;
  }

  String nullName() {
    return nullName;
  }

  boolean keepsColumns() {
    return keepsColumns;
  }
}
