package io.flinkarrow.parquet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.flinkarrow.parquet.options.GeometryFormat;
import io.flinkarrow.parquet.refusal.RefusedRowsException;
import io.flinkarrow.parquet.shred.nodes.BatchBuffers;
import io.flinkarrow.testing.DuckDbReader;
import io.flinkarrow.testing.GeoArrowVectors;
import io.flinkarrow.testing.Geometry;
import io.flinkarrow.testing.ParquetJavaReader;
import io.flinkarrow.testing.PlainValue;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.Float8Vector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.complex.StructVector;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.FieldType;
import org.apache.arrow.vector.types.pojo.Schema;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Geometries in GeoArrow's nested columns are written as WKB, whatever their form. */
class GeoArrowBecomesWkbTest {

  private static final int ROWS = 300;

  @TempDir private Path directory;

  static Stream<GeoArrowVectors> forms() {
    List<GeoArrowVectors> forms = new ArrayList<>();
    for (int type = 1; type <= 6; type++) {
      for (int dimensions = 0; dimensions < 4; dimensions++) {
        for (boolean separated : new boolean[] {true, false}) {
          forms.add(new GeoArrowVectors(type, dimensions, separated, forms.size() % 3 == 0));
        }
      }
    }
    return forms.stream();
  }

  @ParameterizedTest
  @MethodSource("forms")
  void allOfThem(GeoArrowVectors form) throws Exception {
    Random random = new Random(form.hashCode());
    List<Geometry> geometries = new ArrayList<>();
    for (int row = 0; row < ROWS; row++) {
      geometries.add(
          random.nextInt(5) == 0
              ? null
              : Geometry.random(random, form.type(), form.dimensions(), 3));
    }
    Path file = directory.resolve("geometries.parquet");
    try (BufferAllocator allocator = new RootAllocator();
        VectorSchemaRoot batch = VectorSchemaRoot.create(schema(form), allocator);
        OutputStream out = Files.newOutputStream(file);
        ArrowParquetWriter writer =
            ArrowParquetWriter.open(out, schema(form), options(GeometryFormat.BOTH))) {
      form.fill(batch.getVector(0), geometries);
      batch.setRowCount(ROWS);
      writer.write(batch);
      try (VectorSchemaRoot slice = batch.slice(100, 77)) {
        writer.write(slice);
      }
      writer.finish();
    }
    List<Geometry> expected = new ArrayList<>(geometries);
    expected.addAll(geometries.subList(100, 177));
    assertThat(ParquetJavaReader.read(file))
        .extracting(row -> row.get("geometry"))
        .isEqualTo(expected.stream().map(g -> g == null ? null : PlainValue.of(g.wkb())).toList());
    assertThat(DuckDbReader.query("SELECT count(geometry) FROM " + DuckDbReader.table(file)))
        .containsExactly(List.of(expected.stream().filter(geometry -> geometry != null).count()));
  }

  @Test
  void aNullInsideIsRefusedUnlessTheGeometryIsNull() throws IOException {
    GeoArrowVectors form = new GeoArrowVectors(Geometry.POINT, 0, true, false);
    try (BufferAllocator allocator = new RootAllocator();
        VectorSchemaRoot batch = VectorSchemaRoot.create(schema(form), allocator);
        ArrowParquetWriter writer =
            ArrowParquetWriter.open(
                new ByteArrayOutputStream(), schema(form), options(GeometryFormat.BOTH))) {
      form.fill(batch.getVector(0), Arrays.asList(Geometry.point(1, 2), Geometry.point(3, 4)));
      batch.setRowCount(2);
      StructVector points = (StructVector) batch.getVector(0);
      ((Float8Vector) points.getChild("y")).setNull(1);
      assertThatThrownBy(() -> writer.write(batch))
          .isInstanceOf(RefusedRowsException.class)
          .hasMessageContaining("a part or a coordinate of the geometry is null");
      points.setNull(1);
      writer.write(batch);
      assertThat(writer.finish().rows()).isEqualTo(2);
    }
  }

  @ParameterizedTest
  @MethodSource("forms")
  void malformedBatchesAreRefused(GeoArrowVectors form) throws IOException {
    Random random = new Random(4);
    List<Geometry> geometries = new ArrayList<>();
    for (int row = 0; row < 20; row++) {
      geometries.add(Geometry.random(random, form.type(), form.dimensions(), 3));
    }
    int refused = 0;
    try (BufferAllocator allocator = new RootAllocator();
        VectorSchemaRoot batch = VectorSchemaRoot.create(schema(form), allocator)) {
      form.fill(batch.getVector(0), geometries);
      batch.setRowCount(geometries.size());
      for (int sample = 0; sample < 100; sample++) {
        BatchBuffers buffers = changed(BatchBuffers.of(batch, null), random);
        try (ArrowParquetWriter writer =
            ArrowParquetWriter.open(
                OutputStream.nullOutputStream(), schema(form), options(GeometryFormat.NATIVE))) {
          writer.write(buffers);
        } catch (RefusedRowsException e) {
          refused++;
        }
      }
    }
    assertThat(refused).isPositive();
  }

  /** One buffer is cut, one number of a buffer is another, or one node has another length. */
  private static BatchBuffers changed(BatchBuffers batch, Random random) {
    ByteBuffer[] buffers = new ByteBuffer[batch.buffers().length];
    for (int i = 0; i < buffers.length; i++) {
      ByteBuffer source = batch.buffers()[i].duplicate();
      buffers[i] = ByteBuffer.allocate(source.limit()).order(ByteOrder.LITTLE_ENDIAN);
      buffers[i].put(source.rewind()).rewind();
    }
    int[] lengths = batch.nodeLengths().clone();
    ByteBuffer chosen = buffers[random.nextInt(buffers.length)];
    switch (random.nextInt(3)) {
      case 0 -> chosen.limit(random.nextInt(chosen.limit() + 1));
      case 1 -> {
        if (chosen.limit() >= 4) {
          chosen.putInt(
              4 * random.nextInt(chosen.limit() / 4), random.nextInt() >> random.nextInt(32));
        }
      }
      default -> lengths[random.nextInt(lengths.length)] += random.nextInt(200) - 100;
    }
    return new BatchBuffers(
        batch.rowCount(), lengths, batch.nullCounts(), buffers, batch.dictionaries());
  }

  @ParameterizedTest
  @ValueSource(strings = {"geoarrow.point", "geoarrow.polygon", "geoarrow.multipolygon"})
  void otherStorageIsRefused(String name) {
    Field lines = new GeoArrowVectors(Geometry.LINE, 0, true, false).field("geometry");
    FieldType type =
        new FieldType(true, lines.getType(), null, java.util.Map.of("ARROW:extension:name", name));
    Schema schema = new Schema(List.of(new Field("place", type, lines.getChildren())));
    assertThatThrownBy(
            () ->
                ArrowParquetWriter.open(
                    OutputStream.nullOutputStream(), schema, WriterOptions.defaults()))
        .isInstanceOf(UnsupportedOperationException.class)
        .hasMessageContaining("Field place")
        .hasMessageContaining("give " + name + " its storage");
  }

  private static Schema schema(GeoArrowVectors form) {
    return new Schema(List.of(form.field("geometry")));
  }

  private static WriterOptions options(GeometryFormat format) {
    return WriterOptions.builder().geometry(format).pageBytes(3000).build();
  }
}
