package io.flinkarrow.parquet.file;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;
import javax.annotation.Nullable;
import org.apache.parquet.SemanticVersion;
import org.apache.parquet.SemanticVersion.SemanticVersionParseException;
import org.apache.parquet.VersionParser;
import org.apache.parquet.VersionParser.ParsedVersion;
import org.apache.parquet.VersionParser.VersionParseException;

/**
 * The footer's {@code created_by}: {@code flink-arrow-parquet version 1.2.3 (build ...)}, the form
 * that readers parse to work around other writers' bugs. The build fills in a resource rather than
 * the jar's manifest, so that it survives shading into a job's jar.
 */
public final class CreatedBy {

  static final String VALUE = read();

  private static final String APPLICATION = "flink-arrow-parquet";

  private CreatedBy() {}

  /**
   * Whether this library, of any version, wrote a file.
   *
   * @param writer what the file names; null if it names none
   */
  public static boolean isOurs(ParsedVersion writer) {
    return writer != null && APPLICATION.equals(writer.application);
  }

  /**
   * Whether what a footer says of values means what it means in footers of this version: those of
   * earlier versions do. Whoever changes what statistics mean, refuses the versions before here.
   *
   * @param writer what the file names; null if it names none
   */
  public static boolean meansTheSame(@Nullable ParsedVersion writer) {
    if (!isOurs(writer)) {
      return false;
    }
    try {
      String own = VersionParser.parse(VALUE).version;
      return own.equals(writer.version)
          || SemanticVersion.parse(writer.version).compareTo(SemanticVersion.parse(own)) <= 0;
    } catch (SemanticVersionParseException | VersionParseException e) {
      return false;
    }
  }

  /**
   * The same with the application that a file is written for, inside the parentheses: readers parse
   * what is before.
   *
   * @param application without parentheses; null for none
   */
  static String of(@Nullable String application) {
    return application == null
        ? VALUE
        : VALUE.substring(0, VALUE.length() - 1) + ", for " + application + ")";
  }

  private static String read() {
    Properties properties = new Properties();
    try (InputStream resource = CreatedBy.class.getResourceAsStream("build.properties")) {
      if (resource != null) {
        properties.load(resource);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("build.properties of flink-arrow-parquet is unreadable", e);
    }
    return "%s version %s (build %s)"
        .formatted(
            APPLICATION,
            properties.getProperty("version", "unknown"),
            properties.getProperty("build", "unknown"));
  }
}
