package io.flinkarrow.parquet.geo;

import io.flinkarrow.parquet.column.LeafRows;
import io.flinkarrow.parquet.column.LeafSlice;
import io.flinkarrow.parquet.column.LeafSlices;
import io.flinkarrow.parquet.column.LeafValues;
import io.flinkarrow.parquet.statistics.GeometryStatistics;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/**
 * Collects what the geometries of one column have in common, by row group and for the whole file.
 */
public final class GeometryCollector {

  /** Heap bytes of a collector. */
  public static final int OBJECT_BYTES = 900;

  private final GeometryColumn column;
  private final WkbScanner scanner;
  private final GeometryExtent chunk = new GeometryExtent();
  private final GeometryExtent file = new GeometryExtent();

  public GeometryCollector(GeometryColumn column) {
    this.column = column;
    this.scanner = new WkbScanner(column.metadata().edges() != EdgeInterpolation.PLANAR);
  }

  public GeometryColumn column() {
    return column;
  }

  /** Adds rows of the row group at hand. */
  public void add(LeafRows rows, int fromRow, int rowCount) {
    LeafSlices slices = rows.slices(fromRow, rowCount);
    for (LeafSlice slice = slices.next(); slice != null; slice = slices.next()) {
      add(slice.values());
    }
  }

  private void add(LeafValues values) {
    GeometryValues distinct = new GeometryValues(values.distinct());
    int[] lengths = values.lengths();
    for (int i = 0; i < values.distinct().count(); i++) {
      distinct.scan(i, scanner, chunk, lengths == null ? 1 : lengths[i]);
    }
  }

  /** The statistics of the row group, which ends; the next one begins. */
  public GeometryStatistics endRowGroup() {
    GeometryStatistics statistics = chunk.statistics();
    file.add(chunk);
    chunk.clear();
    return statistics;
  }

  /** As this one would be if the row group ended now. */
  public GeometryCollector ended() {
    GeometryCollector ended = new GeometryCollector(column);
    ended.file.add(file);
    ended.file.add(chunk);
    return ended;
  }

  /** So that {@link #readFrom} makes another collector of the column as this. */
  public void writeTo(DataOutput out) throws IOException {
    chunk.writeTo(out);
    file.writeTo(out);
  }

  /** The row group at hand goes on, or what is known of it goes to the file. */
  public void readFrom(DataInput in) throws IOException {
    chunk.readFrom(in);
    file.readFrom(in);
  }

  /** The statistics of the row group so far. */
  public GeometryStatistics ofRowGroup() {
    return chunk.statistics();
  }

  /** How many values of the row groups that have ended are no geometries. */
  public long invalidCount() {
    return ofFile().invalidCount();
  }

  /** The statistics of the row groups that have ended. */
  public GeometryStatistics ofFile() {
    return file.statistics();
  }
}
