package io.flinkarrow.examples;

import io.flinkarrow.batch.LoadedBatch;
import io.flinkarrow.batch.RecordBatch;
import java.util.stream.IntStream;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.VarBinaryVector;
import org.apache.flink.api.common.functions.MapFunction;

/** Keeps the rows of a batch whose point lies in a box. All columns come along. */
final class RowsInBox implements MapFunction<RecordBatch, RecordBatch> {

  private static final long serialVersionUID = 1L;

  private final String column;
  private final Box box;

  RowsInBox(String column, Box box) {
    this.column = column;
    this.box = box;
  }

  @Override
  public RecordBatch map(RecordBatch batch) {
    try (BufferAllocator allocator = new RootAllocator();
        LoadedBatch loaded = batch.load(allocator)) {
      Points points = Points.of((VarBinaryVector) loaded.root().getVector(column));
      return batch.take(
          IntStream.range(0, batch.rowCount())
              .filter(row -> box.contains(points.longitudes()[row], points.latitudes()[row]))
              .toArray());
    }
  }
}
