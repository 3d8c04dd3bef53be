package io.flinkarrow.examples;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A script as Flink's SQL client takes it: statements that end with a semicolon at the end of a
 * line, and comments. What a {@code SET} sets belongs to the session, so it is kept apart.
 */
record SqlScript(Map<String, String> settings, List<String> statements) {

  private static final Pattern SET =
      Pattern.compile("SET '([^']+)' = '([^']*)'", Pattern.CASE_INSENSITIVE);

  /** Reads a script and puts values in place of its {@code ${name}}s. */
  static SqlScript read(Path file, Map<String, String> values) throws IOException {
    String text = Files.readString(file).replaceAll("(?m)^--.*$", "");
    for (Map.Entry<String, String> value : values.entrySet()) {
      text = text.replace("${" + value.getKey() + "}", value.getValue().replace("'", "''"));
    }
    Map<String, String> settings = new LinkedHashMap<>();
    List<String> statements = new ArrayList<>();
    for (String part : text.split("(?m);\\s*$")) {
      String statement = part.strip();
      Matcher setting = SET.matcher(statement);
      if (setting.matches()) {
        settings.put(setting.group(1), setting.group(2));
      } else if (!statement.isEmpty()) {
        statements.add(statement);
      }
    }
    return new SqlScript(settings, statements);
  }
}
