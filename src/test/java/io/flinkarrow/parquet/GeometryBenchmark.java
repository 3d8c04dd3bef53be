package io.flinkarrow.parquet;

import io.flinkarrow.parquet.options.CompressionCodec;
import io.flinkarrow.parquet.options.GeometryCovering;
import io.flinkarrow.testing.GeoArrowVectors;
import io.flinkarrow.testing.Geometry;
import io.flinkarrow.testing.GeometryFile;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.VarBinaryVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** A file of one column of geometries, to nowhere, against the same bytes in a plain column. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class GeometryBenchmark {

  private static final int CORNERS = 16;

  @Param("50000")
  public int rows;

  @Param({"POINT", "POLYGON"})
  public String shape;

  /** The polygons have 17 points. */
  @Param({"BINARY", "WKB", "WKB_WITH_COVERING", "GEOARROW"})
  public String column;

  @Param({"UNCOMPRESSED", "ZSTD"})
  public CompressionCodec codec;

  private BufferAllocator allocator;
  private Schema schema;
  private VectorSchemaRoot batch;
  private WriterOptions options;

  @Setup
  public void prepare() {
    allocator = new RootAllocator();
    boolean points = shape.equals("POINT");
    GeoArrowVectors nested =
        new GeoArrowVectors(points ? Geometry.POINT : Geometry.POLYGON, 0, true, false);
    Field field =
        switch (column) {
          case "BINARY" -> Field.nullable("place", ArrowType.Binary.INSTANCE);
          case "GEOARROW" -> nested.field("place");
          default -> GeometryFile.field("place", "{\"crs\": \"OGC:CRS84\"}");
        };
    SplittableRandom random = new SplittableRandom(1);
    List<Geometry> geometries = new ArrayList<>();
    for (int row = 0; row < rows; row++) {
      geometries.add(points ? point(random) : polygon(random));
    }
    schema = new Schema(List.of(field));
    batch = VectorSchemaRoot.create(schema, allocator);
    batch.allocateNew();
    if (batch.getVector(0) instanceof VarBinaryVector bytes) {
      for (int row = 0; row < rows; row++) {
        bytes.setSafe(row, geometries.get(row).wkb());
      }
    } else {
      nested.fill(batch.getVector(0), geometries);
    }
    batch.setRowCount(rows);
    boolean covered = column.equals("WKB_WITH_COVERING");
    options =
        WriterOptions.builder()
            .codec(codec)
            .columns(all -> all.covering(covered ? GeometryCovering.SINGLE : GeometryCovering.NONE))
            .build();
  }

  private static Geometry point(SplittableRandom random) {
    return Geometry.point(random.nextDouble(-180, 180), random.nextDouble(-90, 90));
  }

  private static Geometry polygon(SplittableRandom random) {
    double[][] ring = new double[CORNERS + 1][];
    double x = random.nextDouble(-180, 180);
    double y = random.nextDouble(-90, 90);
    for (int corner = 0; corner < CORNERS; corner++) {
      double angle = 2 * Math.PI * corner / CORNERS;
      ring[corner] = new double[] {x + Math.cos(angle) * random.nextDouble(), y + Math.sin(angle)};
    }
    ring[CORNERS] = ring[0];
    return Geometry.polygon(ring);
  }

  @TearDown
  public void release() {
    batch.close();
    allocator.close();
  }

  @Benchmark
  public long write() throws IOException {
    try (ArrowParquetWriter writer =
        ArrowParquetWriter.open(OutputStream.nullOutputStream(), schema, options)) {
      writer.write(batch);
      return writer.finish().bytes();
    }
  }
}
