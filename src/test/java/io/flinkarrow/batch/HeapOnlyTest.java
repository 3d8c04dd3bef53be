package io.flinkarrow.batch;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Elements are read, written and looked at in a JVM without --add-opens and Arrow's memory. */
class HeapOnlyTest {

  @TempDir Path directory;

  @ParameterizedTest
  @ValueSource(strings = {"every-type", "dictionary"})
  void anElementNeedsNoArrowMemory(String name) throws Exception {
    Path classes = directory.resolve("classes.log");
    String golden = "element-v1-inline-" + name + ".bin";
    String output =
        run(
            "-Xlog:class+load:file=" + classes,
            HeapOnly.class.getName(),
            Path.of(HeapOnlyTest.class.getResource(golden).toURI()).toString());
    assertThat(output).contains("equal=true").contains("slice=2 empty=0");
    assertThat(Files.readString(classes))
        .contains("io.flinkarrow.batch.RecordBatch ")
        .doesNotContain("org.apache.arrow.memory.util.MemoryUtil ")
        .doesNotContain("org.apache.arrow.memory.RootAllocator ");
  }

  /** And the other JVM is one in which Arrow's memory can't be used in full. */
  @Test
  void copyingVectorsSaysWhatTheJvmNeeds() throws Exception {
    assertThat(run(Copying.class.getName()))
        .contains("IllegalStateException: Arrow can't look at its memory in this JVM.")
        .contains("--add-opens=java.base/java.nio=ALL-UNNAMED");
  }

  static final class Copying {
    private Copying() {}

    public static void main(String[] arguments) {
      SampleStream.batch(1, 5);
    }
  }

  private String run(String... arguments) throws Exception {
    Path output = directory.resolve("output.txt");
    List<String> command = new ArrayList<String>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-cp");
    command.add(System.getProperty("java.class.path"));
    command.addAll(List.of(arguments));
    Process process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    return Files.readString(output, StandardCharsets.UTF_8);
  }
}
