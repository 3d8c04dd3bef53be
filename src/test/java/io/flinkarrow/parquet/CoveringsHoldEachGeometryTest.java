package io.flinkarrow.parquet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.flinkarrow.parquet.column.LeafRows;
import io.flinkarrow.parquet.column.LeafSlice;
import io.flinkarrow.parquet.column.LeafSlices;
import io.flinkarrow.parquet.column.LeafValues;
import io.flinkarrow.parquet.column.Levels;
import io.flinkarrow.parquet.geo.GeometryCollector;
import io.flinkarrow.parquet.options.ColumnEncryption;
import io.flinkarrow.parquet.options.ColumnPath;
import io.flinkarrow.parquet.options.EncryptionKey;
import io.flinkarrow.parquet.options.EncryptionKeyProvider;
import io.flinkarrow.parquet.options.GeometryCovering;
import io.flinkarrow.parquet.options.GeometryFormat;
import io.flinkarrow.testing.DuckDbReader;
import io.flinkarrow.testing.Geometry;
import io.flinkarrow.testing.GeometryFile;
import io.flinkarrow.testing.ParquetJavaReader;
import io.flinkarrow.testing.PlainValue;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.VarBinaryVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.FieldType;
import org.apache.arrow.vector.types.pojo.Schema;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.io.LocalInputFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;
import org.junit.jupiter.params.provider.ValueSource;

/** The column of bounding boxes has for each geometry the box of a slow reference. */
class CoveringsHoldEachGeometryTest {

  private static final int ROWS = 3_000;

  @TempDir private Path directory;

  @ParameterizedTest
  @EnumSource(value = GeometryCovering.class, mode = Mode.EXCLUDE, names = "NONE")
  void asForeignReadersReadIt(GeometryCovering covering) throws Exception {
    Random random = new Random(5);
    List<Geometry> geometries = new ArrayList<>();
    for (int row = 0; row < ROWS; row++) {
      geometries.add(random.nextInt(5) == 0 ? null : Geometry.random(random, 2));
    }
    Path file = write(geometries, covering);

    List<Map<String, Object>> rows = ParquetJavaReader.read(file);
    for (int row = 0; row < ROWS; row++) {
      Geometry geometry = geometries.get(row);
      Map<?, ?> box = (Map<?, ?>) rows.get(row).get("bbox");
      if (geometry == null || isEmpty(geometry, 'x') || isEmpty(geometry, 'y')) {
        assertThat(box).isNull();
        continue;
      }
      for (char axis : new char[] {'x', 'y'}) {
        double min = geometry.axis(axis).mapToDouble(d -> d).min().orElseThrow();
        double max = geometry.axis(axis).mapToDouble(d -> d).max().orElseThrow();
        if (covering == GeometryCovering.DOUBLE) {
          assertThat(number(box, axis + "min")).isEqualTo(min);
          assertThat(number(box, axis + "max")).isEqualTo(max);
        } else {
          assertThat(number(box, axis + "min")).isBetween(min - Math.ulp((float) min), min);
          assertThat(number(box, axis + "max")).isBetween(max, max + Math.ulp((float) max));
        }
      }
    }
    String table = DuckDbReader.table(file);
    assertThat(DuckDbReader.query("SELECT count(bbox.xmin) FROM " + table))
        .isEqualTo(List.of(List.of(rows.stream().filter(row -> row.get("bbox") != null).count())));
  }

  private static boolean isEmpty(Geometry geometry, char axis) {
    return geometry.axis(axis).findAny().isEmpty();
  }

  private static double number(Map<?, ?> box, String bound) {
    return box.get(bound) instanceof PlainValue.Single single
        ? Float.intBitsToFloat(single.bits())
        : Double.longBitsToDouble(((PlainValue.Double64) box.get(bound)).bits());
  }

