package io.flinkarrow.parquet.geo;

import io.flinkarrow.parquet.column.LeafRows;
import io.flinkarrow.parquet.column.LeafSlice;
import io.flinkarrow.parquet.column.LeafSlices;
import io.flinkarrow.parquet.column.LeafValues;
import io.flinkarrow.parquet.column.SliceDictionary;
import io.flinkarrow.parquet.statistics.GeometryStatistics;
import javax.annotation.Nullable;

/**
 * Collects what the geometries of one column have in common, by row group and for the whole file.
 */
public final class GeometryCollector implements LeafValues.Visitor<Void> {

  /** Heap bytes of a collector. */
  public static final int OBJECT_BYTES = 900;

  private final GeometryColumn column;
  private final WkbScanner scanner;
  private final GeometryExtent chunk = new GeometryExtent();
  private final GeometryExtent file = new GeometryExtent();

  /** How often each value at hand comes; null if once. */
  @Nullable private int[] lengths;

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
      slice.values().accept(this);
    }
  }

  /** The statistics of the row group, which ends; the next one begins. */
  public GeometryStatistics endRowGroup() {
    GeometryStatistics statistics = chunk.statistics();
    file.add(chunk);
    chunk.clear();
    return statistics;
  }

  /** How many values of the row groups that have ended are no geometries. */
  public long invalidCount() {
    return ofFile().invalidCount();
  }

  /** The statistics of the row groups that have ended. */
  public GeometryStatistics ofFile() {
    return file.statistics();
  }

  @Override
  public Void bytes(LeafValues.Bytes values) {
    for (int i = 0; i < values.count(); i++) {
      scan(values.bytes(), values.offsets()[i], values.offsets()[i + 1], i);
    }
    return null;
  }

  @Override
  public Void dictionaryIds(LeafValues.DictionaryIds values) {
    SliceDictionary dictionary = values.dictionary();
    for (int i = 0; i < values.count(); i++) {
      int id = values.ids()[i];
      int from = dictionary.offset(id);
      scan(dictionary.bytes(), from, from + dictionary.length(id), i);
    }
    return null;
  }

  /** Looks at the value of each run once, and counts it as often as it comes. */
  @Override
  public Void runs(LeafValues.Runs values) {
    lengths = values.lengths();
    values.distinct().accept(this);
    lengths = null;
    return null;
  }

  private void scan(byte[] bytes, int from, int to, int index) {
    long invalid = chunk.invalidCount();
    scanner.scan(bytes, from, to, chunk);
    if (lengths != null) {
      chunk.addInvalid((lengths[index] - 1) * (chunk.invalidCount() - invalid));
    }
  }

  @Override
  public Void booleans(LeafValues.Booleans values) {
    throw unexpected(values);
  }

  @Override
  public Void ints(LeafValues.Ints values) {
    throw unexpected(values);
  }

  @Override
  public Void longs(LeafValues.Longs values) {
    throw unexpected(values);
  }

  @Override
  public Void fixedBytes(LeafValues.FixedBytes values) {
    throw unexpected(values);
  }

  private IllegalArgumentException unexpected(LeafValues values) {
    return new IllegalArgumentException(
        "Column %s: values of geometries were expected but %s came"
            .formatted(column.path(), values.getClass().getSimpleName()));
  }
}
