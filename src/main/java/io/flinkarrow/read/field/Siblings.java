package io.flinkarrow.read.field;

import java.util.Arrays;

/**
 * The fields of one group that are read. Each has the group's levels, so they must agree about
 * them: files where they do not are damaged, and would be read as values that were never written.
 *
 * @param definedLevel from which definition level on the group is not null; of a repeated one: has
 *     an element
 */
record Siblings(int definedLevel, FieldReader... fields) {

  /** Of those that the file has: others have no levels. */
  static Siblings of(int definedLevel, FieldReader... fields) {
    return new Siblings(
        definedLevel,
        Arrays.stream(fields)
            .filter(field -> !(field instanceof MissingFieldReader))
            .toArray(FieldReader[]::new));
  }

  /**
   * Whether the current slot of the group holds a value.
   *
   * @throws IllegalArgumentException if the fields do not agree about it
   */
  boolean areDefined() {
    int level = Math.min(fields[0].definitionLevel(), definedLevel);
    for (int i = 1; i < fields.length; i++) {
      if (Math.min(fields[i].definitionLevel(), definedLevel) != level
          || fields[i].repetitionLevel() != fields[0].repetitionLevel()) {
        throw new IllegalArgumentException(
            "its leaf columns do not agree where lists begin or end or what is null. The file is"
                + " damaged; write it again");
      }
    }
    return level == definedLevel;
  }

  void skipSlot() {
    for (FieldReader field : fields) {
      field.skipSlot();
    }
  }

  /** The group's, or less if the group or something around it is null or empty. */
  int definitionLevel() {
    return fields[0].definitionLevel();
  }

  int repetitionLevel() {
    return fields[0].repetitionLevel();
  }
}
