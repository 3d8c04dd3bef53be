package io.flinkarrow.parquet;

import io.flinkarrow.parquet.compaction.SameSchema;
import io.flinkarrow.parquet.compaction.SharedMetadata;
import io.flinkarrow.parquet.file.CreatedBy;
import io.flinkarrow.parquet.file.FileFooter;
import io.flinkarrow.parquet.file.RowGroupChunks;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.stream.IntStream;
import javax.annotation.Nullable;
import org.apache.parquet.format.ColumnOrder;
import org.apache.parquet.schema.MessageType;

/**
 * What is to become of the row groups of files, by what their footers say. Of a file it keeps
 * little, because there may be many.
 */
final class CompactionPlan {

  /**
   * A file.
   *
   * @param orders of its minima and maxima; empty if its row groups cannot be copied
   * @param large by row group, whether it has as many bytes or rows as are copied
   * @param withRows by row group, whether it has rows
   */
  private record PlannedFile(
      String name, long rows, List<ColumnOrder> orders, BitSet large, BitSet withRows) {}

  private final ParquetFileCompactor options;
  private final List<PlannedFile> files = new ArrayList<>();

  /** Null before the first file. */
  @Nullable private MessageType schema;

  @Nullable private SharedMetadata metadata;

  CompactionPlan(ParquetFileCompactor options) {
    this.options = options;
  }

  /**
   * Adds a file.
   *
   * @throws IllegalArgumentException if it does not belong to those before it
   * @throws UnsupportedOperationException if it is encrypted, and the one file is not to be
   */
  void add(String name, FileFooter footer) {
    boolean becomesEncrypted = options.writerOptions.isEncrypted();
    if (footer.isDecrypted() && !becomesEncrypted) {
      throw new UnsupportedOperationException(
          "%s is encrypted, but the file that it is to become a part of would not be: set encryption in the writer options"
              .formatted(name));
    }
    if (schema == null) {
      schema = footer.schema();
      metadata = new SharedMetadata(schema);
    }
    requireSameSchema(name, footer);
    long rows = footer.rowGroups().stream().mapToLong(RowGroupChunks::rows).sum();
    metadata.add(name, rows > 0, footer.keyValueMetadata());
    BitSet large = new BitSet();
    BitSet withRows = new BitSet();
    for (RowGroupChunks group : footer.rowGroups()) {
      large.set(group.ordinal(), isLarge(group));
      withRows.set(group.ordinal(), group.rows() > 0);
    }
    boolean isCopyable =
        CreatedBy.meansTheSame(footer.writer()) && !footer.isDecrypted() && !becomesEncrypted;
    files.add(
        new PlannedFile(
            name, rows, isCopyable ? footer.columnOrders() : List.of(), large, withRows));
  }

  private boolean isLarge(RowGroupChunks group) {
    return group.rows() >= options.copiedRowGroupRows
        || group.bytes(IntStream.range(0, group.chunks().size()).boxed().toList())
            >= options.copiedRowGroupBytes;
  }

  /**
   * @throws IllegalArgumentException if a file has another schema than the first one
   */
  void requireSameSchema(String name, FileFooter footer) {
    SameSchema.difference(schema, footer.schema())
        .ifPresent(
            difference -> {
              throw new IllegalArgumentException(
                  "%s does not have the schema of %s, so that one file cannot have the rows of both: %s"
                      .formatted(name, files.get(0).name(), difference));
            });
  }

  MessageType schema() {
    return schema;
  }

  SharedMetadata metadata() {
    return metadata;
  }

  long rows() {
    return files.stream().mapToLong(PlannedFile::rows).sum();
  }

  /**
   * Which row groups are to be copied: large ones, and those between two of them, or alone, which
   * would stay as small if they were merged.
   *
   * @param orders of minima and maxima in the one file
   * @return by file and ordinal
   */
  List<BitSet> copied(List<ColumnOrder> orders) {
    List<BitSet> copied = new ArrayList<>();
    List<Place> run = new ArrayList<>();
    for (PlannedFile file : files) {
      BitSet ofFile = new BitSet();
      copied.add(ofFile);
      boolean isCopyable = isCopyable(file, orders);
      for (int group = file.withRows().nextSetBit(0);
          group >= 0;
          group = file.withRows().nextSetBit(group + 1)) {
        if (isCopyable && file.large().get(group)) {
          ofFile.set(group);
          copyLone(run);
        } else {
          run.add(new Place(ofFile, group, isCopyable));
        }
      }
    }
    copyLone(run);
    return copied;
  }

  private static boolean isCopyable(PlannedFile file, List<ColumnOrder> orders) {
    return !orders.isEmpty() && file.orders().equals(orders);
  }

  /** Whether pages of a file may be copied, by who wrote it. */
  boolean isCopyable(int file, List<ColumnOrder> orders) {
    return isCopyable(files.get(file), orders);
  }

  /** A row group that is to be merged with its neighbours. */
  private record Place(BitSet copied, int ordinal, boolean isCopyable) {}

  private static void copyLone(List<Place> run) {
    if (run.size() == 1 && run.get(0).isCopyable()) {
      run.get(0).copied().set(run.get(0).ordinal());
    }
    run.clear();
  }
}
