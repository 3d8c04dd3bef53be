package io.flinkarrow.parquet.geo;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.annotation.Nullable;

/**
 * Finds the name of a coordinate reference system in its definition as WKT, of either version. It
 * is the {@code ID} or {@code AUTHORITY} of the definition itself, not of what is in it.
 */
final class WellKnownText {

  /** Not {@code BOUNDCRS}, which is another system than the named one in it. */
  private static final Pattern START =
      Pattern.compile(
          "(GEOD(ETIC)?CRS|GEOG(RAPHIC)?CRS|PROJ(ECTED)?CRS|GEOGCS|PROJCS)\\s*[\\[(].*",
          Pattern.CASE_INSENSITIVE | Pattern.DOTALL);

  private static final Pattern NAME =
      Pattern.compile(
          "(ID|AUTHORITY)\\s*[\\[(]\\s*\"(\\w+)\"\\s*,\\s*\"?(\\w+)\"?\\s*[,\\])]",
          Pattern.CASE_INSENSITIVE);

  private WellKnownText() {}

  /** Empty if the text is no definition, or one without a name. */
  static Optional<SystemName> name(String text) {
    if (!START.matcher(text).matches()) {
      return Optional.empty();
    }
    int depth = 0;
    boolean quoted = false;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      quoted ^= c == '"';
      if (quoted) {
        continue;
      }
      if (c == '[' || c == '(') {
        depth++;
      } else if (c == ']' || c == ')') {
        depth--;
      } else if (c == ',' && depth == 1) {
        SystemName name = nameAt(text, i + 1);
        if (name != null) {
          return Optional.of(name);
        }
      }
    }
    return Optional.empty();
  }

  @Nullable
  private static SystemName nameAt(String text, int start) {
    int at = start;
    while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
      at++;
    }
    Matcher matcher = NAME.matcher(text).region(at, text.length());
    return matcher.lookingAt() ? new SystemName(matcher.group(2), matcher.group(3)) : null;
  }
}
