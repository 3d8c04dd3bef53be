package io.flinkarrow;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.core.importer.Location;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import io.flinkarrow.batch.RecordBatch;
import io.flinkarrow.parquet.ArrowParquetReader;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * The arrows between packages, as {@code docs/architecture.md} draws them: a package uses those of
 * ours that stand behind it here, and no other.
 */
@AnalyzeClasses(packages = "io.flinkarrow", importOptions = LayersTest.MainCode.class)
class LayersTest {

  /** Whatever the directory's full name is. */
  static final class MainCode implements ImportOption {
    @Override
    public boolean includes(Location location) {
      return !location.contains("test-classes/");
    }
  }

  private static final String ROOT = "io.flinkarrow.";

  private static final Map<String, Set<String>> ARROWS =
      Map.ofEntries(
          Map.entry("row.view", Set.of("compatibility", "value")),
          Map.entry(
              "parquet.scan",
              Set.of(
                  "batch",
                  "batch.body",
                  "parquet.assemble",
                  "parquet.chunk",
                  "parquet.column",
                  "parquet.decoding",
                  "parquet.encryption",
                  "parquet.file",
                  "parquet.input",
                  "parquet.options",
                  "parquet.page",
                  "parquet.predicate",
                  "parquet.predicate.filter",
                  "parquet.predicate.pruning",
                  "parquet.schema",
                  "refusal")),
          Map.entry("parquet.predicate.values", Set.of()),
          Map.entry("parquet.input", Set.of()),
          Map.entry(
              "parquet.decoding",
              Set.of("parquet.column", "parquet.decoding.bytes", "parquet.encoding.bytes")),
          Map.entry("parquet.options", Set.of()),
          Map.entry("parquet.predicate", Set.of("parquet.options")),
          Map.entry("parquet.refusal", Set.of()),
          Map.entry("parquet.type", Set.of()),
          Map.entry("parquet.column", Set.of("parquet.options", "parquet.statistics")),
          Map.entry("parquet.statistics", Set.of("parquet.options")),
          Map.entry(
              "parquet.geo",
              Set.of("layout", "parquet.column", "parquet.options", "parquet.statistics")),
          Map.entry("parquet.encryption", Set.of("parquet.column", "parquet.options")),
          Map.entry("hash", Set.of()),
          Map.entry("parquet.encoding.bytes", Set.of("parquet.refusal")),
          Map.entry(
              "parquet.bloom",
              Set.of(
                  "hash",
                  "parquet.column",
                  "parquet.encoding.bytes",
                  "parquet.encryption",
                  "parquet.footer",
                  "parquet.input")),
          Map.entry("parquet.encoding.levels", Set.of("parquet.column", "parquet.encoding.bytes")),
          Map.entry(
              "parquet.encoding.dictionary",
              Set.of(
                  "parquet.column",
                  "parquet.encoding.bytes",
                  "parquet.encoding.levels",
                  "parquet.statistics")),
          Map.entry("parquet.encoding.values", Set.of("parquet.encoding.bytes", "parquet.options")),
          Map.entry(
              "parquet.encoding",
              Set.of(
                  "parquet.bloom",
                  "parquet.codec",
                  "parquet.column",
                  "parquet.encoding.bytes",
                  "parquet.encoding.dictionary",
                  "parquet.encoding.levels",
                  "parquet.encoding.values",
                  "parquet.options",
                  "parquet.refusal",
                  "parquet.statistics")),
          Map.entry("parquet.codec", Set.of("parquet.options", "parquet.refusal")),
          Map.entry(
              "parquet.page",
              Set.of(
                  "parquet.bloom",
                  "parquet.codec",
                  "parquet.column",
                  "parquet.decoding",
                  "parquet.decoding.bytes",
                  "parquet.decoding.levels",
                  "parquet.encoding.bytes",
                  "parquet.encryption",
                  "parquet.footer",
                  "parquet.input",
                  "parquet.options",
                  "parquet.statistics",
                  "refusal")),
          Map.entry("parquet.footer", Set.of("parquet.options", "parquet.statistics")),
          Map.entry(
              "parquet.file",
              Set.of(
                  "parquet.bloom",
                  "parquet.column",
                  "parquet.encoding.bytes",
                  "parquet.encryption",
                  "parquet.footer",
                  "parquet.input",
                  "parquet.options",
                  "parquet.page",
                  "parquet.statistics",
                  "refusal")),
          Map.entry("layout", Set.of()),
          Map.entry(
              "parquet.schema", Set.of("layout", "parquet.geo", "parquet.options", "parquet.type")),
          Map.entry("parquet.shred.nodes", Set.of("layout", "parquet.refusal", "parquet.schema")),
          Map.entry(
              "parquet.shred.levels",
              Set.of("parquet.column", "parquet.refusal", "parquet.schema", "parquet.shred.nodes")),
          Map.entry(
              "parquet.shred.values",
              Set.of(
                  "layout",
                  "parquet.column",
                  "parquet.geo",
                  "parquet.schema",
                  "parquet.shred.levels",
                  "parquet.shred.nodes",
                  "parquet.type")),
          Map.entry(
              "parquet.shred",
              Set.of(
                  "layout",
                  "parquet.column",
                  "parquet.refusal",
                  "parquet.schema",
                  "parquet.shred.levels",
                  "parquet.shred.nodes",
                  "parquet.shred.values")),
          Map.entry(
              "parquet.assemble",
              Set.of(
                  "batch.body",
                  "hash",
                  "ipc.body",
                  "ipc.flat",
                  "layout",
                  "parquet.column",
                  "parquet.geo",
                  "parquet.options",
                  "parquet.schema")),
          Map.entry(
              "parquet.chunk",
              Set.of(
                  "parquet.codec",
                  "parquet.column",
                  "parquet.decoding",
                  "parquet.decoding.levels",
                  "parquet.encoding",
                  "parquet.encoding.bytes",
                  "parquet.encoding.levels",
                  "parquet.encryption",
                  "parquet.options",
                  "parquet.page",
                  "parquet.refusal",
                  "refusal")),
          Map.entry(
              "parquet.sort",
              Set.of(
                  "parquet.column",
                  "parquet.encoding.bytes",
                  "parquet.options",
                  "parquet.refusal",
                  "parquet.statistics")),
          Map.entry(
              "parquet",
              Set.of(
                  "batch",
                  "batch.body",
                  "batch.vectors",
                  "parquet.assemble",
                  "parquet.chunk",
                  "parquet.codec",
                  "parquet.column",
                  "parquet.compaction",
                  "parquet.encryption",
                  "parquet.file",
                  "parquet.footer",
                  "parquet.geo",
                  "parquet.input",
                  "parquet.options",
                  "parquet.page",
                  "parquet.predicate",
                  "parquet.refusal",
                  "parquet.scan",
                  "parquet.schema",
                  "parquet.shred",
                  "parquet.shred.nodes",
                  "parquet.shred.values",
                  "parquet.sort",
                  "parquet.statistics",
                  "parquet.unfinished")),
          Map.entry(
              "parquet.unfinished",
              Set.of(
                  "parquet.chunk",
                  "parquet.column",
                  "parquet.decoding",
                  "parquet.file",
                  "parquet.input",
                  "parquet.page")),
          Map.entry("compatibility", Set.of()),
          Map.entry("refusal", Set.of()),
          Map.entry("cleanup", Set.of("read.file")),
          Map.entry("compaction", Set.of("parquet", "parquet.input", "read.file")),
          Map.entry(
              "parquet.compaction",
              Set.of("parquet.assemble", "parquet.column", "parquet.geo", "parquet.schema")),
          Map.entry("value", Set.of("compatibility", "refusal")),
          Map.entry("value.variant", Set.of()),
          Map.entry("read.file", Set.of("parquet.input")),
          Map.entry("read.field", Set.of("parquet.file", "parquet.schema", "row.bind", "value")),
          Map.entry(
              "read",
              Set.of(
                  "batch",
                  "batch.body",
                  "compatibility",
                  "ipc",
                  "parquet.assemble",
                  "parquet.encryption",
                  "parquet.file",
                  "parquet.footer",
                  "parquet.input",
                  "parquet.options",
                  "parquet.predicate",
                  "parquet.predicate.pruning",
                  "parquet.scan",
                  "parquet.schema",
                  "read.field",
                  "read.file",
                  "reconcile",
                  "row.bind",
                  "value")),
          Map.entry("row.shred.buffers", Set.of("parquet.column", "parquet.refusal")),
          Map.entry(
              "row.shred",
              Set.of(
                  "compatibility",
                  "parquet.column",
                  "parquet.refusal",
                  "parquet.schema",
                  "parquet.type",
                  "refusal",
                  "row.shred.buffers")),
          Map.entry(
              "row.bind",
              Set.of(
                  "batch",
                  "batch.body",
                  "compatibility",
                  "layout",
                  "parquet.assemble",
                  "parquet.column",
                  "parquet.schema",
                  "refusal",
                  "row.view",
                  "value",
                  "value.variant")),
          Map.entry(
              "row.collect",
              Set.of(
                  "batch",
                  "batch.body",
                  "compatibility",
                  "parquet.assemble",
                  "parquet.refusal",
                  "parquet.schema",
                  "refusal",
                  "row.shred",
                  "row.shred.buffers")),
          Map.entry(
              "row",
              Set.of(
                  "batch",
                  "batch.body",
                  "compatibility",
                  "parquet",
                  "parquet.refusal",
                  "parquet.schema",
                  "refusal",
                  "row.bind",
                  "row.collect",
                  "row.shred",
                  "value")),
          Map.entry("batch.body", Set.of("hash", "layout", "refusal")),
          Map.entry("batch.copy", Set.of("batch.body", "layout", "refusal")),
          Map.entry("batch.wire", Set.of("batch.body", "layout")),
          Map.entry(
              "batch.vectors", Set.of("batch.body", "batch.copy", "layout", "parquet.schema")),
          Map.entry(
              "batch",
              Set.of(
                  "batch.body",
                  "batch.copy",
                  "batch.vectors",
                  "batch.wire",
                  "compatibility",
                  "layout",
                  "parquet.schema",
                  "refusal")),
          Map.entry("reconcile.values", Set.of("batch.body", "layout")),
          Map.entry(
              "reconcile.column",
              Set.of("batch", "batch.body", "batch.copy", "layout", "reconcile.values")),
          Map.entry(
              "reconcile",
              Set.of(
                  "batch",
                  "batch.body",
                  "layout",
                  "parquet.schema",
                  "reconcile.column",
                  "reconcile.values")),
          Map.entry("ipc.body", Set.of("layout", "parquet.codec")),
          Map.entry("ipc.flat", Set.of("batch.body", "ipc.body")),
          Map.entry("ipc.frame", Set.of("ipc.body", "ipc.flat", "layout")),
          Map.entry("ipc.check", Set.of("batch.body", "batch.copy", "ipc.body", "layout")),
          Map.entry("ipc.write", Set.of("batch", "batch.body", "ipc.body", "ipc.frame")),
          Map.entry(
              "ipc",
              Set.of(
                  "batch",
                  "batch.body",
                  "compatibility",
                  "ipc.body",
                  "ipc.check",
                  "ipc.flat",
                  "ipc.frame",
                  "ipc.write",
                  "layout",
                  "parquet.schema",
                  "reconcile",
                  "refusal")),
          Map.entry("element", Set.of("compatibility")),
          Map.entry("kafka", Set.of("batch", "compatibility", "element", "ipc", "refusal")),
          Map.entry(
              "partition", Set.of("batch", "batch.body", "layout", "parquet.schema", "refusal")),
          Map.entry("partition.split", Set.of("batch", "batch.body", "compatibility", "partition")),
          Map.entry(
              "sink.registry", Set.of("parquet", "parquet.encryption", "parquet.shred.values")),
          Map.entry(
              "sink.file",
              Set.of(
                  "batch",
                  "batch.body",
                  "parquet",
                  "parquet.encryption",
                  "parquet.file",
                  "parquet.input",
                  "parquet.refusal",
                  "parquet.schema",
                  "parquet.shred.nodes",
                  "parquet.shred.values",
                  "read.file",
                  "refusal",
                  "row",
                  "row.shred",
                  "sink.registry")),
          Map.entry(
              "sink",
              Set.of(
                  "batch",
                  "batch.body",
                  "compatibility",
                  "parquet",
                  "parquet.encryption",
                  "partition",
                  "partition.split",
                  "read",
                  "read.file",
                  "refusal",
                  "row.shred",
                  "sink.committed",
                  "sink.file",
                  "sink.registry")),
          Map.entry(
              "sink.committed",
              Set.of("compatibility", "element", "parquet", "partition", "read.file")),
          Map.entry(
              "table",
              Set.of(
                  "batch",
                  "batch.body",
                  "compatibility",
                  "ipc",
                  "parquet",
                  "parquet.options",
                  "parquet.predicate",
                  "read",
                  "refusal",
                  "row",
                  "sink")),
          Map.entry(
              "parquet.predicate.condition",
              Set.of("parquet.options", "parquet.predicate", "parquet.predicate.values")),
          Map.entry(
              "parquet.predicate.filter",
              Set.of(
                  "batch",
                  "batch.body",
                  "layout",
                  "parquet.options",
                  "parquet.predicate",
                  "parquet.predicate.condition",
                  "parquet.predicate.values")),
          Map.entry(
              "parquet.predicate.pruning",
              Set.of(
                  "parquet.bloom",
                  "parquet.encoding.bytes",
                  "parquet.file",
                  "parquet.footer",
                  "parquet.input",
                  "parquet.options",
                  "parquet.page",
                  "parquet.predicate",
                  "parquet.predicate.condition",
                  "parquet.predicate.values",
                  "parquet.schema")),
          Map.entry("parquet.decoding.bytes", Set.of("parquet.encoding.bytes", "refusal")),
          Map.entry("parquet.decoding.levels", Set.of("parquet.column", "parquet.decoding.bytes")));

