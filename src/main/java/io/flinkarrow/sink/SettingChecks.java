package io.flinkarrow.sink;

import java.util.Objects;

/** Checks of the builder's arguments; each returns what it was given, or says what it must be. */
final class SettingChecks {

  private SettingChecks() {}

  static double share(String name, double share) {
    if (!(share >= 0 && share <= 1)) {
      throw new IllegalArgumentException(
          "%s must be from 0, for no file, to 1, for every file, but was %s"
              .formatted(name, share));
    }
    return share;
  }

  static long atLeastOne(String setting, long value) {
    if (value < 1) {
      throw new IllegalArgumentException(
          "%s must be at least 1 but was %d".formatted(setting, value));
    }
    return value;
  }

  static String fileNamePart(String setting, String value) {
    Objects.requireNonNull(value, setting);
    if (value.indexOf('/') >= 0
        || value.indexOf('\\') >= 0
        || value.indexOf(':') >= 0
        || value.chars().anyMatch(Character::isISOControl)) {
      throw new IllegalArgumentException(
          "%s is a piece of a file name and must not hold '/', '\\', ':' or control characters, but was '%s'"
              .formatted(setting, value));
    }
    return value;
  }

  /** The first part of a file name, one that readers don't take for hidden. */
  static String visiblePrefix(String setting, String value) {
    fileNamePart(setting, value);
    if (value.startsWith(".") || value.startsWith("_")) {
      throw new IllegalArgumentException(
          "%s must not begin with '.' or '_', for readers take such files for hidden, but was '%s'"
              .formatted(setting, value));
    }
    return value;
  }
}
