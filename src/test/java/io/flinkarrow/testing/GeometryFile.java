package io.flinkarrow.testing;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.flinkarrow.parquet.ArrowParquetWriter;
import io.flinkarrow.parquet.WriterOptions;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.VarBinaryVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.FieldType;
import org.apache.arrow.vector.types.pojo.Schema;
import org.apache.parquet.format.FileMetaData;
import org.apache.parquet.format.KeyValue;
import org.apache.parquet.format.LogicalType;
import org.apache.parquet.format.Util;

/** The footer of a small file, in which each column of WKB has the point (1, 2). */
public record GeometryFile(FileMetaData footer) {

  public static GeometryFile of(Schema schema, WriterOptions options) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (BufferAllocator allocator = new RootAllocator();
        VectorSchemaRoot batch = VectorSchemaRoot.create(schema, allocator);
        ArrowParquetWriter writer = ArrowParquetWriter.open(out, schema, options)) {
      batch.allocateNew();
      batch.getFieldVectors().stream()
          .filter(VarBinaryVector.class::isInstance)
          .forEach(vector -> ((VarBinaryVector) vector).setSafe(0, Geometry.point(1, 2).wkb()));
      batch.setRowCount(1);
      writer.write(batch);
      writer.finish();
    }
    byte[] file = out.toByteArray();
    int end = file.length - 8;
    int length = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN).getInt(end);
    return new GeometryFile(
        Util.readFileMetaData(new ByteArrayInputStream(file, end - length, length)));
  }

  /** A field of WKB that says of itself what the metadata does. */
  public static Field field(String name, String metadata) {
    return new Field(
        name,
        new FieldType(
            true,
            ArrowType.Binary.INSTANCE,
            null,
            Map.of("ARROW:extension:name", "geoarrow.wkb", "ARROW:extension:metadata", metadata)),
        null);
  }

  /** All entries of the footer with this key. */
  public List<String> entries(String key) {
    return footer.getKey_value_metadata().stream()
        .filter(entry -> entry.getKey().equals(key))
        .map(KeyValue::getValue)
        .toList();
  }

  /**
   * GeoParquet's entry, which the Arrow schema has too, because GeoPandas looks for it there if it
   * reads a directory; missing if there is none.
   */
  public JsonNode geo() throws IOException {
    List<String> entries = entries("geo");
    List<String> stored = Stream.ofNullable(arrowSchema().getCustomMetadata().get("geo")).toList();
    if (entries.size() > 1 || !stored.equals(entries)) {
      throw new AssertionError(
          "geo should be there once, but is %s, and in the Arrow schema %s"
              .formatted(entries, stored));
    }
    return entries.isEmpty()
        ? MissingNode.getInstance()
        : new ObjectMapper().readTree(entries.get(0));
  }

  /** What GeoParquet's entry says of a column. */
  public JsonNode geo(String column) throws IOException {
    return geo().path("columns").path(column);
  }

  /** Parquet's type of a column at the top; null if it is a plain one. */
  public LogicalType type(String column) {
    return footer.getSchema().stream()
        .filter(element -> element.getName().equals(column))
        .findFirst()
        .orElseThrow()
        .getLogicalType();
  }

  /** The Arrow schema that the file keeps. */
  public Schema arrowSchema() {
    byte[] message = Base64.getDecoder().decode(entries("ARROW:schema").get(0));
    return Schema.deserializeMessage(ByteBuffer.wrap(message));
  }
}