  @ArchTest
  static void everyPackageHasItsPlace(JavaClasses classes) {
    Set<String> packages = new TreeSet<>();
    classes.forEach(type -> packages.add(type.getPackageName().substring(ROOT.length())));
    assertThat(ARROWS.keySet()).containsAll(packages);
  }

  @ArchTest
  static void arrowsPointDownwards(JavaClasses classes) {
    ARROWS.forEach(
        (name, targets) ->
            noClasses()
                .that()
                .resideInAPackage(ROOT + name)
                .should()
                .dependOnClassesThat(isOursOutside(name, targets))
                .allowEmptyShould(true)
                .check(classes));
  }

  @ArchTest
  static final ArchRule noCycles =
      slices().matching("io.flinkarrow.(**)").should().beFreeOfCycles();

  @ArchTest
  static final ArchRule nothingNeedsHadoop =
      noClasses()
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "org.apache.hadoop..",
              "org.apache.parquet.hadoop..",
              "org.apache.parquet.format.converter..");

  @ArchTest
  static final ArchRule behindTheWaistNobodyKnowsArrow =
      noClasses()
          .that()
          .resideInAnyPackage(
              ROOT + "parquet.options",
              ROOT + "parquet.refusal",
              ROOT + "parquet.type",
              ROOT + "parquet.column",
              ROOT + "parquet.statistics",
              ROOT + "parquet.encoding..",
              ROOT + "parquet.codec",
              ROOT + "parquet.page",
              ROOT + "parquet.footer",
              ROOT + "parquet.file")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("org.apache.arrow..");

  @ArchTest
  static final ArchRule theWriterDoesNotKnowFlink =
      noClasses()
          .that()
          .resideInAPackage(ROOT + "parquet..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("org.apache.flink..");

  @ArchTest
  static final ArchRule onlySchemasNeedKafkasConnector =
      noClasses()
          .that()
          .haveSimpleNameNotEndingWith("Schema")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("org.apache.kafka..", "org.apache.flink.connector.kafka..");

  @ArchTest
  static final ArchRule elementsDoNotKnowParquet =
      noClasses()
          .that()
          .resideInAPackage(ROOT + "batch..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("org.apache.parquet..");

  @ArchTest
  static final ArchRule memoryIsReachedThroughBuffersOnly =
      noClasses()
          .should()
          .dependOnClassesThat()
          .haveFullyQualifiedName("sun.misc.Unsafe")
          .orShould()
          .dependOnClassesThat()
          .haveFullyQualifiedName("org.apache.arrow.memory.util.MemoryUtil");

  /**
   * A job of batches has none of Flink's tables. Java looks through all methods of a class that is
   * serialized, so only interfaces may name both kinds of elements.
   */
  @ArchTest
  static final ArchRule batchesNeedNoTables =
      noClasses()
          .that()
          .resideInAnyPackage(
              ROOT + "batch..",
              ROOT + "reconcile..",
              ROOT + "ipc..",
              ROOT + "kafka..",
              ROOT + "partition..",
              ROOT + "sink..")
          .and()
          .haveNameNotMatching(".*\\.Row[^.]*")
          .and()
          .areNotInterfaces()
          .should()
          .dependOnClassesThat()
          .resideInAPackage("org.apache.flink.table..");

  /**
   * So no failure of a job, wherever it happens, leaves memory of Arrow's behind. Batches are only
   * handed an allocator, for those who load them, and so is the reader that is Arrow's own.
   */
  @ArchTest
  static final ArchRule onlyVectorsNeedAnAllocator =
      noClasses()
          .that()
          .resideOutsideOfPackages(ROOT + "batch.vectors", ROOT + "parquet.shred.nodes")
          .and()
          .doNotHaveFullyQualifiedName(RecordBatch.class.getName())
          .and()
          .doNotHaveFullyQualifiedName(ArrowParquetReader.class.getName())
          .should()
          .dependOnClassesThat()
          .resideInAPackage("org.apache.arrow.memory");

  /** So files and payloads cannot come to differ in what a type is read as. */
  @ArchTest
  static final ArchRule valuesAreOfNoFormat =
      noClasses()
          .that()
          .resideInAPackage(ROOT + "value..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("org.apache.arrow..", "org.apache.parquet..");

  private static DescribedPredicate<JavaClass> isOursOutside(String name, Set<String> targets) {
    return DescribedPredicate.describe(
        "are ours but not of " + targets,
        type -> {
          String used = type.getPackageName();
          if (!used.startsWith(ROOT)) {
            return false;
          }
          String ours = used.substring(ROOT.length());
          return !ours.equals(name) && !targets.contains(ours);
        });
  }
}
