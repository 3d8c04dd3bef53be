package io.flinkarrow.read;

import java.util.Arrays;
import org.apache.parquet.schema.Type;
import org.apache.parquet.schema.Type.Repetition;

/**
 * Where in the file's schema a field stands.
 *
 * @param path names from the top level on
 * @param definitionLevel from which on the field is not null; of a repeated one: has an element
 * @param repetitionLevel of the innermost repeated field that the field is or stands in
 */
record FieldPlace(String[] path, Type type, int definitionLevel, int repetitionLevel) {

  static FieldPlace topLevel(Type type) {
    return new FieldPlace(new String[0], null, 0, 0).child(type);
  }

  FieldPlace child(Type child) {
    String[] childPath = Arrays.copyOf(path, path.length + 1);
    childPath[path.length] = child.getName();
    return new FieldPlace(
        childPath,
        child,
        definitionLevel + (child.isRepetition(Repetition.REQUIRED) ? 0 : 1),
        repetitionLevel + (child.isRepetition(Repetition.REPEATED) ? 1 : 0));
  }

  /** A group's child. */
  FieldPlace child(int index) {
    return child(type.asGroupType().getType(index));
  }

  boolean isGroup() {
    return !type.isPrimitive();
  }

  boolean isRepeated() {
    return type.isRepetition(Repetition.REPEATED);
  }

  boolean isOptional() {
    return type.isRepetition(Repetition.OPTIONAL);
  }

  Repeated repeated() {
    return new Repeated(definitionLevel, repetitionLevel);
  }

  String name() {
    return String.join(".", path);
  }
}
