package io.flinkarrow.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.flinkarrow.batch.LoadedBatch;
import io.flinkarrow.batch.RecordBatch;
import io.flinkarrow.testing.Geometry;
import io.flinkarrow.testing.GeometryFile;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.Float8Vector;
import org.apache.arrow.vector.VarBinaryVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.types.pojo.Schema;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The two steps of the loop, on batches of points. */
class LoopStepsTest {

  private static final Schema SCHEMA =
      new Schema(List.of(GeometryFile.field("point", "{\"crs\": \"OGC:CRS84\"}")));
  private static final byte[] ULM = Geometry.point(10, 48.4).wkb();
  private static final byte[] SYDNEY = Geometry.point(151.2, -33.9).wkb();
  private static final Box EUROPE = new Box(-10, 35, 30, 70);

  private final BufferAllocator allocator = new RootAllocator();

  @AfterEach
  void allMemoryIsFree() {
    allocator.close();
  }

  private RecordBatch batch(byte[]... points) {
    try (VectorSchemaRoot root = VectorSchemaRoot.create(SCHEMA, allocator)) {
      root.allocateNew();
      for (int row = 0; row < points.length; row++) {
        if (points[row] != null) {
          ((VarBinaryVector) root.getVector("point")).setSafe(row, points[row]);
        }
      }
      root.setRowCount(points.length);
      return RecordBatch.copyOf(root);
    }
  }

  @Test
  void rowsOutsideOfTheBoxAndWithoutAPointAreLeftOut() {
    RowsInBox step = new RowsInBox("point", EUROPE);

    assertThat(step.map(batch(SYDNEY, ULM, null, ULM))).isEqualTo(batch(ULM, ULM));
    assertThat(step.map(batch(ULM))).isEqualTo(batch(ULM));
    assertThat(step.map(batch(SYDNEY, null)).rowCount()).isZero();
    assertThat(step.map(batch()).rowCount()).isZero();
  }

  @Test
  void thePointsOfASliceAreItsOwn() {
    RowsInBox step = new RowsInBox("point", EUROPE);

    assertThat(step.map(batch(ULM, SYDNEY, null, ULM).slice(1, 3))).isEqualTo(batch(ULM));
  }

  @Test
  void theEdgesBelongToTheBox() {
    assertThat(EUROPE.contains(-10, 35)).isTrue();
    assertThat(EUROPE.contains(30, 70)).isTrue();
    assertThat(EUROPE.contains(30.1, 70)).isFalse();
    assertThat(EUROPE.contains(30, 34.9)).isFalse();
  }

  @Test
  void distanceAndCellAreAddedAndNullWithoutAPoint() {
    RecordBatch with = new DistanceAndCell("point", 10, 48.4).map(batch(ULM, null, SYDNEY));

    assertThat(with.schema()).isEqualTo(DistanceAndCell.schema(SCHEMA));
    try (LoadedBatch loaded = with.load(allocator)) {
      VectorSchemaRoot root = loaded.root();
      Float8Vector distances = (Float8Vector) root.getVector("distance_km");
      assertThat(distances.get(0)).isZero();
      assertThat(distances.isNull(1)).isTrue();
      assertThat(distances.get(2)).isCloseTo(16_350, within(100.0));
      assertThat(root.getVector("cell").getObject(0)).hasToString("u0x57");
      assertThat(root.getVector("cell").isNull(1)).isTrue();
      assertThat(root.getVector("point").getObject(2)).isEqualTo(SYDNEY);
    }
  }

  /** From the descriptions of geohash. */
  @ParameterizedTest
  @CsvSource({
    "10.40744, 57.64911, u4pruydqqvj",
    "-5.6, 42.6, ezs42",
    "-49.265506, -25.382708, 6gkzwgjzn820",
    "-180, -90, 00000",
    "180, 90, zzzzz"
  })
  void cellsHaveTheirNames(double longitude, double latitude, String name) {
    assertThat(
            new String(Geohash.of(longitude, latitude, name.length()), StandardCharsets.US_ASCII))
        .isEqualTo(name);
  }

  @Test
  void whatIsNotAPointIsRefused() {
    byte[] line = Geometry.line(new double[] {1, 2}, new double[] {3, 4}).wkb();
    byte[] cut = Arrays.copyOf(ULM, ULM.length - 1);
    byte[] bigEndian = ULM.clone();
    bigEndian[0] = 0;
    for (byte[] other : List.of(line, cut, bigEndian, new byte[0])) {
      assertThatThrownBy(() -> new RowsInBox("point", EUROPE).map(batch(ULM, other)))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("Row 1 of the column point is not a point in little-endian WKB");
    }
  }
}
