package io.flinkarrow.value.variant;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import javax.annotation.Nullable;

/** What the columns of a shredded type have of a variant. */
public sealed interface TypedValue {

  /**
   * @param value the part of it that was not shredded
   */
  byte[] whole(@Nullable byte[] value, VariantNames names);

  /**
   * A value without parts.
   *
   * @param bytes in the encoding of variants
   */
  record Scalar(byte[] bytes) implements TypedValue {
    @Override
    public byte[] whole(@Nullable byte[] value, VariantNames names) {
      requireNoValue(value);
      return bytes;
    }
  }

  /** All elements; one that is missing is null. */
  record Array(List<ShreddedValue> elements) implements TypedValue {
    @Override
    public byte[] whole(@Nullable byte[] value, VariantNames names) {
      requireNoValue(value);
      List<byte[]> whole = new ArrayList<>();
      for (ShreddedValue element : elements) {
        whole.add(element.whole(names));
      }
      return VariantEncoding.ofArray(whole);
    }
  }

  /**
   * The fields that have columns of their own. The value has the other ones.
   *
   * @param names of all fields, also of those that are missing
   */
  record Fields(List<String> names, List<ShreddedValue> values) implements TypedValue {
    @Override
    public byte[] whole(@Nullable byte[] value, VariantNames dictionary) {
      Map<String, ObjectField> fields = value == null ? new TreeMap<>() : others(value, dictionary);
      for (int i = 0; i < values.size(); i++) {
        if (!values.get(i).isMissing()) {
          int id = dictionary.id(names.get(i));
          fields.put(names.get(i), new ObjectField(id, values.get(i).whole(dictionary)));
        }
      }
      return VariantEncoding.ofObject(fields.values());
    }

    private Map<String, ObjectField> others(byte[] value, VariantNames dictionary) {
      Map<String, ObjectField> fields = new TreeMap<>();
      for (ObjectField field : VariantEncoding.fieldsOf(value)) {
        fields.put(dictionary.name(field.id()), field);
      }
      for (String name : names) {
        if (fields.containsKey(name)) {
          throw new IllegalArgumentException(
              "a variant has the field '%s' in its value, but the column of this name should hold it. The file is damaged; write it again"
                  .formatted(name));
        }
      }
      return fields;
    }
  }

  private static void requireNoValue(@Nullable byte[] value) {
    if (value != null) {
      throw new IllegalArgumentException(
          "a variant has a value and a typed value at once, which only objects may have. The file is damaged; write it again");
    }
  }
}
