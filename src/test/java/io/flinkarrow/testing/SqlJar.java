package io.flinkarrow.testing;

import java.nio.file.Files;
import java.nio.file.Path;

/** The jar for Flink SQL, as the build has made it. */
public final class SqlJar {

  private SqlJar() {}

  public static Path path() {
    Path jar = Path.of(System.getProperty("flinkarrow.sqlJar"));
    if (Files.notExists(jar)) {
      throw new IllegalStateException(
          "%s is not there: 'mvn package' makes it, but not with -Dquick".formatted(jar));
    }
    return jar.toAbsolutePath();
  }
}
