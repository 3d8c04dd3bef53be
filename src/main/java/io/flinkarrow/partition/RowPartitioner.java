package io.flinkarrow.partition;

import io.flinkarrow.refusal.RefusedInputException;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import javax.annotation.Nullable;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.types.logical.RowType;

/**
 * Says which directory a row of Flink's belongs to. Its settings never change; used by one thread
 * at a time.
 */
public final class RowPartitioner implements Serializable {

  private static final long serialVersionUID = 1L;

  private static final int MOST_REMEMBERED = 10_000;

  private final RowType rowType;
  private final PartitionByColumns partitions;
  private final int[] fileColumns;

  /** Made where they are needed. */
  @Nullable private transient List<RowColumn> columns;

  private transient Map<PartitionKey, String> directories;

  /** Of the last row, which the next one often shares; null before the first. */
  @Nullable private transient String last;

  private RowPartitioner(RowType rowType, PartitionByColumns partitions) {
    this.rowType = rowType;
    this.partitions = partitions;
    ResolvedPartitionFields levels = levels();
    this.fileColumns =
        IntStream.range(0, rowType.getFieldCount()).filter(levels::isInFile).toArray();
    prepare();
  }

  /**
   * @throws IllegalArgumentException if the type has not the columns, or they can't be partitioned
   *     by
   */
  public static RowPartitioner of(RowType rowType, PartitionByColumns partitions) {
    return new RowPartitioner(rowType, partitions);
  }

  private ResolvedPartitionFields levels() {
    return ResolvedPartitionFields.of(partitions, rowType.getFieldNames());
  }

  private void prepare() {
    ResolvedPartitionFields levels = levels();
    directories = new HashMap<>();
    columns = new ArrayList<>();
    for (int level = 0; level < partitions.fields().size(); level++) {
      int index = levels.index(level);
      columns.add(
          new RowColumn(
              partitions.fields().get(level), index, rowType.getTypeAt(index), partitions.zone()));
    }
  }

  /** Positions of the columns that files have: all, or all but those that stand in the path. */
  public int[] fileColumns() {
    return fileColumns.clone();
  }

  /** The type of what files have. */
  public RowType fileType() {
    return new RowType(
        rowType.isNullable(),
        Arrays.stream(fileColumns).mapToObj(rowType.getFields()::get).toList());
  }

  /**
   * @throws PartitionException if the row has no directory
   * @throws RefusedInputException if the row has not as many fields as its type
   */
  public String directoryOf(RowData row) {
    if (row.getArity() != rowType.getFieldCount()) {
      throw new RefusedInputException(
          "A row has %d fields, but partitions were made for rows of %d; give rows the fields of the declared type, in its order"
              .formatted(row.getArity(), rowType.getFieldCount()));
    }
    if (columns == null) {
      prepare();
    }
    if (last != null && repeatsLast(row)) {
      return last;
    }
    last = null;
    List<Object> values = new ArrayList<>(columns.size());
    for (RowColumn column : columns) {
      values.add(column.key(row));
    }
    PartitionKey key = new PartitionKey(values);
    String directory = directories.get(key);
    if (directory == null) {
      directory = directory(values);
      if (directories.size() == MOST_REMEMBERED) {
        directories.clear();
      }
      directories.put(key, directory);
    }
    last = directory;
    return directory;
  }

  private boolean repeatsLast(RowData row) {
    for (int level = 0; level < columns.size(); level++) {
      if (!columns.get(level).repeats(row)) {
        return false;
      }
    }
    return true;
  }

  private String directory(List<Object> values) {
    DirectoryPath path = new DirectoryPath(partitions.nullName(), DirectoryPath.SOME_ROW);
    for (int level = 0; level < values.size(); level++) {
      path.add(partitions.fields().get(level), columns.get(level).text(values.get(level)));
    }
    return path.toString();
  }
}
