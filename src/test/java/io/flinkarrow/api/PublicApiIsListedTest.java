package io.flinkarrow.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.junit.jupiter.api.Test;

/** The page of the public API leaves out nothing that users or their states refer to. */
class PublicApiIsListedTest {

  private static final JavaClasses MAIN =
      new ClassFileImporter(List.of(new DoNotIncludeTests())).importPackages("io.flinkarrow");

  private static final Path DOCUMENTED =
      Path.of("src/test/java/io/flinkarrow/docs/DocumentedCode.java");

  private static Stream<JavaClass> listed() {
    return PublicApi.listed().stream().map(MAIN::get);
  }

  @Test
  void whatIsListedIsPublic() {
    assertThat(listed())
        .isNotEmpty()
        .allMatch(type -> type.getModifiers().contains(JavaModifier.PUBLIC));
  }

  @Test
  void whatExamplesAndDocumentsUseIsListed() throws IOException {
    Set<String> used = new TreeSet<>();
    try (Stream<Path> examples = Files.walk(Path.of("examples/src/main/java"))) {
      for (Path file :
          Stream.concat(examples.filter(Files::isRegularFile), Stream.of(DOCUMENTED)).toList()) {
        Pattern.compile("^import (io\\.flinkarrow\\.[a-z.]+\\.[A-Z]\\w+);", Pattern.MULTILINE)
            .matcher(Files.readString(file))
            .results()
            .map(match -> match.group(1))
            .filter(MAIN::contain)
            .forEach(used::add);
      }
    }
    assertThat(used).isNotEmpty();
    assertThat(PublicApi.listed()).containsAll(used);
  }

  /** Savepoints hold the names of snapshots. */
  @Test
  void whatStatesNameIsListed() {
    List<String> named =
        MAIN.stream()
            .filter(
                type ->
                    type.isAssignableTo(TypeSerializerSnapshot.class)
                        || type.isAssignableTo(TypeSerializer.class))
            .filter(type -> !type.getModifiers().contains(JavaModifier.ABSTRACT))
            .map(type -> type.getName().replaceFirst("\\$.*", ""))
            .distinct()
            .toList();
    assertThat(named).hasSizeGreaterThan(2);
    assertThat(PublicApi.listed()).containsAll(named);
  }

  @Test
  void whatFlinkFindsByNameIsListed() throws IOException {
    try (Stream<Path> services = Files.list(Path.of("src/main/resources/META-INF/services"))) {
      for (Path service : services.toList()) {
        assertThat(PublicApi.listed()).containsAll(Files.readAllLines(service));
      }
    }
  }
}
