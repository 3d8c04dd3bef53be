package io.flinkarrow.partition;

import io.flinkarrow.batch.ColumnSelection;
import io.flinkarrow.batch.RecordBatch;
import io.flinkarrow.batch.body.BatchSchema;
import io.flinkarrow.parquet.schema.SchemaDifference;
import io.flinkarrow.refusal.RefusedInputException;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import javax.annotation.Nullable;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;

/**
 * Splits batches of one schema into batches of one partition each, and says which directory a batch
 * of one partition belongs to. Its settings never change; used by one thread at a time.
 */
public final class BatchPartitioner implements Serializable {

  private static final long serialVersionUID = 1L;

  private final BatchSchema schema;
  private final PartitionByColumns partitions;
  private final ColumnSelection fileColumns;

  /** Made where it is needed. */
  @Nullable private transient List<PartitionColumn> columns;

  /**
   * Rows of one partition, in the order they had.
   *
   * @param directory relative to the table's: {@code carrier=AA/dt=2024-01-31}
   * @param batch with all columns
   */
  public record Part(String directory, RecordBatch batch) {}

  private BatchPartitioner(BatchSchema schema, PartitionByColumns partitions) {
    this.schema = schema;
    this.partitions = partitions;
    ResolvedPartitionFields levels = levels();
    this.fileColumns = ColumnSelection.of(schema, levels::isInFile);
    this.columns = columns(levels);
  }

  /**
   * @param schema in message format, as {@link RecordBatch#schema()} has it
   * @throws IllegalArgumentException if the schema has not the columns, or they can't be
   *     partitioned by
   */
  public static BatchPartitioner of(Schema schema, PartitionByColumns partitions) {
    return new BatchPartitioner(BatchSchema.of(schema), partitions);
  }

  private ResolvedPartitionFields levels() {
    return ResolvedPartitionFields.of(
        partitions, schema.schema().getFields().stream().map(Field::getName).toList());
  }

  private List<PartitionColumn> columns(ResolvedPartitionFields levels) {
    List<PartitionColumn> resolved = new ArrayList<>();
    List<PartitionField> fields = partitions.fields();
    for (int level = 0; level < fields.size(); level++) {
      resolved.add(
          new PartitionColumn(fields.get(level), schema, levels.index(level), partitions.zone()));
    }
    return resolved;
  }

  /** The columns that files have: all, or all but those that stand in the path. */
  public ColumnSelection fileColumns() {
    return fileColumns;
  }

  /**
   * The batch's rows by partition, those first that appear first; a batch of one partition is its
   * own part. Dictionaries are shared. No rows make no part.
   *
   * @return makes each part when it is asked for, anew in each iteration, and keeps none
   * @throws PartitionException if a row has no directory; before any part is made
   * @throws RefusedInputException if the batch has another schema
   */
  public Iterable<Part> split(RecordBatch batch) {
    requireSchema(batch);
    if (batch.rowCount() == 0) {
      return List.of();
    }
    RecordBatch known = batch.withSchema(schema);
    Optional<String> only = onlyDirectory(known);
    if (only.isPresent()) {
      return List.of(new Part(only.get(), known));
    }
    RowsByDirectory directories = directories(known);
    int[][] rows = directories.rows();
    return () ->
        IntStream.range(0, rows.length)
            .mapToObj(part -> new Part(directories.names.get(part), known.take(rows[part])))
            .iterator();
  }

  /**
   * The directory of all the batch's rows.
   *
   * @throws PartitionException if they belong to several, to none, or there are none
   * @throws RefusedInputException if the batch has another schema
   */
  public String directoryOf(RecordBatch batch) {
    if (batch.rowCount() == 0) {
      throw new PartitionException(
          "A batch without rows belongs to no partition; filter such batches out");
    }
    requireSchema(batch);
    Optional<String> only = onlyDirectory(batch);
    if (only.isPresent()) {
      return only.get();
    }
    RowsByDirectory directories = directories(batch);
    if (directories.names.size() > 1) {
      throw new PartitionException(
          "A batch has rows of %d partitions: row 0 belongs to another than row %d. Split it first, with partitionBy of the sink or PartitionSplitter"
              .formatted(directories.names.size(), directories.rows()[1][0]));
    }
    return directories.names.get(0);
  }

  /**
   * The directories of the batch's rows, without splitting it; none if it has no rows.
   *
   * @throws PartitionException if a row has no directory
   * @throws RefusedInputException if the batch has another schema
   */
  public List<String> directoriesOf(RecordBatch batch) {
    requireSchema(batch);
    if (batch.rowCount() == 0) {
      return List.of();
    }
    return onlyDirectory(batch).map(List::of).orElseGet(() -> directories(batch).names);
  }

  private void requireSchema(RecordBatch batch) {
    if (!schema.takes(batch.batchSchema())) {
      throw new RefusedInputException(
          "The batch's schema isn't the one that partitions were made for; convert the batch:"
              + SchemaDifference.between(schema.schema(), batch.schema()));
    }
  }

  /**
   * The directory of all rows if it can be told without looking at each: a part of a batch has one
   * value in each column it was split by.
   */
  private Optional<String> onlyDirectory(RecordBatch batch) {
    for (PartitionColumn column : columns()) {
      if (!column.isConstant(batch)) {
        return Optional.empty();
      }
    }
    return Optional.of(directory(values(batch, 1), 0));
  }

  private List<PartitionColumn> columns() {
    if (columns == null) {
      columns = columns(levels());
    }
    return columns;
  }

  private List<BatchValues> values(RecordBatch batch, int rows) {
    List<BatchValues> values = new ArrayList<>();
    for (PartitionColumn column : columns()) {
      values.add(column.of(batch, rows));
    }
    return values;
  }

  private RowsByDirectory directories(RecordBatch batch) {
    List<BatchValues> values = values(batch, batch.rowCount());
    PartitionGrouping groups = new PartitionGrouping(values, batch.rowCount());
    Map<String, Integer> numbers = new LinkedHashMap<>();
    int[] directoryOfGroup = new int[groups.groups()];
    for (int group = 0; group < directoryOfGroup.length; group++) {
      // Values that differ may have one directory: hours of several days, say.
      String directory = directory(values, groups.firstRow(group));
      Integer known = numbers.putIfAbsent(directory, numbers.size());
      directoryOfGroup[group] = known == null ? numbers.size() - 1 : known;
    }
    return new RowsByDirectory(
        List.copyOf(numbers.keySet()), groups, directoryOfGroup, batch.rowCount());
  }

  private String directory(List<BatchValues> values, int row) {
    DirectoryPath path = new DirectoryPath(partitions.nullName(), row);
    for (int level = 0; level < values.size(); level++) {
      BatchValues column = values.get(level);
      path.add(partitions.fields().get(level), column.isNull(row) ? null : column.text(row, row));
    }
    return path.toString();
  }
}
