package io.flinkarrow.sink.file;

import io.flinkarrow.parquet.FilePlan;
import io.flinkarrow.parquet.UnfinishedFile;
import io.flinkarrow.parquet.WriterOptions;
import io.flinkarrow.row.RowCheck;
import io.flinkarrow.row.RowParquetWriter;
import io.flinkarrow.row.shred.RowProjection;
import io.flinkarrow.sink.registry.OpenWriters;
import io.flinkarrow.sink.registry.PartFilePlace;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Objects;
import java.util.function.Consumer;
import javax.annotation.Nullable;
import org.apache.flink.core.fs.FSDataOutputStream;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.types.logical.RowType;

/** Part files of rows of one type. */
public final class RowFileOpener implements PartFileOpener<RowData> {

  private static final long serialVersionUID = 1L;

  private final String tableName;
  private final RowType rowType;
  private final RowProjection projection;
  private final WriterOptions options;

  /** Made once a process; by two threads at once, then twice. */
  @Nullable private transient volatile FilePlan plan;

  /**
   * Files with all fields of the rows.
   *
   * @throws RuntimeException if a file of this type can't be written with these options
   */
  public RowFileOpener(String tableName, RowType rowType, WriterOptions options) {
    this(tableName, rowType, RowProjection.all(rowType.getFieldCount()), options);
  }

  /**
   * Files with some fields of the rows.
   *
   * @param rowType of the fields in the file
   * @throws RuntimeException if a file of this type can't be written with these options
   */
  public RowFileOpener(
      String tableName, RowType rowType, RowProjection projection, WriterOptions options) {
    this.tableName = Objects.requireNonNull(tableName, "tableName");
    this.rowType = Objects.requireNonNull(rowType, "rowType");
    this.projection = Objects.requireNonNull(projection, "projection");
    this.options = Objects.requireNonNull(options, "options");
    openWriter(OutputStream.nullOutputStream()).close();
  }

  @Override
  public PartFileBulkWriter<RowData, ?> open(
      FSDataOutputStream out, PartFilePlace place, OpenWriters openWriters) {
    return new RowBulkWriter(out, this, place, openWriters);
  }

  @Override
  public Consumer<RowData> openCheck() {
    return PartFileOpener.refusing(RowCheck.of(rowType, projection, plan())::check);
  }

  /** A writer of one file. */
  RowParquetWriter openWriter(OutputStream out) {
    return RowParquetWriter.open(out, tableName, rowType, projection, plan());
  }

  /** The same for a file that was left unfinished. */
  RowParquetWriter resumeWriter(OutputStream out, UnfinishedFile left) throws IOException {
    return RowParquetWriter.resume(out, tableName, rowType, projection, plan(), left);
  }

  /** What all files share: to make it takes longer than to open a file with it. */
  FilePlan plan() {
    FilePlan known = plan;
    if (known == null) {
      known = RowParquetWriter.plan(rowType, options);
      plan = known;
    }
    return known;
  }
}
