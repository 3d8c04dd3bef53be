package io.flinkarrow.batch;

import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.dictionary.Dictionary;
import org.apache.arrow.vector.dictionary.DictionaryEncoder;
import org.apache.arrow.vector.dictionary.DictionaryProvider;

/** The slow, obvious way to see what vectors hold: one object a value, as text. */
public final class Rows {

  private Rows() {}

  public static List<List<String>> of(VectorSchemaRoot root) {
    return of(root, 0, root.getRowCount());
  }

  static List<List<String>> of(VectorSchemaRoot root, int from, int count) {
    List<List<String>> rows = new ArrayList<>();
    for (int row = from; row < from + count; row++) {
      List<String> values = new ArrayList<>();
      for (FieldVector vector : root.getFieldVectors()) {
        values.add(text(vector.getObject(row)));
      }
      rows.add(values);
    }
    return rows;
  }

  public static List<List<String>> of(RecordBatch batch, BufferAllocator allocator) {
    try (LoadedBatch loaded = batch.load(allocator)) {
      return of(loaded.root());
    }
  }

  /** One dictionary-encoded column, its values looked up. */
  static List<String> decoded(
      FieldVector vector, DictionaryProvider dictionaries, BufferAllocator allocator) {
    Dictionary dictionary = dictionaries.lookup(vector.getField().getDictionary().getId());
    List<String> values = new ArrayList<>();
    try (var decoded = DictionaryEncoder.decode(vector, dictionary, allocator)) {
      for (int i = 0; i < decoded.getValueCount(); i++) {
        values.add(text(decoded.getObject(i)));
      }
    }
    return values;
  }

  private static String text(Object value) {
    if (value instanceof byte[] bytes) {
      return HexFormat.of().formatHex(bytes);
    }
    if (value instanceof List<?> list) {
      return list.stream().map(Rows::text).toList().toString();
    }
    if (value instanceof Map<?, ?> map) {
      List<String> entries = new ArrayList<>();
      map.forEach((key, entry) -> entries.add(text(key) + "=" + text(entry)));
      return entries.toString();
    }
    return String.valueOf(value);
  }
}
