package io.flinkarrow.testing;

import java.util.Objects;

/** Where in a file a check looks; its failures say so. */
final class Place {

  private final String name;

  Place(String name) {
    this.name = name;
  }

  Place in(String part, Object... arguments) {
    return new Place(name + ", " + part.formatted(arguments));
  }

  void check(boolean condition, String message, Object... arguments) {
    if (!condition) {
      throw new AssertionError(name + ": " + message.formatted(arguments));
    }
  }

  void equal(String what, Object expected, Object actual) {
    check(Objects.equals(expected, actual), "%s must be %s but is %s", what, expected, actual);
  }

  AssertionError failure(String message, Throwable cause) {
    return new AssertionError(name + ": " + message, cause);
  }
}
