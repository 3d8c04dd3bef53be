package io.flinkarrow.examples;

import static org.assertj.core.api.Assertions.assertThat;

import io.flinkarrow.testing.ForkedJvm.Result;
import io.flinkarrow.testing.Shell;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What {@code examples/run} refuses before it builds anything. */
class RunScriptTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "'' | Which job? It should be flights, kafka, sql, loop or compact",
        "flight | Unknown job: flight. It should be flights, kafka, sql, loop or compact",
        "flights kafka | One job at a time, but got flights and kafka",
        "flights --fast | Unknown option: --fast",
        "flights --out | --out needs a directory",
        "flights --out --kill | --out needs a directory, but --kill follows",
        "flights --s3 | --s3 is for kafka only, not for flights",
        "loop --kill | --kill is for flights only, not for loop",
        "--out x compact y | compact must be the first word, as in: examples/run compact --out DIR"
            + " DIRECTORY",
        "sql --out pom.xml | --out needs a new or an empty directory, and this is not one: pom.xml",
        "sql --out \"two words\" x | Unknown job: x. It should be flights, kafka, sql, loop or"
            + " compact"
      })
  void isAnsweredWithTheReasonAndTheUsage(String arguments, String reason) throws Exception {
    Result result = Shell.run(Path.of("."), "examples/run " + arguments);

    assertThat(result.output()).startsWith(reason + "\n\nusage: examples/run flights");
    assertThat(result.exitCode()).isEqualTo(2);
  }

  @Test
  void helpIsTheUsage() throws Exception {
    for (String job : new String[] {"", "flights ", "compact "}) {
      Result result = Shell.run(Path.of("."), "examples/run " + job + "--help");

      assertThat(result.output()).startsWith("usage: examples/run flights");
      assertThat(result.exitCode()).isZero();
    }
  }
}