  /** Bounds of the last stretches of rows are kept; a dictionary that is full cuts others. */
  @ParameterizedTest
  @ValueSource(ints = {700, 20_000, 200_000})
  void inAnyStretchesOfRows(int pageRows) throws Exception {
    int rows = 150_000;
    List<byte[]> geometries =
        IntStream.range(0, rows)
            .mapToObj(row -> row % 5 == 0 ? null : Geometry.point(row, -(row % 1000)).wkb())
            .toList();
    Path file = directory.resolve("long.parquet");
    Schema schema = new Schema(List.of(GeometryFile.field("geometry", "{}")));
    WriterOptions options =
        WriterOptions.builder()
            .pageRows(pageRows)
            .columns(all -> all.covering(GeometryCovering.DOUBLE).dictionaryBytes(5_000))
            .build();
    try (BufferAllocator allocator = new RootAllocator();
        VectorSchemaRoot batch = VectorSchemaRoot.create(schema, allocator);
        OutputStream out = Files.newOutputStream(file);
        ArrowParquetWriter writer = ArrowParquetWriter.open(out, schema, options)) {
      for (int row = 0; row < rows; row++) {
        if (geometries.get(row) != null) {
          ((VarBinaryVector) batch.getVector(0)).setSafe(row, geometries.get(row));
        }
      }
      batch.setRowCount(rows);
      writer.write(batch);
      writer.finish();
    }
    assertThat(
            DuckDbReader.query(
                "SELECT count(bbox), count(*) FILTER (geometry IS NULL AND bbox IS NULL),"
                    + " bool_and(bbox.xmin = bbox.xmax AND bbox.ymin = bbox.ymax AND"
                    + " ST_AsText(geometry) = format('POINT ({} {})', bbox.xmin::INT,"
                    + " bbox.ymin::INT)) FROM "
                    + DuckDbReader.table(file)))
        .containsExactly(List.of(rows * 4L / 5, rows / 5L, true));
  }

  @Test
  void theFooterNamesItAndItHasMinimaAndMaxima() throws Exception {
    Path file = write(List.of(Geometry.point(1, 2)), GeometryCovering.SINGLE);
    try (ParquetFileReader reader = ParquetFileReader.open(new LocalInputFile(file))) {
      assertThat(reader.getFileMetaData().getKeyValueMetaData().get("geo"))
          .contains(
              "\"covering\":{\"bbox\":{\"xmin\":[\"bbox\",\"xmin\"],\"ymin\":[\"bbox\",\"ymin\"],"
                  + "\"xmax\":[\"bbox\",\"xmax\"],\"ymax\":[\"bbox\",\"ymax\"]}}");
      assertThat(reader.getFooter().getBlocks().get(0).getColumns().get(1).getStatistics())
          .satisfies(statistics -> assertThat(statistics.hasNonNullValue()).isTrue());
    }
  }

