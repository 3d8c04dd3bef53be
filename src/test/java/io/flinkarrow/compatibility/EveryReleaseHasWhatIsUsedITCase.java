package io.flinkarrow.compatibility;

import static org.assertj.core.api.Assertions.assertThat;

import io.flinkarrow.batch.RecordBatch;
import io.flinkarrow.compatibility.LinkCheck.Gap;
import io.flinkarrow.docs.Documents;
import io.flinkarrow.testing.FlinkRelease;
import io.flinkarrow.testing.SqlJar;
import java.io.File;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.objectweb.asm.ClassReader;

/**
 * Each release of Flink has the classes, fields and methods that the jars use, and asks for none
 * that they lack; what its package's README lists is the only exception.
 */
class EveryReleaseHasWhatIsUsedITCase {

  private static final Path TABLE = Path.of("src/main/java/io/flinkarrow/compatibility/README.md");
  private static final String HEADING = "## What the bytecode names all the same";

  /** What other libraries' classes name in vain, in any release. */
  private static final Set<String> NEVER_LOADED =
      Set.of("org.osgi.framework.BundleActivator", "org.osgi.framework.BundleContext");

  /** Of optional libraries, which the jar for SQL does not bring. */
  private static final String OPTIONAL = "com.aayushatharva.brotli4j.";

  private static final int FEWEST_REFERENCES = 5_000;

  @ParameterizedTest
  @EnumSource
  void theThinJarNamesOnlyWhatIsThere(FlinkRelease release) throws Exception {
    List<Path> classPath = new ArrayList<>();
    classPath.add(ours());
    classPath.addAll(dependencies());
    classPath.addAll(release.lib());
    classPath.addAll(release.kafka());
    LinkCheck.Result result = check(ours(), classPath);
    assertThat(result.references()).isGreaterThan(FEWEST_REFERENCES);
    assertThat(shortNames(result.gaps())).as("%s", result.gaps()).isEqualTo(exceptions(release));
    assertThat(result.gaps())
        .as("what classes name, and not what they should implement")
        .filteredOn(gap -> !gap.why().equals("abstract"))
        .allMatch(gap -> gap.from().startsWith(Variants.class.getPackageName() + "."));
  }

  @ParameterizedTest
  @EnumSource
  void theSqlJarNamesOnlyWhatIsThere(FlinkRelease release) throws Exception {
    List<Path> classPath = new ArrayList<>();
    classPath.add(SqlJar.path());
    classPath.addAll(release.lib());
    LinkCheck.Result result = check(SqlJar.path(), classPath);
    assertThat(result.references()).isGreaterThan(FEWEST_REFERENCES);
    Set<Gap> gaps = new TreeSet<>(result.gaps());
    gaps.removeIf(gap -> NEVER_LOADED.contains(gap.what()) || gap.what().startsWith(OPTIONAL));
    assertThat(shortNames(gaps)).as("%s", gaps).isEqualTo(exceptions(release));
  }

  /** With classes for a newer one, Java would say that it needs that. */
  @Test
  void noClassNeedsANewerJavaThan17() throws Exception {
    for (Path jar : List.of(ours(), SqlJar.path())) {
      try (ClassFiles classFiles = new ClassFiles(List.of(jar))) {
        assertThat(classFiles.names()).isNotEmpty();
        assertThat(classFiles.names())
            .as("%s", jar)
            .allMatch(name -> new ClassReader(classFiles.bytes(name)).readUnsignedShort(6) <= 61);
        assertThat(classFiles.names())
            .filteredOn(name -> name.startsWith("io/flinkarrow/") && !name.contains("/shaded/"))
            .allMatch(name -> new ClassReader(classFiles.bytes(name)).readUnsignedShort(6) == 61);
      }
    }
  }

  /** A check that finds nothing proves nothing. */
  @Test
  void aConnectorForAnotherReleaseIsFoundOut() throws Exception {
    FlinkRelease oldest = FlinkRelease.FLINK_1_20;
    Path connector =
        oldest.kafka().stream()
            .filter(jar -> jar.getFileName().toString().startsWith("flink-connector-kafka-"))
            .findAny()
            .orElseThrow();
    List<Path> classPath = new ArrayList<>(oldest.kafka());
    classPath.addAll(FlinkRelease.latest().lib());
    assertThat(shortNames(check(connector, classPath).gaps()))
        .hasSizeGreaterThan(20)
        .contains("KafkaSink: org.apache.flink.api.connector.sink2.Sink$InitContext");
  }

  private static LinkCheck.Result check(Path subject, List<Path> classPath) throws Exception {
    try (ClassFiles classFiles = new ClassFiles(classPath);
        ClassFiles subjects = new ClassFiles(List.of(subject))) {
      return LinkCheck.of(classFiles, subjects.names());
    }
  }

  private static Set<String> shortNames(Set<Gap> gaps) {
    Set<String> names = new TreeSet<>();
    gaps.forEach(
        gap ->
            names.add(
                gap.from().substring(gap.from().lastIndexOf('.') + 1) + ": " + gap.shortName()));
    return names;
  }

  private static Set<String> exceptions(FlinkRelease release) {
    Set<String> names = new TreeSet<>();
    for (List<String> row : Documents.table(TABLE, HEADING)) {
      if (List.of(row.get(2).split(", ")).contains(release.line())) {
        names.add(row.get(0) + ": " + row.get(1));
      }
    }
    return names;
  }

  /** The thin jar, or the directory that it is made of. */
  private static Path ours() throws Exception {
    return Path.of(RecordBatch.class.getProtectionDomain().getCodeSource().getLocation().toURI());
  }

  /** Libraries that come with this one, in the versions that it asks for. */
  private static List<Path> dependencies() {
    return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
        .filter(path -> path.endsWith(".jar") && !path.matches(".*/org/apache/(flink|kafka)/.*"))
        .map(Path::of)
        .toList();
  }
}
