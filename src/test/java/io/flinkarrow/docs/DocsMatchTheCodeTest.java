package io.flinkarrow.docs;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import java.io.FileOutputStream;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.arrow.c.Data;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.ipc.ArrowFileReader;
import org.apache.arrow.vector.ipc.ArrowReader;
import org.apache.arrow.vector.types.pojo.Schema;
import org.apache.flink.connector.file.sink.FileSink;
import org.apache.flink.connector.file.sink.compactor.ConcatFileCompactor;
import org.apache.flink.connector.file.sink.compactor.RecordWiseFileCompactor;
import org.apache.flink.connector.file.src.FileSource;
import org.apache.flink.connector.kafka.sink.KafkaSink;
import org.apache.flink.connector.kafka.source.KafkaSource;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.functions.sink.filesystem.BucketAssigner;
import org.apache.flink.streaming.api.functions.sink.filesystem.bucketassigners.BasePathBucketAssigner;
import org.apache.flink.table.data.RowData;
import org.junit.jupiter.api.Test;

/** Whether what the documents name exists. */
class DocsMatchTheCodeTest {

  private static final Map<String, Class<?>> CLASSES_OF_OTHERS =
      Stream.of(
              FileSink.class,
              FileSource.class,
              RecordWiseFileCompactor.class,
              ConcatFileCompactor.class,
              KafkaSink.class,
              KafkaSource.class,
              BucketAssigner.class,
              BasePathBucketAssigner.class,
              DataStream.class,
              RowData.class,
              VectorSchemaRoot.class,
              ArrowReader.class,
              ArrowFileReader.class,
              Data.class,
              Schema.class,
              org.apache.flink.core.fs.Path.class,
              FileOutputStream.class,
              IllegalArgumentException.class,
              IllegalStateException.class,
              UnsupportedOperationException.class)
          .collect(Collectors.toMap(Class::getSimpleName, type -> type));

  /** Those that stand in no table. */
  private static final List<String> METRICS_OF_PROSE =
      List.of("refusedPayloads", "refusedElements");

  private static final String OURS = "io.flinkarrow.";

  private static final String CODE_BLOCK = "^```[a-z]*\n.*?^```$";

  /** Words that each begin with a capital, and perhaps a method; but not a file's name. */
  private static final Pattern CLASS_NAME =
      Pattern.compile("([A-Z][a-z]+(?:[A-Z][A-Za-z]*)*)(?:\\.(?!java$)([a-z]\\w*)(?:\\(.*\\))?)?");

  /** Split, so that this file does not hold them. */
  private static final List<String> NOT_IN_A_COMMIT =
      List.of(
          "/wo" + "rk/",
          "/ro" + "ot/",
          "/ho" + "me/",
          "repo1.ma" + "ven",
          "repo.ma" + "ven",
          "registry.np" + "mjs",
          "deb.deb" + "ian");

  @Test
  void everyLinkLeadsSomewhere() {
    List<String> broken = new ArrayList<>();
    for (Path document : Documents.markdown()) {
      for (String link : Documents.matches(Documents.text(document), "\\]\\(([^)]+)\\)")) {
        if (link.startsWith("https://")) {
          continue;
        }
        String[] parts = link.split("#", 2);
        Path folder = Path.of("").resolve(document).toAbsolutePath().getParent();
        Path target =
            parts[0].isEmpty() ? document.toAbsolutePath() : folder.resolve(parts[0]).normalize();
        if (!Files.exists(target) || (parts.length == 2 && !anchors(target).contains(parts[1]))) {
          broken.add(document + ": " + link);
        }
      }
    }
    assertThat(broken).isEmpty();
  }

  @Test
  void everyJavaBlockIsCompiledCode() {
    List<String> compiled =
        Documents.files().stream()
            .filter(
                file ->
                    file.endsWith("DocumentedCode.java")
                        || file.startsWith("examples/src/main/java"))
            .map(file -> withoutIndentation(Documents.text(file)))
            .toList();
    List<String> blocks = new ArrayList<>();
    for (Path document : Documents.markdown()) {
      blocks.addAll(Documents.matches(Documents.text(document), "^```java\n(.*?)^```$"));
    }
    blocks.removeIf(block -> block.contains(FirstJob.MAIN)); // FirstJobITCase builds and runs it
    assertThat(blocks)
        .isNotEmpty()
        .allSatisfy(
            block ->
                assertThat(compiled)
                    .anySatisfy(file -> assertThat(file).contains(withoutIndentation(block))));
  }

  @Test
  void everyClassAndMethodThatIsNamedExists() {
    List<String> unknown = new ArrayList<>();
    for (Path document : present()) {
      for (String name : names(document)) {
        Matcher matcher = CLASS_NAME.matcher(name);
        if (matcher.matches() && !exists(matcher.group(1), Optional.ofNullable(matcher.group(2)))) {
          unknown.add(document + ": " + name);
        }
      }
    }
    assertThat(unknown).isEmpty();
  }

  @Test
  void everyClassAndPackageInTheDiagramExists() {
    String page = Documents.text(Path.of("docs/architecture.md"));
    String diagram = Documents.matches(page, "^```\n(.*?)^```$").get(0);

    assertThat(Documents.matches(diagram, "\\b[A-Z][a-z]+(?:[A-Z][a-z]+)+\\b"))
        .hasSizeGreaterThan(8)
        .allSatisfy(name -> assertThat(exists(name, Optional.empty())).as(name).isTrue());
    List<String> packages =
        new ArrayList<>(Documents.matches(diagram, "^ ([a-z]+(?:\\.[a-z]+)*)  "));
    packages.addAll(Documents.matches(diagram, "\\((parquet\\.[a-z]+):"));
    assertThat(packages)
        .hasSizeGreaterThan(6)
        .allSatisfy(
            name ->
                assertThat(Path.of("src/main/java/io/flinkarrow", name.split("\\.")))
                    .isDirectory());
  }

