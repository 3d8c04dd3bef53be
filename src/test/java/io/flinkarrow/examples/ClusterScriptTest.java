package io.flinkarrow.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What {@code examples/cluster} refuses before it starts anything, and what it tells to type. */
class ClusterScriptTest {

  @ParameterizedTest
  @CsvSource({
    "--rest-port, 0, 65535",
    "--rest-port, 65536, 65535",
    "--rest-port, 99999999, 65535",
    "--rest-port, web, 65535",
    "--task-managers, 0, 99",
    "--task-managers, 100, 99",
    "--task-managers, '', 99"
  })
  void aNumberOutOfRangeIsAnsweredWithTheUsage(String option, String value, int highest)
      throws Exception {
    Process process =
        new ProcessBuilder("examples/cluster", "start", option, value)
            .redirectErrorStream(true)
            .start();

    assertThat(output(process))
        .startsWith(option + " needs a number from 1 to " + highest + "\n\nusage:");
    assertThat(process.waitFor()).isEqualTo(2);
  }

  @Test
  void aVersionThatIsNotOfferedIsAnsweredWithThoseThatAre() throws Exception {
    Process process =
        new ProcessBuilder("examples/cluster", "sql", "--flink", "1.19")
            .redirectErrorStream(true)
            .start();

    assertThat(output(process))
        .startsWith("--flink needs one of these: 1.20 2.0 2.1 2.2 2.3\n\nusage:");
    assertThat(process.waitFor()).isEqualTo(2);
  }

  /** Maven alone is silent for a minute. */
  @Test
  void aStepOfABuildSaysWhatForAndHowLongAndShowsItsOutputIfItFails(@TempDir Path target)
      throws Exception {
    String steps =
        """
        target=%s
        . examples/building
        step 'Doing well' echo 'not shown'
        step 'Doing badly' bash -c 'echo what is wrong; exit 7'
        echo 'not reached'
        """
            .formatted(target);
    Process process =
        new ProcessBuilder("bash", "-euo", "pipefail", "-c", steps)
            .redirectErrorStream(true)
            .start();

    assertThat(output(process))
        .matches(
            "Doing well \\.\\.\\. \\d+ s\n"
                + "Doing badly \\.\\.\\. failed after \\d+ s:\n"
                + "what is wrong\nAll of it is in .*/build.log\n");
    assertThat(process.waitFor()).isEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"/tmp/f", "/tmp/two words", "/tmp/it's 100% $HOME", "/tmp/a\\ b\"*"})
  void theCommandThatSubmitsGivesPathsAsTheyAre(String path) throws Exception {
    String command = FlightsTopic.submitCommand("127.0.0.1:1", Path.of(path), Path.of(path));

    assertThat(words(command)).endsWith("--like", path, "--out", path);
  }

  @Test
  void plainPathsAreNotQuoted() {
    assertThat(FlightsTopic.submitCommand("127.0.0.1:1", Path.of("/a/f-2.arrow"), Path.of("/b_c")))
        .isEqualTo(
            "examples/cluster submit --brokers 127.0.0.1:1 --topic flights"
                + " --like /a/f-2.arrow --out /b_c");
  }

  /** As a shell splits them. */
  private static List<String> words(String command) throws IOException {
    Process process = new ProcessBuilder("bash", "-c", "printf '%s\\n' " + command).start();
    return output(process).lines().toList();
  }

  private static String output(Process process) throws IOException {
    return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
  }
}
