package io.flinkarrow.examples;

import io.flinkarrow.batch.LoadedBatch;
import io.flinkarrow.batch.RecordBatch;
import java.util.ArrayList;
import java.util.List;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.Float8Vector;
import org.apache.arrow.vector.VarBinaryVector;
import org.apache.arrow.vector.VarCharVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.types.FloatingPointPrecision;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;
import org.apache.flink.api.common.functions.MapFunction;

/**
 * Adds two columns to a batch: how far each of its points is from a place, along the Earth's
 * surface, and the geohash of the cell that it lies in. Both are null where there is no point.
 */
final class DistanceAndCell implements MapFunction<RecordBatch, RecordBatch> {

  static final int CELL_LENGTH = 5;
  static final double EARTH_RADIUS_KM = 6371.0088;

  private static final long serialVersionUID = 1L;

  private static final Field DISTANCE =
      Field.nullable("distance_km", new ArrowType.FloatingPoint(FloatingPointPrecision.DOUBLE));
  private static final Field CELL = Field.nullable("cell", ArrowType.Utf8.INSTANCE);

  private final String column;
  private final double longitude;
  private final double latitude;

  DistanceAndCell(String column, double longitude, double latitude) {
    this.column = column;
    this.longitude = longitude;
    this.latitude = latitude;
  }

  /** Of the batches that this makes of batches of a schema. */
  static Schema schema(Schema input) {
    List<Field> fields = new ArrayList<>(input.getFields());
    fields.add(DISTANCE);
    fields.add(CELL);
    return new Schema(fields, input.getCustomMetadata());
  }

  @Override
  public RecordBatch map(RecordBatch batch) {
    try (BufferAllocator allocator = new RootAllocator();
        LoadedBatch loaded = batch.load(allocator);
        Float8Vector distances = new Float8Vector(DISTANCE, allocator);
        VarCharVector cells = new VarCharVector(CELL, allocator)) {
      VectorSchemaRoot root = loaded.root();
      fill(distances, cells, Points.of((VarBinaryVector) root.getVector(column)));
      List<FieldVector> vectors = new ArrayList<>(root.getFieldVectors());
      vectors.add(distances);
      vectors.add(cells);
      return RecordBatch.copyOf(
          new VectorSchemaRoot(schema(root.getSchema()), vectors, batch.rowCount()));
    }
  }

  private void fill(Float8Vector distances, VarCharVector cells, Points points) {
    int rows = points.longitudes().length;
    distances.allocateNew(rows);
    cells.allocateNew((long) rows * CELL_LENGTH, rows);
    for (int row = 0; row < rows; row++) {
      double x = points.longitudes()[row];
      double y = points.latitudes()[row];
      if (!Double.isNaN(x) && !Double.isNaN(y)) {
        distances.set(row, kilometres(x, y));
        cells.set(row, Geohash.of(x, y, CELL_LENGTH));
      }
    }
    distances.setValueCount(rows);
    cells.setValueCount(rows);
  }

  /** By the haversine formula, for a sphere. */
  private double kilometres(double x, double y) {
    double north = Math.sin(Math.toRadians(y - latitude) / 2);
    double east = Math.sin(Math.toRadians(x - longitude) / 2);
    double chord =
        north * north
            + Math.cos(Math.toRadians(latitude)) * Math.cos(Math.toRadians(y)) * east * east;
    return 2 * EARTH_RADIUS_KM * Math.asin(Math.sqrt(chord));
  }
}
