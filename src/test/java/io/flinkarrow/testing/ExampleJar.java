package io.flinkarrow.testing;

import io.flinkarrow.examples.TopicToParquet;
import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;

/**
 * The examples as a jar to submit: their classes, and in {@code lib} the jars of this library, of
 * what it needs and of the Kafka connector. Nothing of what a cluster has.
 */
public final class ExampleJar {

  private static final List<String> KAFKA =
      List.of("flink-connector-kafka-", "kafka-clients-", "jackson-datatype-jdk8-");

  private ExampleJar() {}

  /** Writes the jar, and returns its path. */
  public static Path write(Path jar) throws IOException, URISyntaxException {
    Path classes =
        Path.of(TopicToParquet.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    try (OutputStream file = Files.newOutputStream(jar);
        JarOutputStream out = new JarOutputStream(file);
        Stream<Path> examples = Files.list(classes.resolve("io/flinkarrow/examples"))) {
      for (Path example : examples.sorted().toList()) {
        put(out, classes.relativize(example).toString(), example);
      }
      for (Path needed : ThinJar.withDependencies()) {
        put(out, "lib/" + needed.getFileName(), needed);
      }
      for (String tested : System.getProperty("java.class.path").split(File.pathSeparator)) {
        String name = Path.of(tested).getFileName().toString();
        if (KAFKA.stream().anyMatch(name::startsWith)) {
          put(out, "lib/" + name, Path.of(tested));
        }
      }
    }
    return jar;
  }

  private static void put(JarOutputStream out, String name, Path content) throws IOException {
    out.putNextEntry(new JarEntry(name));
    Files.copy(content, out);
    out.closeEntry();
  }
}
