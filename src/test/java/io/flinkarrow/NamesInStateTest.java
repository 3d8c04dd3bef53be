package io.flinkarrow;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;

/**
 * The classes of ours that Flink finds by the names that stand in checkpoints and savepoints. None
 * of them may move or get another name.
 */
@AnalyzeClasses(packages = "io.flinkarrow", importOptions = LayersTest.MainCode.class)
class NamesInStateTest {

  /** Which version 0.1's savepoint has no elements of. */
  private static final String COMMITTED_FILES =
      "io.flinkarrow.sink.committed.CommittedFileSerializer$Snapshot";

  private static final Set<String> NAMES =
      Set.of(
          "io.flinkarrow.batch.RecordBatchSerializerSnapshot",
          "io.flinkarrow.kafka.PayloadSerializer$Snapshot",
          "io.flinkarrow.kafka.RejectedPayloadSerializer$Snapshot",
          COMMITTED_FILES);

  private static final String SAVEPOINT = "/io/flinkarrow/releases/savepoint-0.1.zip";

  /** Of other serializers state has the version only. */
  @ArchTest
  static void areThoseOfTheClassesThatStateIsReadWith(JavaClasses classes) {
    List<JavaClass> found =
        classes.stream().filter(type -> type.isAssignableTo(TypeSerializerSnapshot.class)).toList();
    assertThat(found).extracting(JavaClass::getName).containsExactlyInAnyOrderElementsOf(NAMES);
    assertThat(found)
        .allMatch(type -> type.getModifiers().contains(JavaModifier.PUBLIC))
        .allMatch(type -> type.tryGetConstructor().isPresent());
  }

  @ArchTest
  static void areAllThatASavepointHas(JavaClasses classes) throws Exception {
    Pattern name = Pattern.compile("io\\.flinkarrow\\.[\\w.$]+");
    Set<String> names = new TreeSet<>();
    try (InputStream file = NamesInStateTest.class.getResourceAsStream(SAVEPOINT);
        ZipInputStream zip = new ZipInputStream(file)) {
      for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
        String content = new String(zip.readAllBytes(), StandardCharsets.ISO_8859_1);
        name.matcher(content).results().forEach(hit -> names.add(hit.group()));
      }
    }
    names.add(COMMITTED_FILES);
    assertThat(names).isEqualTo(NAMES);
  }
}