  @Test
  void whereThereIsNoPlaceForItItIsRefused() {
    Schema taken =
        new Schema(List.of(field(), Field.nullable("bbox", new ArrowType.Int(32, true))));
    assertThatThrownBy(
            () ->
                FilePlan.of(
                    taken,
                    WriterOptions.builder()
                        .columns(all -> all.covering(GeometryCovering.SINGLE))
                        .build()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("would be called 'bbox'");
    assertThatThrownBy(
            () ->
                FilePlan.of(
                    taken,
                    WriterOptions.builder()
                        .column("bbox", column -> column.covering(GeometryCovering.SINGLE))
                        .build()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("column 'bbox', which is no column of geometries");
  }

  @Test
  void theFooterDoesNotShowWhereGeometriesAreToThoseWithoutTheKey() throws Exception {
    FilePlan open = FilePlan.of(new Schema(List.of(field())), encrypted(false, false));
    FilePlan signed = FilePlan.of(new Schema(List.of(field())), encrypted(true, false));
    FilePlan ownKey = FilePlan.of(new Schema(List.of(field())), encrypted(false, true));
    byte[] place = Geometry.point(1, 2).wkb();
    LeafRows rows = new OneValue(place);
    assertThat(geo(open, rows)).contains("bbox", "Point");
    assertThat(geo(signed, rows)).doesNotContain("bbox", "Point").contains("WKB");
    assertThat(geo(ownKey, rows)).doesNotContain("bbox", "Point").contains("WKB");
    assertThatThrownBy(
            () ->
                FilePlan.of(
                    new Schema(List.of(field())),
                    WriterOptions.builder()
                        .encryption(files -> files.keyProvider(new Keys()))
                        .column(
                            "geometry",
                            column ->
                                column
                                    .encryption(ColumnEncryption.COLUMN_KEY)
                                    .covering(GeometryCovering.SINGLE))
                        .build()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("Column geometry has a key of its own");
  }

  private static String geo(FilePlan plan, LeafRows rows) {
    GeometryCollector collector = new GeometryCollector(plan.schema().geometries().get(0));
    collector.add(rows, 0, 1);
    collector.endRowGroup();
    return plan.keyValueMetadata(List.of(collector), Map.of()).get("geo");
  }

  private static WriterOptions encrypted(boolean plaintextFooter, boolean ownKey) {
    return WriterOptions.builder()
        .encryption(files -> files.keyProvider(new Keys()).plaintextFooter(plaintextFooter))
        .column(
            "geometry",
            column ->
                column.encryption(
                    ownKey ? ColumnEncryption.COLUMN_KEY : ColumnEncryption.FOOTER_KEY))
        .build();
  }

  private record Keys() implements EncryptionKeyProvider {
    @Override
    public EncryptionKey footerKey() {
      return new EncryptionKey(new byte[16]);
    }

    @Override
    public EncryptionKey columnKey(ColumnPath path) {
      return new EncryptionKey(new byte[16]);
    }
  }

  private record OneValue(byte[] value) implements LeafRows {
    @Override
    public long valueBytes(int fromRow, int toRow) {
      return value.length;
    }

    @Override
    public long idBytes(int fromRow, int toRow) {
      return Integer.BYTES;
    }

    @Override
    public boolean areByReference() {
      return false;
    }

    @Override
    public LeafSlices slices(int fromRow, int rowCount) {
      LeafValues values = new LeafValues.Bytes(value, new int[] {0, value.length}, 1);
      Iterator<LeafSlice> slices =
          List.of(new LeafSlice(1, new Levels.Uniform(1, 1), values)).iterator();
      return () -> slices.hasNext() ? slices.next() : null;
    }
  }

  private static Field field() {
    Map<String, String> metadata =
        Map.of(
            "ARROW:extension:name",
            "geoarrow.wkb",
            "ARROW:extension:metadata",
            "{\"crs\": \"OGC:CRS84\"}");
    return new Field(
        "geometry", new FieldType(true, ArrowType.Binary.INSTANCE, null, metadata), null);
  }

  private Path write(List<Geometry> geometries, GeometryCovering covering) throws Exception {
    Path file = directory.resolve("covered.parquet");
    Schema schema = new Schema(List.of(field()));
    WriterOptions options =
        WriterOptions.builder()
            .geometry(GeometryFormat.BOTH)
            .columns(all -> all.covering(covering))
            .rowGroupRows(1_000)
            .pageRows(300)
            .build();
    try (BufferAllocator allocator = new RootAllocator();
        VectorSchemaRoot batch = VectorSchemaRoot.create(schema, allocator);
        OutputStream out = Files.newOutputStream(file);
        ArrowParquetWriter writer = ArrowParquetWriter.open(out, schema, options)) {
      VarBinaryVector values = (VarBinaryVector) batch.getVector(0);
      for (int row = 0; row < geometries.size(); row++) {
        if (geometries.get(row) != null) {
          values.setSafe(row, geometries.get(row).wkb());
        }
      }
      batch.setRowCount(geometries.size());
      writer.write(batch);
      writer.finish();
    }
    return file;
  }
}
