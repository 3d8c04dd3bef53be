package io.flinkarrow.parquet;

import io.flinkarrow.parquet.column.LeafRows;
import io.flinkarrow.parquet.encryption.FileModules;
import io.flinkarrow.parquet.geo.GeometryCollector;
import io.flinkarrow.parquet.geo.GeometryColumn;
import io.flinkarrow.parquet.page.SealedChunk;
import io.flinkarrow.parquet.statistics.GeometryStatistics;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.List;
import java.util.function.Function;

/** One collector for each column of geometries of a file. */
record GeometryCollectors(List<GeometryCollector> collectors, FileModules modules) {

  static GeometryCollectors of(List<GeometryColumn> columns, FileModules modules) {
    return new GeometryCollectors(columns.stream().map(GeometryCollector::new).toList(), modules);
  }

  /** Adds rows of the row group at hand. */
  void add(List<? extends LeafRows> leaves, int fromRow, int rows) {
    for (GeometryCollector collector : collectors) {
      collector.add(leaves.get(collector.column().ordinal()), fromRow, rows);
    }
  }

  /** Gives chunks of the row group at hand, which ends, their statistics. */
  void endRowGroup(List<SealedChunk> chunks) {
    describe(chunks, GeometryCollector::endRowGroup);
  }

  /** Gives chunks of the row group at hand those that it has now. */
  void describe(List<SealedChunk> chunks) {
    describe(chunks, GeometryCollector::ofRowGroup);
  }

  private void describe(
      List<SealedChunk> chunks, Function<GeometryCollector, GeometryStatistics> statistics) {
    for (GeometryCollector collector : collectors) {
      int ordinal = collector.column().ordinal();
      chunks.set(ordinal, chunks.get(ordinal).withGeometries(statistics.apply(collector)));
    }
  }

  /** Of the row groups that have ended. */
  List<GeometryCollector> ofFile() {
    return collectors.stream().map(this::shown).toList();
  }

  /** Box and types of a column are as secret as its statistics. */
  private GeometryCollector shown(GeometryCollector collector) {
    return modules.column(collector.column().ordinal()).hidesMetadata()
        ? new GeometryCollector(collector.column())
        : collector;
  }

  /** As they would be if the file ended now, which is not encrypted. */
  List<GeometryCollector> ofFileIfEnded() {
    return collectors.stream().map(GeometryCollector::ended).toList();
  }

  /** So that {@link #readFrom} makes others go on as these. */
  void writeTo(DataOutput out) throws IOException {
    for (GeometryCollector collector : collectors) {
      collector.writeTo(out);
    }
  }

  void readFrom(DataInput in) throws IOException {
    for (GeometryCollector collector : collectors) {
      collector.readFrom(in);
    }
  }

  /** The row group at hand is in the file as it was. */
  void forgetRowGroup() {
    collectors.forEach(GeometryCollector::endRowGroup);
  }

  long heapBytes() {
    return (long) GeometryCollector.OBJECT_BYTES * collectors.size();
  }
}
