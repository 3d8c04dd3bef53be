package io.flinkarrow;

import static org.assertj.core.api.Assertions.assertThat;

import io.flinkarrow.testing.SqlJar;
import java.io.File;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.jar.JarFile;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.spi.ToolProvider;
import java.util.stream.Collectors;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.Test;
import org.objectweb.asm.ClassReader;

/**
 * The jar for Flink SQL is put beside whatever else lies in a cluster's {@code lib}: its classes
 * have no names that others could have too, but for the codecs, and it says what it bundles.
 */
class SqlJarHoldsOnlyWhatItBringsITCase {

  private static final String CODECS = "(com/github/luben/zstd|org/xerial/snappy)/.*";

  /** Annotations, and a class that only an OSGi container loads. */
  private static final Set<String> NEVER_LOADED =
      Set.of(
          "org.checkerframework.dataflow.qual.AssertMethod",
          "org.immutables.value.Value",
          "org.immutables.value.Value$Default",
          "org.immutables.value.Value$Immutable",
          "org.osgi.framework.BundleActivator",
          "org.osgi.framework.BundleContext");

  /** Of optional libraries, which the jar does not bring. */
  private static final String OPTIONAL = "com.aayushatharva.brotli4j.";

  /** A class or the file of one, with its package. */
  private static final Pattern CLASS_NAME = Pattern.compile("/?(.+?)/[A-Z][\\w$]*(?:/class)?");

  private static final int STRING_CONSTANT = 8;

  @Test
  void everyClassIsOursOrRelocatedOrACodecs() throws IOException {
    assertThat(entries(SqlJar.path()))
        .filteredOn(name -> name.endsWith(".class"))
        .isNotEmpty()
        .allMatch(name -> name.startsWith("io/flinkarrow/") || name.matches(CODECS))
        .noneMatch(name -> name.endsWith("module-info.class"));
  }

  @Test
  void nothingElseIsInItThanLicencesOurFilesAndNativeCodecs() throws IOException {
    assertThat(entries(SqlJar.path()))
        .filteredOn(name -> !name.endsWith(".class") && !name.endsWith("/"))
        .allMatch(
            name ->
                name.matches("META-INF/(MANIFEST.MF|LICENSE|NOTICE|licenses/[A-Z]+\\.[a-z-]+)")
                    || name.equals("META-INF/services/org.apache.flink.table.factories.Factory")
                    || name.equals("io/flinkarrow/parquet/file/build.properties")
                    || name.equals("io/flinkarrow/parquet/geo/coordinate-reference-systems.json")
                    || name.matches("(aix|darwin|freebsd|linux|win)/\\w+/libzstd-jni[\\w.-]+")
                    || name.matches("org/xerial/snappy/(VERSION|native/.+)"))
        .doesNotHaveDuplicates();
  }

  @Test
  void noEntryIsThereTwice() throws IOException {
    assertThat(entries(SqlJar.path())).doesNotHaveDuplicates();
  }

  @Test
  void itOffersTheFormatsToFlink() throws IOException {
    assertThat(text("META-INF/services/org.apache.flink.table.factories.Factory").lines())
        .containsExactly(
            "io.flinkarrow.table.ArrowParquetFormatFactory",
            "io.flinkarrow.table.ArrowIpcFormatFactory");
  }

  @Test
  void noClassNeedsOneThatIsNeitherInItNorFlinks() throws IOException {
    StringWriter output = new StringWriter();
    PrintWriter writer = new PrintWriter(output);
    String flink =
        Files.readString(SqlJar.path().resolveSibling("provided-classpath.txt")).strip()
            + File.pathSeparator
            + runtimeJars().stream().filter(jar -> named(jar, "slf4j-api")).findAny().orElseThrow();
    int exitCode =
        ToolProvider.findFirst("jdeps")
            .orElseThrow()
            .run(
                writer,
                writer,
                "--missing-deps",
                "--multi-release",
                "17",
                "--class-path",
                flink,
                SqlJar.path().toString());
    assertThat(exitCode).as(output.toString()).isZero();
    Set<String> missing =
        Pattern.compile("-> (\\S+) +not found")
            .matcher(output.toString())
            .results()
            .map(match -> match.group(1))
            .filter(name -> !name.equals("not") && !name.startsWith(OPTIONAL))
            .collect(Collectors.toCollection(TreeSet::new));
    assertThat(missing).as(output.toString()).isEqualTo(new TreeSet<>(NEVER_LOADED));
  }

