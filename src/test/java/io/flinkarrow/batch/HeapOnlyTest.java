package io.flinkarrow.batch;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
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

  @Test
  void theProgramWouldFailIfItNeededArrowMemory() throws Exception {
    assertThat(run("-cp", System.getProperty("java.class.path"), Allocating.class.getName()))
        .contains("Failed to initialize MemoryUtil");
  }

  /** Shows that the other JVM can't have Arrow's memory. */
  static final class Allocating {
    private Allocating() {}

    public static void main(String[] arguments) {
      new org.apache.arrow.memory.RootAllocator().buffer(1);
    }
  }

  private String run(String... arguments) throws Exception {
    Path output = directory.resolve("output.txt");
    var command = new java.util.ArrayList<String>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-cp");
    command.add(System.getProperty("java.class.path"));
    command.addAll(java.util.List.of(arguments));
    Process process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    return Files.readString(output, StandardCharsets.UTF_8);
  }
}
