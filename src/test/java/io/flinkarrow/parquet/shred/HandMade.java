package io.flinkarrow.parquet.shred;

import io.flinkarrow.parquet.options.GeometryFormat;
import io.flinkarrow.parquet.options.ListNames;
import io.flinkarrow.parquet.schema.SchemaMapping;
import io.flinkarrow.parquet.schema.SchemaPlan;
import io.flinkarrow.parquet.shred.nodes.BatchBuffers;
import io.flinkarrow.parquet.shred.nodes.BatchBuffers.DictionaryBuffers;
import io.flinkarrow.parquet.shred.nodes.DictionaryContent;
import io.flinkarrow.parquet.shred.values.SharedDictionaries;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.FieldType;
import org.apache.arrow.vector.types.pojo.Schema;

/** Batches made by hand on the heap, node by node and buffer by buffer. */
final class HandMade {

  private final int rows;
  private final List<Integer> lengths = new ArrayList<>();
  private final List<Integer> nullCounts = new ArrayList<>();
  private final List<ByteBuffer> buffers = new ArrayList<>();
  private final List<Integer> variadicCounts = new ArrayList<>();
  private final Map<Long, DictionaryBuffers> dictionaries = new HashMap<>();

  HandMade(int rows) {
    this.rows = rows;
  }

  HandMade node(int length, int nullCount, ByteBuffer... nodeBuffers) {
    lengths.add(length);
    nullCounts.add(nullCount);
    buffers.addAll(List.of(nodeBuffers));
    return this;
  }

  /** A column of views, whose data buffers come behind validity and views. */
  HandMade views(int length, int nullCount, ByteBuffer... nodeBuffers) {
    variadicCounts.add(nodeBuffers.length - 2);
    return node(length, nullCount, nodeBuffers);
  }

  HandMade dictionary(long id, int size, int nullCount, ByteBuffer... dictionaryBuffers) {
    long hash = DictionaryContent.hash(size, dictionaryBuffers[1], dictionaryBuffers[2], false);
    dictionaries.put(id, new DictionaryBuffers(size, nullCount, dictionaryBuffers, hash, null));
    return this;
  }

  /** Of any values, whose nodes and buffers are those of a batch. */
  HandMade dictionary(long id, HandMade values) {
    BatchBuffers batch = values.batch();
    dictionaries.put(
        id,
        new DictionaryBuffers(
            batch.rowCount(),
            batch.nodeLengths(),
            batch.nullCounts(),
            batch.buffers(),
            batch.dataBuffers(),
            0,
            null));
    return this;
  }

  BatchBuffers batch() {
    return new BatchBuffers(
        rows,
        lengths.stream().mapToInt(i -> i).toArray(),
        nullCounts.stream().mapToInt(i -> i).toArray(),
        buffers.toArray(ByteBuffer[]::new),
        BatchBuffers.dataBuffers(variadicCounts.stream().mapToInt(i -> i).toArray()),
        dictionaries);
  }

  static ByteBuffer none() {
    return ByteBuffer.allocate(0);
  }

  /** A bitmap, first slot first. */
  static ByteBuffer bits(String zerosAndOnes) {
    byte[] bytes = new byte[(zerosAndOnes.length() + 7) / 8];
    for (int i = 0; i < zerosAndOnes.length(); i++) {
      bytes[i / 8] |= (byte) ((zerosAndOnes.charAt(i) - '0') << (i % 8));
    }
    return ByteBuffer.wrap(bytes);
  }

  static ByteBuffer ints(int... values) {
    ByteBuffer buffer = little(values.length * Integer.BYTES);
    buffer.asIntBuffer().put(values);
    return buffer;
  }

  static ByteBuffer longs(long... values) {
    ByteBuffer buffer = little(values.length * Long.BYTES);
    buffer.asLongBuffer().put(values);
    return buffer;
  }

  static ByteBuffer bytes(int... values) {
    ByteBuffer buffer = little(values.length);
    for (int i = 0; i < values.length; i++) {
      buffer.put(i, (byte) values[i]);
    }
    return buffer;
  }

  static ByteBuffer text(String text) {
    return ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
  }

  private static ByteBuffer little(int size) {
    return ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
  }

  static Field field(String name, boolean nullable, ArrowType type, Field... children) {
    return new Field(name, new FieldType(nullable, type, null), List.of(children));
  }

  static Field nullable(String name, ArrowType type, Field... children) {
    return field(name, true, type, children);
  }

  static Field required(String name, ArrowType type, Field... children) {
    return field(name, false, type, children);
  }

  /** Of a schema whose timestamps become INT96. */
  static BatchShredder int96Shredder(Field... fields) {
    return new BatchShredder(
        SchemaPlan.of(
            new Schema(List.of(fields)),
            new SchemaMapping(
                true, null, false, false, ListNames.STANDARD, GeometryFormat.GEOPARQUET_1_1)),
        new SharedDictionaries(0));
  }

  static BatchShredder shredder(Field... fields) {
    return new BatchShredder(SchemaPlan.of(new Schema(List.of(fields))), new SharedDictionaries(0));
  }
}
