package io.flinkarrow.parquet.geo;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What an authority calls a coordinate reference system.
 *
 * @param authority in upper case, such as EPSG
 * @param code in upper case, such as 3857 or CRS84
 */
record SystemName(String authority, String code) {

  /** The spellings in use: plain, as a URN, and as an address of the OGC. */
  private static final List<Pattern> SPELLINGS =
      List.of(
          spelling("(EPSG|OGC):(\\w+)"),
          spelling("urn:ogc:def:crs:(\\w+):[^:]*:(\\w+)"),
          spelling("https?://www\\.opengis\\.net/def/crs/(\\w+)/[^/]+/(\\w+)"));

  SystemName {
    authority = authority.toUpperCase(Locale.ROOT);
    code = code.toUpperCase(Locale.ROOT);
  }

  private static Pattern spelling(String expression) {
    return Pattern.compile(expression, Pattern.CASE_INSENSITIVE);
  }

  /** The name that a string is, or that it has as WKT; empty if there is none. */
  static Optional<SystemName> of(String text) {
    for (Pattern spelling : SPELLINGS) {
      Matcher matcher = spelling.matcher(text);
      if (matcher.matches()) {
        return Optional.of(new SystemName(matcher.group(1), matcher.group(2)));
      }
    }
    return WellKnownText.name(text);
  }

  @Override
  public String toString() {
    return authority + ":" + code;
  }
}
