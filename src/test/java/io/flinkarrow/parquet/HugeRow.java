package io.flinkarrow.parquet;

import static java.nio.ByteOrder.LITTLE_ENDIAN;

import io.flinkarrow.parquet.options.CompressionCodec;
import io.flinkarrow.parquet.shred.nodes.BatchBuffers;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.FieldType;
import org.apache.arrow.vector.types.pojo.Schema;

/**
 * A program that writes one row, a list of so many elements, from a batch on the heap: arguments
 * are the elements' type, how many they are, and the codec.
 */
public final class HugeRow {

  private HugeRow() {}

  public static void main(String[] arguments) throws IOException {
    boolean bits = arguments[0].equals("bool");
    int elements = Integer.parseInt(arguments[1]);
    ArrowType type = bits ? new ArrowType.Bool() : new ArrowType.Int(8, true);
    Field element = new Field("element", FieldType.nullable(type), null);
    Schema schema =
        new Schema(
            List.of(new Field("l", FieldType.nullable(new ArrowType.List()), List.of(element))));
    byte[] values = new byte[bits ? (elements + 7) / 8 : elements];
    for (int i = 0; i < values.length; i++) {
      values[i] = (byte) ((i * 0x9E3779B1) >>> 23);
    }
    ByteBuffer none = ByteBuffer.allocate(0).order(LITTLE_ENDIAN);
    ByteBuffer offsets = ByteBuffer.allocate(8).order(LITTLE_ENDIAN).putInt(4, elements);
    BatchBuffers batch =
        new BatchBuffers(
            1,
            new int[] {1, elements},
            new int[] {0, 0},
            new ByteBuffer[] {none, offsets, none, ByteBuffer.wrap(values).order(LITTLE_ENDIAN)},
            Map.of());
    WriterOptions options =
        WriterOptions.builder().codec(CompressionCodec.valueOf(arguments[2])).build();
    try (ArrowParquetWriter writer =
        ArrowParquetWriter.open(OutputStream.nullOutputStream(), schema, options)) {
      writer.write(batch);
      System.out.println(writer.finish());
    }
  }
}
