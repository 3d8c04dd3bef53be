package io.flinkarrow.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.api.common.JobID;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.connector.datagen.source.DataGeneratorSource;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.functions.sink.v2.DiscardingSink;
import org.apache.flink.test.junit5.InjectClusterRESTAddress;
import org.apache.flink.test.junit5.MiniClusterExtension;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What {@code examples/cluster} learns of jobs from a JobManager, by its own functions. */
class ClusterScriptShowsFailuresITCase {

  @RegisterExtension static final MiniClusterExtension CLUSTER = new MiniClusterExtension();

  private static final Duration PATIENCE = Duration.ofMinutes(2);

  private interface Asked {
    boolean isAnswered(String answer);
  }

  private static JobClient start(boolean fails) throws Exception {
    Configuration configuration = new Configuration();
    configuration.set(CheckpointingOptions.CHECKPOINTING_INTERVAL, Duration.ofMillis(100));
    configuration.set(RestartStrategyOptions.RESTART_STRATEGY, "fixed-delay");
    configuration.set(RestartStrategyOptions.RESTART_STRATEGY_FIXED_DELAY_ATTEMPTS, 1_000);
    configuration.set(
        RestartStrategyOptions.RESTART_STRATEGY_FIXED_DELAY_DELAY, Duration.ofMillis(100));
    StreamExecutionEnvironment environment =
        StreamExecutionEnvironment.getExecutionEnvironment(configuration);
    environment
        .fromSource(
            new DataGeneratorSource<>(number -> number, Long.MAX_VALUE, Types.LONG),
            WatermarkStrategy.noWatermarks(),
            "numbers")
        .map(
            number -> {
              if (fails && number == 7) {
                throw new IllegalStateException("Number \"7\"\nis refused", new Error("by all"));
              }
              Thread.sleep(1);
              return number;
            })
        .returns(Types.LONG)
        .sinkTo(new DiscardingSink<>());
    return environment.executeAsync("numbers {1} to nowhere");
  }

  @Test
  void aJobThatRestartsAgainAndAgainIsShownWithItsFailure(@InjectClusterRESTAddress URI address)
      throws Exception {
    JobClient job = start(true);
    String failure = await(address, "failure_of " + job.getJobID(), answer -> !answer.isEmpty());
    assertThat(failure)
        .contains("java.lang.IllegalStateException: Number \"7\"\nis refused\n")
        .contains("Caused by: java.lang.Error: by all")
        .doesNotContain("\tat ", " at ");
    await(
        address,
        "jobs_known",
        answer -> answer.matches(line(job.getJobID(), "(RESTARTING|RUNNING)")));
    job.cancel().get();
  }

  @Test
  void aJobThatRunsHasACheckpointAndNoFailure(@InjectClusterRESTAddress URI address)
      throws Exception {
    JobClient job = start(false);
    String count =
        await(
            address,
            "completed_checkpoints_of " + job.getJobID(),
            answer -> !answer.isBlank() && Integer.parseInt(answer.strip()) > 0);
    assertThat(count).isNotBlank();
    assertThat(ask(address, "failure_of " + job.getJobID())).isEmpty();
    await(address, "jobs_known", answer -> answer.matches(line(job.getJobID(), "RUNNING")));
    job.cancel().get();
  }

  /** One of the answer's lines; jobs of other tests have others. */
  private static String line(JobID job, String state) {
    return "(?s).*" + job + " " + state + " numbers \\{1} to nowhere\n.*";
  }

  private static String await(URI address, String call, Asked asked) throws Exception {
    List<String> answers = new ArrayList<>();
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    do {
      assertThat(System.nanoTime()).as("%s: %s", call, answers).isLessThan(deadline);
      answers.add(ask(address, call));
    } while (!asked.isAnswered(answers.get(answers.size() - 1)));
    return answers.get(answers.size() - 1);
  }

  /** Calls a function of the script, which is not run. */
  private static String ask(URI address, String call) throws Exception {
    String script =
        """
        set -euo pipefail
        eval "$(sed -nE '/^(rest|jobs_known|failure_of|completed_checkpoints_of)\\(\\) \\{/,/^}/p' examples/cluster)"
        rest_port() { echo %d; }
        log_lines=15
        answer=$(%s)
        [[ -z $answer ]] || printf '%%s\\n' "$answer"
        exit 42
        """
            .formatted(address.getPort(), call);
    Process process = new ProcessBuilder("bash", "-c", script).redirectErrorStream(true).start();
    String answer = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    // As in the script, where a function that fails ends it.
    assertThat(process.waitFor()).as("%s: %s", call, answer).isEqualTo(42);
    return answer;
  }
}
