package io.flinkarrow.compatibility;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.zip.ZipFile;

/** The class files of a class path, the first of a name before others, and below them Java's. */
final class ClassFiles implements Closeable {

  private static final String SUFFIX = ".class";

  private interface Content {
    InputStream open() throws IOException;
  }

  private final Map<String, Content> contents = new LinkedHashMap<>();
  private final Map<String, Optional<DeclaredClass>> declared = new HashMap<>();
  private final List<ZipFile> jars = new ArrayList<>();

  /**
   * @param classPath jars and directories
   */
  ClassFiles(List<Path> classPath) throws IOException {
    for (Path entry : classPath) {
      if (Files.isDirectory(entry)) {
        addDirectory(entry);
      } else {
        addJar(entry);
      }
    }
  }

  private void addDirectory(Path directory) throws IOException {
    Files.walkFileTree(
        directory,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
            add(
                directory.relativize(file).toString().replace('\\', '/'),
                () -> Files.newInputStream(file));
            return FileVisitResult.CONTINUE;
          }
        });
  }

  private void addJar(Path file) throws IOException {
    ZipFile jar = new ZipFile(file.toFile());
    jars.add(jar);
    jar.stream().forEach(entry -> add(entry.getName(), () -> jar.getInputStream(entry)));
  }

  private void add(String fileName, Content content) {
    if (fileName.endsWith(SUFFIX) && !fileName.startsWith("META-INF/")) {
      contents.putIfAbsent(fileName.substring(0, fileName.length() - SUFFIX.length()), content);
    }
  }

  /** All but Java's, with slashes. */
  List<String> names() {
    return List.copyOf(contents.keySet());
  }

  byte[] bytes(String name) {
    return read(name).orElseThrow(() -> new IllegalArgumentException("No class " + name));
  }

  Optional<DeclaredClass> find(String name) {
    return declared.computeIfAbsent(name, key -> read(key).map(DeclaredClass::of));
  }

  private Optional<byte[]> read(String name) {
    Content content = contents.get(name);
    try (InputStream input =
        content == null
            ? ClassLoader.getPlatformClassLoader().getResourceAsStream(name + SUFFIX)
            : content.open()) {
      return input == null ? Optional.empty() : Optional.of(input.readAllBytes());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() throws IOException {
    for (ZipFile jar : jars) {
      jar.close();
    }
  }
}
