package io.flinkarrow.testing;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * A local Maven repository with the library as this build made it, and perhaps with links to all
 * that the user's own one has. What Maven downloads goes where the links lead; the library itself
 * stays here, so the user's repository keeps the one that was installed there.
 */
public final class LocalRepository implements AutoCloseable {

  private static final String GROUP = "flinkarrow";
  private static final String ARTIFACT = "flink-arrow-parquet";

  private final Path directory;
  private final List<Path> links = new ArrayList<>();

  private LocalRepository(Path directory) {
    this.directory = directory;
  }

  /**
   * @param directory a new one
   * @param others whether it has what the user's repository has
   */
  public static LocalRepository withThisLibrary(Path directory, boolean others) throws IOException {
    LocalRepository repository = new LocalRepository(directory);
    Path ours = Files.createDirectories(directory.resolve("io"));
    if (others) {
      repository.link(users(), directory, "io");
      repository.link(users().resolve("io"), ours, GROUP);
    }
    Path jar = ThinJar.path();
    String name = jar.getFileName().toString().replace(".jar", "");
    String version = name.substring(ARTIFACT.length() + 1);
    Path library = ours.resolve(GROUP).resolve(ARTIFACT).resolve(version);
    Files.createDirectories(library);
    Files.copy(jar, library.resolve(name + ".jar"));
    Files.copy(Path.of("pom.xml"), library.resolve(name + ".pom"));
    return repository;
  }

  /** Makes it the one that Maven uses in a project. */
  public void use(Path project) throws IOException {
    Path settings = Files.createDirectories(project.resolve(".mvn"));
    Files.writeString(settings.resolve("maven.config"), "-Dmaven.repo.local=" + directory);
  }

  /** Removes the links, so that nobody who deletes the directory may follow them. */
  @Override
  public void close() throws IOException {
    for (Path link : links) {
      Files.delete(link);
    }
  }

  /** As the build tells, or where it is by default. */
  private static Path users() {
    Path byDefault = Path.of(System.getProperty("user.home"), ".m2", "repository");
    return Path.of(System.getProperty("flinkarrow.mavenRepository", byDefault.toString()));
  }

  private void link(Path from, Path to, String leftOut) throws IOException {
    List<Path> entries;
    try (Stream<Path> all = Files.list(from)) {
      entries = all.filter(entry -> !entry.getFileName().toString().equals(leftOut)).toList();
    }
    for (Path entry : entries) {
      links.add(Files.createSymbolicLink(to.resolve(entry.getFileName()), entry));
    }
  }
}
