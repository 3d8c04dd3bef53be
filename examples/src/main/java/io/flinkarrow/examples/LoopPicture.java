package io.flinkarrow.examples;

import io.flinkarrow.parquet.ArrowParquetReader;
import io.flinkarrow.parquet.ReaderOptions;
import io.flinkarrow.parquet.input.ParquetInput;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.Float8Vector;
import org.apache.arrow.vector.VarBinaryVector;
import org.apache.arrow.vector.VectorSchemaRoot;

/**
 * The earthquakes before and after on two maps, as one file of SVG. The Parquet files are read as
 * Arrow vectors, without Flink.
 */
final class LoopPicture {

  private static final String START =
      """
      <svg xmlns="http://www.w3.org/2000/svg" width="1180" height="470" font-family="sans-serif" font-size="15">
      <defs><path id="countries" d="%s" fill="#f2efe6" stroke="#8a8a80"/></defs>
      <rect width="1180" height="470" fill="#ffffff"/>
      """;

  /** A map in degrees: everything outside of the box is cut off. */
  private static final String MAP =
      """
      <text x="%1$d" y="32">%2$s</text>
      <svg x="%1$d" y="50" width="%3$d" height="380" viewBox="%4$s %5$s %6$s %7$s" preserveAspectRatio="none">
      <rect x="%4$s" y="%5$s" width="%6$s" height="%7$s" fill="#dbe9f2"/>
      <use href="#countries" stroke-width="%8$.4f"/>
      """;

  private static final String FRAME =
      """
      <rect x="%s" y="%s" width="%s" height="%s" fill="none" stroke="#000000" stroke-width="%.4f"/>
      """;

  private static final String MARK =
      """
      <ellipse cx="%.4f" cy="%.4f" rx="%.4f" ry="%.4f" fill="none" stroke="#000000" stroke-width="%.4f"/>
      """;

  private static final String DOT =
      "<ellipse cx=\"%.4f\" cy=\"%.4f\" rx=\"%.4f\" ry=\"%.4f\" fill=\"%s\" fill-opacity=\"0.55\"/>\n";

  private static final String END = "</svg>\n";

  private static final Box WORLD = new Box(-180, -90, 180, 90);
  private static final int WORLD_WIDTH = 760;
  private static final int CLOSE_WIDTH = 340;
  private static final int HEIGHT = 380;
  private static final int MARGIN = 20;

  private static final String BEFORE_COLOR = "#c0392b";
  private static final double FARTHEST_KM = 900;

  private final StringBuilder svg = new StringBuilder();
  private final BufferAllocator allocator;

  private LoopPicture(BufferAllocator allocator) {
    this.allocator = allocator;
  }

  /** Draws the points of one file, and those of others, on the outlines of countries. */
  static void write(Path picture, Path countries, Path before, Collection<Path> after)
      throws IOException {
    try (BufferAllocator allocator = new RootAllocator()) {
      LoopPicture drawn = new LoopPicture(allocator);
      drawn.draw(countries, before, after);
      Files.writeString(picture, drawn.svg);
    }
  }

  private void draw(Path countries, Path before, Collection<Path> after) throws IOException {
    svg.append(START.formatted(outlines(countries)));
    Panel world = new Panel(MARGIN, WORLD_WIDTH, WORLD);
    Dots all = new Dots(world);
    all.read(List.of(before), "point", "magnitude");
    world.start("Before: %,d earthquakes of one week".formatted(all.count));
    svg.append(all.svg);
    world.frame(EarthquakeLoop.CALIFORNIA);
    svg.append(END);

    Panel close = new Panel(2 * MARGIN + WORLD_WIDTH, CLOSE_WIDTH, EarthquakeLoop.CALIFORNIA);
    Dots kept = new Dots(close);
    kept.read(after, "point", "magnitude", "distance_km");
    close.start("After: %,d, by distance to San Francisco".formatted(kept.count));
    svg.append(kept.svg);
    close.mark(EarthquakeLoop.LONGITUDE, EarthquakeLoop.LATITUDE);
    svg.append(END).append(END);
  }

  private String outlines(Path file) throws IOException {
    StringBuilder path = new StringBuilder();
    try (ArrowParquetReader reader = open(file, "outline")) {
      while (reader.loadNextBatch()) {
        VarBinaryVector outlines =
            (VarBinaryVector) reader.getVectorSchemaRoot().getVector("outline");
        for (int row = 0; row < outlines.getValueCount(); row++) {
          WkbOutline.append(outlines.get(row), path);
        }
      }
    }
    return path.toString();
  }

  private static String format(String pattern, Object... values) {
    return String.format(Locale.ROOT, pattern, values);
  }

  private ArrowParquetReader open(Path file, String... columns) throws IOException {
    return ArrowParquetReader.open(
        ParquetInput.open(file), ReaderOptions.builder().columns(columns).build(), allocator);
  }

  /** One of the two maps: it shows a box. */
  private final class Panel {
    private final int left;
    private final int width;
    private final Box box;
    private final double high;
    private final double wide;

    Panel(int left, int width, Box box) {
      this.left = left;
      this.width = width;
      this.box = box;
      wide = box.east() - box.west();
      high = box.north() - box.south();
    }

    void start(String title) {
      svg.append(
          format(MAP, left, title, width, box.west(), -box.north(), wide, high, 0.6 * pixelHigh()));
    }

    void frame(Box shown) {
      double east = shown.east() - shown.west();
      double south = shown.north() - shown.south();
      svg.append(format(FRAME, shown.west(), -shown.north(), east, south, 1.5 * pixelHigh()));
    }

    void mark(double longitude, double latitude) {
      double pixels = 6;
      svg.append(
          format(
              MARK,
              longitude,
              -latitude,
              pixels * pixelWide(),
              pixels * pixelHigh(),
              1.5 * pixelHigh()));
    }

    /** Degrees of a pixel. */
    double pixelWide() {
      return wide / width;
    }

    double pixelHigh() {
      return high / HEIGHT;
    }
  }

  /** Larger for a higher magnitude, and round whatever the map's scale is. */
  private final class Dots {
    private final StringBuilder svg = new StringBuilder();
    private final Panel panel;
    private long count;

    Dots(Panel panel) {
      this.panel = panel;
    }

    void read(Collection<Path> files, String... columns) throws IOException {
      for (Path file : files) {
        try (ArrowParquetReader reader = open(file, columns)) {
          while (reader.loadNextBatch()) {
            append(reader.getVectorSchemaRoot());
            count += reader.getVectorSchemaRoot().getRowCount();
          }
        }
      }
    }

    private void append(VectorSchemaRoot root) {
      Points points = Points.of((VarBinaryVector) root.getVector("point"));
      Float8Vector magnitudes = (Float8Vector) root.getVector("magnitude");
      Float8Vector distances = (Float8Vector) root.getVector("distance_km");
      for (int row = 0; row < root.getRowCount(); row++) {
        double magnitude = magnitudes.isNull(row) ? 0 : Math.max(0, magnitudes.get(row));
        double radius = 1 + magnitude;
        svg.append(
            format(
                DOT,
                points.longitudes()[row],
                -points.latitudes()[row],
                radius * panel.pixelWide(),
                radius * panel.pixelHigh(),
                distances == null ? BEFORE_COLOR : color(distances.get(row))));
      }
    }

    /** From red to blue. */
    private String color(double kilometres) {
      int far = (int) (255 * Math.min(1, kilometres / FARTHEST_KM));
      return "#%02x30%02x".formatted(255 - far, far);
    }
  }
}