  /** Names that are looked up at run time are relocated with the packages they name. */
  @Test
  void noStringNamesAClassOfAPackageThatWasMoved() throws IOException {
    Set<String> before = new TreeSet<>();
    for (Path jar : runtimeJars()) {
      entries(jar).stream()
          .filter(name -> name.matches(".*/.*\\.class") && !name.matches(CODECS))
          .map(name -> name.substring(0, name.lastIndexOf('/')))
          .forEach(before::add);
    }
    List<String> found = new ArrayList<>();
    try (JarFile jar = new JarFile(SqlJar.path().toFile())) {
      for (ZipEntry entry : jar.stream().filter(e -> e.getName().endsWith(".class")).toList()) {
        byte[] bytes = jar.getInputStream(entry).readAllBytes();
        for (String string : strings(new ClassReader(bytes))) {
          Matcher name = CLASS_NAME.matcher(string.replace('.', '/'));
          if (name.matches() && before.contains(name.group(1))) {
            found.add(entry.getName() + ": " + string);
          }
        }
      }
    }
    assertThat(before).contains("org/apache/arrow/memory");
    assertThat(found).isEmpty();
  }

  /** A bundled jar is one with a class of its own in ours, under its old or its new name. */
  @Test
  void theNoticeNamesEachBundledJarWithItsVersion() throws IOException {
    Set<String> ours = Set.copyOf(entries(SqlJar.path()));
    List<Path> bundled = new ArrayList<>();
    for (Path jar : runtimeJars()) {
      if (entries(jar).stream()
          .filter(name -> name.endsWith(".class") && !name.startsWith("META-INF"))
          .filter(name -> !name.equals("module-info.class"))
          .anyMatch(name -> ours.contains(name) || ours.contains(relocated(name)))) {
        bundled.add(jar);
      }
    }
    List<String> coordinates =
        text("META-INF/NOTICE")
            .lines()
            .filter(line -> line.startsWith("- "))
            .map(line -> line.substring(2))
            .toList();
    assertThat(coordinates)
        .hasSameSizeAs(bundled)
        .allSatisfy(
            coordinate ->
                assertThat(bundled).anyMatch(jar -> jar.endsWith(pathInARepository(coordinate))));
  }

  @Test
  void everyLicenceThatTheNoticeNamesIsThere() throws IOException {
    String notice = text("META-INF/NOTICE");
    Set<String> named =
        Pattern.compile("\\b(LICENSE|NOTICE)\\.[a-z-]+")
            .matcher(notice)
            .results()
            .map(match -> "META-INF/licenses/" + match.group())
            .collect(Collectors.toSet());
    assertThat(entries(SqlJar.path()))
        .filteredOn(name -> name.startsWith("META-INF/licenses/") && !name.endsWith("/"))
        .containsExactlyInAnyOrderElementsOf(named);
  }

  private static String relocated(String name) {
    return "io/flinkarrow/shaded/" + name.replaceFirst("^shaded/", "");
  }

  private static Path pathInARepository(String coordinate) {
    String[] parts = coordinate.split(":");
    return Path.of(parts[0].replace('.', '/'))
        .resolve(Path.of(parts[1], parts[2], "%s-%s.jar".formatted(parts[1], parts[2])));
  }

  private static boolean named(Path jar, String artifact) {
    return jar.getFileName().toString().startsWith(artifact + "-");
  }

  private static List<String> strings(ClassReader reader) {
    char[] buffer = new char[reader.getMaxStringLength()];
    List<String> strings = new ArrayList<>();
    for (int index = 1; index < reader.getItemCount(); index++) {
      int offset = reader.getItem(index);
      if (offset > 0 && reader.readByte(offset - 1) == STRING_CONSTANT) {
        strings.add((String) reader.readConst(index, buffer));
      }
    }
    return strings;
  }

  private static List<Path> runtimeJars() throws IOException {
    String jars = Files.readString(SqlJar.path().resolveSibling("runtime-classpath.txt")).strip();
    return Pattern.compile(File.pathSeparator).splitAsStream(jars).map(Path::of).toList();
  }

  private static List<String> entries(Path jar) throws IOException {
    try (ZipFile file = new ZipFile(jar.toFile())) {
      return file.stream().map(ZipEntry::getName).toList();
    }
  }

  private static String text(String entry) throws IOException {
    try (ZipFile file = new ZipFile(SqlJar.path().toFile())) {
      byte[] bytes = file.getInputStream(file.getEntry(entry)).readAllBytes();
      return new String(bytes, StandardCharsets.UTF_8);
    }
  }
}
