package io.flinkarrow.sink.file;

import io.flinkarrow.parquet.FilePlan;
import io.flinkarrow.parquet.UnfinishedFile;
import io.flinkarrow.row.RowParquetWriter;
import io.flinkarrow.sink.registry.EndMetadata;
import io.flinkarrow.sink.registry.OpenWriters;
import io.flinkarrow.sink.registry.PartFilePlace;
import io.flinkarrow.sink.registry.SinkMetrics;
import java.io.IOException;
import javax.annotation.Nullable;
import org.apache.flink.core.fs.FSDataOutputStream;
import org.apache.flink.table.data.RowData;

/**
 * A part file of rows. Registry and metrics are told of rows when they are encoded, some thousand
 * at a time, and when the buffers they wait in have grown: to do so for each row would cost as much
 * as writing it.
 */
final class RowBulkWriter extends PartFileBulkWriter<RowData, RowParquetWriter> {

  private final RowFileOpener format;
  private long countedNanos;

  RowBulkWriter(
      FSDataOutputStream out, RowFileOpener format, PartFilePlace place, OpenWriters openWriters) {
    super(out, place, openWriters);
    this.format = format;
  }

  @Override
  public void check(RowData row) {}

  @Override
  public boolean hasSchema() {
    return true;
  }

  @Override
  public RowParquetWriter open(FSDataOutputStream stream) {
    return format.openWriter(stream);
  }

  @Override
  public FilePlan plan() {
    return format.plan();
  }

  @Override
  public RowParquetWriter resume(FSDataOutputStream stream, UnfinishedFile left)
      throws IOException {
    return format.resumeWriter(stream, left);
  }

  @Override
  public boolean write(RowParquetWriter file, RowData row, SinkMetrics metrics) throws IOException {
    boolean changed = file.write(row);
    if (changed) {
      metrics.countEncodeTime(file.encodeNanos() - countedNanos);
      countedNanos = file.encodeNanos();
    }
    return changed;
  }

  @Override
  public void add(EndMetadata metadata, RowParquetWriter file, @Nullable String bucketId)
      throws IOException {
    metadata.addTo(file::addKeyValueMetadata, bucketId, file.summarySoFar());
  }
}
