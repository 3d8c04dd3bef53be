package io.flinkarrow.row;

import io.flinkarrow.batch.RecordBatch;
import io.flinkarrow.batch.body.BatchBody;
import io.flinkarrow.batch.body.BatchSchema;
import io.flinkarrow.batch.body.DictionaryBatch;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;

/** Columns put together node by node and buffer by buffer, without nulls. */
final class HandMadeColumns {

  private final List<Integer> nodes = new ArrayList<>();
  private final List<Integer> offsets = new ArrayList<>();
  private final List<Integer> lengths = new ArrayList<>();
  private final List<Integer> variadic = new ArrayList<>();
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

  HandMadeColumns node(int length) {
    nodes.add(length);
    return this;
  }

  HandMadeColumns none() {
    return buffer(new byte[0]);
  }

  HandMadeColumns ints(int... ints) {
    ByteBuffer buffer = ByteBuffer.allocate(4 * ints.length).order(ByteOrder.LITTLE_ENDIAN);
    buffer.asIntBuffer().put(ints);
    return buffer(buffer.array());
  }

  HandMadeColumns buffer(byte[] content) {
    offsets.add(bytes.size());
    lengths.add(content.length);
    bytes.writeBytes(content);
    return this;
  }

  HandMadeColumns variadic(int count) {
    variadic.add(count);
    return this;
  }

  private BatchBody body() {
    return BatchBody.of(
        array(nodes),
        new int[nodes.size()],
        array(variadic),
        array(offsets),
        array(lengths),
        bytes.toByteArray());
  }

  private static int[] array(List<Integer> list) {
    return list.stream().mapToInt(Integer::intValue).toArray();
  }

  DictionaryBatch dictionary(long id) {
    return DictionaryBatch.of(id, body());
  }

  RecordBatch batch(Field column, DictionaryBatch... dictionaries) {
    return RecordBatch.of(
        BatchSchema.of(new Schema(List.of(column))), nodes.get(0), body(), List.of(dictionaries));
  }
}
