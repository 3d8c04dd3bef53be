package io.flinkarrow.parquet.geo;

import static org.assertj.core.api.Assertions.assertThat;

import io.flinkarrow.parquet.statistics.GeometryBox;
import io.flinkarrow.parquet.statistics.GeometryStatistics;
import io.flinkarrow.testing.Geometry;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WkbScannerTest {

  private static final int SAMPLES = Boolean.getBoolean("flinkarrow.extended") ? 100_000 : 2_000;

  @Test
  void boxesAndTypesAreThoseOfASlowReference() {
    Random random = new Random(1);
    for (int sample = 0; sample < SAMPLES; sample++) {
      List<Geometry> geometries = new ArrayList<>();
      GeometryExtent extent = new GeometryExtent();
      WkbScanner scanner = new WkbScanner(false);
      for (int i = random.nextInt(4); i >= 0; i--) {
        Geometry geometry = Geometry.random(random, 3);
        geometries.add(geometry);
        byte[] wkb =
            geometry.wkb(random.nextBoolean() ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN);
        byte[] within = new byte[wkb.length + 7];
        System.arraycopy(wkb, 0, within, 3, wkb.length);
        scanner.scan(within, 3, 3 + wkb.length, extent);
      }
      assertThat(extent.statistics()).isEqualTo(reference(geometries));
    }
  }

  private static GeometryStatistics reference(List<Geometry> geometries) {
    boolean hasBox = bounds(geometries, 'x').length > 0 && bounds(geometries, 'y').length > 0;
    Optional<GeometryBox> box =
        hasBox
            ? Optional.of(
                new GeometryBox(
                    min(geometries, 'x'),
                    min(geometries, 'y'),
                    min(geometries, 'z'),
                    min(geometries, 'm'),
                    max(geometries, 'x'),
                    max(geometries, 'y'),
                    max(geometries, 'z'),
                    max(geometries, 'm')))
            : Optional.empty();
    List<Integer> types =
        geometries.stream()
            .map(Geometry::isoCode)
            .distinct()
            .sorted(Comparator.naturalOrder())
            .toList();
    return new GeometryStatistics(box, types, 0);
  }

  private static double[] bounds(List<Geometry> geometries, char axis) {
    return geometries.stream().flatMap(g -> g.axis(axis)).mapToDouble(d -> d).toArray();
  }

  private static double min(List<Geometry> geometries, char axis) {
    return Arrays.stream(bounds(geometries, axis)).min().orElse(Double.POSITIVE_INFINITY);
  }

  private static double max(List<Geometry> geometries, char axis) {
    return Arrays.stream(bounds(geometries, axis)).max().orElse(Double.NEGATIVE_INFINITY);
  }

  @Test
  void everyCutOffGeometryIsInvalidAndLeavesTheBox() {
    Random random = new Random(2);
    for (int sample = 0; sample < SAMPLES / 20; sample++) {
      byte[] wkb = Geometry.random(random, 3).wkb();
      for (int length = 0; length < wkb.length; length++) {
        // In an array of its own: whoever reads on fails.
        assertThat(scan(false, Arrays.copyOf(wkb, length)))
            .isEqualTo(new GeometryStatistics(Optional.empty(), List.of(), 1));
      }
    }
  }

  @Test
  void changedBytesNeverFail() {
    Random random = new Random(3);
    for (int sample = 0; sample < SAMPLES; sample++) {
      byte[] wkb = Geometry.random(random, 3).wkb();
      for (int i = 0; i < 20; i++) {
        wkb[random.nextInt(wkb.length)] = (byte) random.nextInt();
        GeometryStatistics statistics = scan(false, wkb);
        assertThat(statistics.invalidCount() + statistics.types().size()).isEqualTo(1);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "01",
        "0201000000000000000000f03f0000000000000040", // no byte order
        "0100000000", // no type
        "0163000000000000000000f03f0000000000000040", // type 99
        "01010000000000000000f03f00000000000040", // a byte is missing
        "0102000000ffffffff", // four billion points
        "0103000000ffffff7f", // two billion rings
        "01040000000100000001020000000000000000000000", // a line among points
        "01a10f0000000000000000f03f0000000000000040", // code 4001
      })
  void whatIsNoGeometryIsCounted(String hex) {
    assertThat(scan(false, HexFormat.of().parseHex(hex)))
        .isEqualTo(new GeometryStatistics(Optional.empty(), List.of(), 1));
  }

  @ParameterizedTest
  @ValueSource(ints = {8, 10, 12, 15, 17, 1008})
  void aCurveMakesTheBoxUnknown(int code) {
    byte[] curve =
        ByteBuffer.allocate(9).order(ByteOrder.LITTLE_ENDIAN).put((byte) 1).putInt(code).array();
    assertThat(scan(false, Geometry.point(1, 2).wkb(), curve))
        .isEqualTo(new GeometryStatistics(Optional.empty(), List.of(1), 1));
  }

  @Test
  void deepCollectionsAreInvalid() {
    assertThat(scan(false, nested(WkbScanner.MOST_DEPTH)).types()).containsExactly(7);
    assertThat(scan(false, nested(WkbScanner.MOST_DEPTH + 1)).invalidCount()).isEqualTo(1);
    assertThat(scan(false, nested(1_000_000)).invalidCount()).isEqualTo(1);
  }

  private static byte[] nested(int depth) {
    ByteBuffer wkb = ByteBuffer.allocate(9 * depth + 21).order(ByteOrder.LITTLE_ENDIAN);
    for (int i = 0; i < depth; i++) {
      wkb.put((byte) 1).putInt(7).putInt(1);
    }
    return wkb.put((byte) 1).putInt(1).putDouble(1).putDouble(2).array();
  }

  @Test
  void postgisFlagsAreUnderstood() {
    String pointZmWithSrid =
        "01010000e0e6100000000000000000f03f000000000000004000000000000008400000000000001040";
    assertThat(scan(false, HexFormat.of().parseHex(pointZmWithSrid)))
        .isEqualTo(
            new GeometryStatistics(
                Optional.of(new GeometryBox(1, 2, 3, 4, 1, 2, 3, 4)), List.of(3001), 0));
  }

  @Test
  void whatFollowsAGeometryMeansNothing() {
    byte[] point = Geometry.point(1, 2).wkb();
    assertThat(scan(false, Arrays.copyOf(point, point.length + 5)).types()).containsExactly(1);
  }

  @Test
  void onASphereOnlyPointsHaveABox() {
    byte[] points =
        Geometry.of(4, Geometry.point(179, 10), Geometry.point(-179, 20), Geometry.point(181, 91))
            .wkb();
    GeometryBox box = scan(true, points).box().orElseThrow();
    assertThat(Stream.of(box.xMin(), box.yMin(), box.xMax(), box.yMax()))
        .containsExactly(-179.0, 10.0, 179.0, 20.0);
    byte[] overThePole = Geometry.line(new double[] {-90, 60}, new double[] {90, 60}).wkb();
    assertThat(scan(true, overThePole))
        .isEqualTo(new GeometryStatistics(Optional.empty(), List.of(2), 0));
  }

  private static GeometryStatistics scan(boolean onSphere, byte[]... geometries) {
    GeometryExtent extent = new GeometryExtent();
    WkbScanner scanner = new WkbScanner(onSphere);
    for (byte[] wkb : geometries) {
      scanner.scan(wkb, 0, wkb.length, extent);
    }
    return extent.statistics();
  }
}
