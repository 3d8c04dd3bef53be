package io.flinkarrow.examples;

import static org.assertj.core.api.Assertions.assertThat;

import io.flinkarrow.testing.S3Gate;
import io.flinkarrow.testing.S3Plugin;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The main job of the README, whose part files are objects of an S3 server. */
class FlightsOnS3ITCase {

  private static final Path FLIGHTS = Path.of("examples/data/flights-200k.arrow");
  private static final String PREFIX = "flights/";

  @TempDir private Path temp;

  @ParameterizedTest
  @EnumSource
  void everyFlightLiesInOneObjectThoughTheJobFailsThreeTimes(S3Plugin plugin) throws Exception {
    Path copies = temp.resolve("copies");
    FlightsRun run = new FlightsRun(FLIGHTS, copies, true, 1_000, 60, Duration.ofMillis(200));
    FlightsInput input = FlightsInput.read(FLIGHTS, run.rowsPerBatch());
    try (S3Server server =
            S3Server.start(Files.createDirectories(temp.resolve("server")), S3Plugin.serverJar());
        S3Gate gate = S3Gate.to(server.endpoint())) {
      S3Server.use(gate.endpoint(), plugin.jar());
      Bucket bucket = new Bucket(server.endpoint(), S3Server.BUCKET);
      PartFiles objects = new PartFiles(copies, new BucketMirror(bucket, PREFIX, copies)::refresh);

      FlightsToParquet.build(
              run,
              input,
              new org.apache.flink.core.fs.Path("s3://" + S3Server.BUCKET + "/" + PREFIX))
          .execute();

      objects.refresh();
      assertThat(FailOnPurpose.kills()).isEqualTo(3);
      assertThat(objects.count()).isGreaterThan(2);
      ByteArrayOutputStream report = new ByteArrayOutputStream();
      boolean same =
          ValueCheck.print(new PrintStream(report, true, StandardCharsets.UTF_8), input, objects);
      assertThat(same).as(report.toString(StandardCharsets.UTF_8)).isTrue();
      assertThat(bucket.openUploads())
          .as("uploads that failures left")
          .allMatch(key -> key.startsWith(PREFIX))
          .hasSizeBetween(abortsOpenUploads(plugin) ? 0 : 1, 3 * 2 * 2);
    }
  }

  /** Whether a task that fails takes the upload back that it has open. */
  private static boolean abortsOpenUploads(S3Plugin plugin) {
    return switch (plugin) {
      case HADOOP -> false;
      case NATIVE -> true;
    };
  }
}