  @Test
  void everyPathAndPackageThatIsNamedExists() {
    List<String> missing = new ArrayList<>();
    for (Path document : present()) {
      for (String name : names(document)) {
        boolean built = name.matches(".*/target(/.*)?");
        boolean path = name.matches("(src|docs|examples|\\.ci)/\\S+") && !built;
        boolean packageName = name.matches("io\\.flinkarrow(\\.[a-z]+)*");
        String file = packageName ? "src/main/java/" + name.replace('.', '/') : name;
        if ((path || packageName) && Files.notExists(Path.of(file))) {
          missing.add(document + ": " + name);
        }
      }
    }
    assertThat(missing).isEmpty();
  }

  @Test
  void theArchitecturePageSaysWhichPackageUsesWhich() {
    Map<String, Set<String>> documented = new TreeMap<>();
    for (List<String> row : Documents.table(Path.of("docs/architecture.md"), "## Packages")) {
      Set<String> used = new TreeSet<>(Set.of(row.get(2).split(", ")));
      used.remove("nothing");
      documented.put(row.get(0).substring(OURS.length()), used);
    }
    Map<String, Set<String>> actual = new TreeMap<>();
    for (JavaClass type :
        new ClassFileImporter(List.of(new DoNotIncludeTests())).importPackages("io.flinkarrow")) {
      Set<String> used =
          actual.computeIfAbsent(
              type.getPackageName().substring(OURS.length()), name -> new TreeSet<>());
      for (Dependency dependency : type.getDirectDependenciesFromSelf()) {
        String target = dependency.getTargetClass().getBaseComponentType().getPackageName();
        if (target.startsWith(OURS) && !target.equals(type.getPackageName())) {
          used.add(target.substring(OURS.length()));
        }
      }
    }
    assertThat(documented).isEqualTo(actual);
  }

  @Test
  void everyDocumentedMessageIsOneOfTheCode() {
    String code = mainCode().replaceAll("\"\\s*\\+\\s*\"", "");
    assertThat(Documents.table(Path.of("docs/reference/errors.md"), "## Messages"))
        .isNotEmpty()
        .allSatisfy(row -> assertThat(code).contains(row.get(0)));
  }

  @Test
  void everyMetricIsDocumented() {
    List<String> documented = new ArrayList<>();
    for (Path page :
        List.of(
            Path.of("docs/how-to/memory-and-row-groups.md"),
            Path.of("docs/how-to/kafka.md"),
            Path.of("docs/reference/reading.md"))) {
      String watched =
          Documents.text(page).split("\n## What to watch\n", 2)[1].split("\n## ", 2)[0];
      Documents.matches(watched, "^\\| (`[^|]*`) \\|")
          .forEach(names -> documented.addAll(Documents.matches(names, "`(\\w+)`")));
    }
    documented.addAll(METRICS_OF_PROSE);
    assertThat(documented)
        .containsExactlyInAnyOrderElementsOf(
            Documents.matches(
                mainCode(), "(?:\\.(?:counter|gauge|histogram)\\(|gauge\\(group, )\\s*\"(\\w+)\""));
  }

  @Test
  void noTextNamesAMachineOrAPackageRegistry() {
    List<String> found = new ArrayList<>();
    for (Path file : Documents.files()) {
      if (file.toString().matches(".*(\\.(java|md|xml|properties|config|yml)|/run)")) {
        String text = Documents.text(file);
        NOT_IN_A_COMMIT.stream()
            .filter(text::contains)
            .forEach(name -> found.add(file + ": " + name));
      }
    }
    assertThat(found).isEmpty();
  }

  /** Decisions tell of their day and are never edited; all others tell of today. */
  private static List<Path> present() {
    return Documents.markdown().stream()
        .filter(document -> !document.startsWith("docs/decisions"))
        .toList();
  }

  private static List<String> names(Path document) {
    String prose =
        Pattern.compile(CODE_BLOCK, Pattern.MULTILINE | Pattern.DOTALL)
            .matcher(Documents.text(document))
            .replaceAll("");
    return Documents.matches(prose, "`([^`\n]+)`");
  }

  private static boolean exists(String className, Optional<String> method) {
    Optional<Class<?>> found =
        Optional.<Class<?>>ofNullable(CLASSES_OF_OTHERS.get(className))
            .or(() -> Documents.ourClass(className));
    return found.isPresent()
        && (method.isEmpty()
            || Arrays.stream(found.get().getDeclaredMethods())
                .map(Method::getName)
                .anyMatch(method.get()::equals));
  }

  private static List<String> anchors(Path document) {
    return Documents.matches(Documents.text(document), "^#+ (.*?)$").stream()
        .map(heading -> heading.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9 -]", ""))
        .map(heading -> heading.replace(' ', '-'))
        .toList();
  }

  private static String withoutIndentation(String code) {
    return code.lines().map(String::strip).collect(joining("\n"));
  }

  private static String mainCode() {
    return Documents.files().stream()
        .filter(file -> file.startsWith("src/main/java"))
        .map(Documents::text)
        .collect(joining("\n"));
  }
}
