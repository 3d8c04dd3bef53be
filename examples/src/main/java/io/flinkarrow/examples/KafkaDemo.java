package io.flinkarrow.examples;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.apache.arrow.vector.types.pojo.Schema;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.core.execution.SavepointFormatType;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.NewTopic;

/**
 * Starts a Kafka broker, lets two producers send what lies in two files, runs the job of {@link
 * KafkaToParquet} on it, stops when all is read, and compares the part files with the input.
 */
public final class KafkaDemo {

  private static final int BAD_USAGE = 2;
  private static final int PARALLELISM = 2;
  private static final int TOPIC_PARTITIONS = 4;
  private static final int FLIGHTS_PER_MESSAGE = 1_000;
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final long REFRESH_MILLIS = 200;

  private static final String FLIGHTS = "flights";
  private static final String BIRD_STRIKES = "birdstrikes";

  private KafkaDemo() {}

  public static void main(String[] arguments) throws Exception {
    if (!Vectors.areUsable(System.err)) {
      System.exit(BAD_USAGE);
    }
    KafkaRun run;
    try {
      run = KafkaRun.parse(arguments);
      WorkFolder.deleteAtExit(run.work());
      run.check();
    } catch (IllegalArgumentException e) {
      System.err.println(e.getMessage());
      System.err.println(KafkaRun.USAGE);
      WorkFolder.exit(BAD_USAGE);
      return;
    }
    try {
      WorkFolder.exit(execute(run, System.out) ? 0 : 1);
    } catch (Exception e) {
      if (!WorkFolder.isEnding()) {
        System.err.printf(
            "%nThe demo failed: %s%nMore is in the log: %s%n",
            rootCause(e), System.getProperty("log.file"));
        WorkFolder.exit(1);
      }
    }
  }

  /** Runs everything, and says whether the part files hold each row of the input once. */
  static boolean execute(KafkaRun run, PrintStream out) throws Exception {
    FlightMessages flights = FlightMessages.read(run.flights(), FLIGHTS_PER_MESSAGE);
    List<Message> birdStrikes = BirdStrikeMessages.read(run.birdStrikes());
    out.printf("%nStarting a Kafka broker in a process of its own ...%n");
    String jars = Files.readString(run.brokerJars()).strip();
    try (KafkaBroker broker = KafkaBroker.start(run.work().resolve("broker"), jars, Map.of());
        Admin admin = admin(broker);
        KafkaOut files = KafkaOut.start(run)) {
      createTopics(admin);
      String brokers = broker.bootstrapServers();
      List<TopicProducer> producers =
          List.of(
              producer(run, brokers, FLIGHTS, flights.withDamaged()),
              producer(run, brokers, BIRD_STRIKES, birdStrikes));
      printIntroduction(run, out, brokers, flights, birdStrikes);
      files
          .endpoint()
          .ifPresent(
              endpoint ->
                  out.printf(
                      "The files are objects of an S3 server, also a process of its own, at"
                          + " %s.%n%n",
                      endpoint));

      JobClient job = build(run, files, brokers, flights.schema()).executeAsync("Kafka to Parquet");
      var progress =
          new KafkaProgress(
              List.of(
                  new KafkaProgress.Pipeline(producers.get(0), files.files(FLIGHTS)),
                  new KafkaProgress.Pipeline(producers.get(1), files.files(BIRD_STRIKES))),
              new Checkpoints(run.checkpoints()),
              out,
              run.live());
      awaitAllRows(broker, job, producers, progress);
      stop(job, run.work().resolve("savepoint"));
      progress.finish();

      out.printf(
          "%nThe job is stopped. %d transactions were aborted on purpose and sent again.%n%n",
          producers.stream().mapToInt(TopicProducer::aborted).sum());
      boolean same = KafkaCheck.print(out, run);
      out.println();
      same &= DeadLetters.print(out, brokers, KafkaToParquet.rejected(FLIGHTS), flights.damaged());
      out.printf(
          same
              ? files.endpoint().isPresent()
                  ? "%nOK: each flight and each bird strike lies in exactly one object; copies are"
                      + " below%n  %s%n"
                  : "%nOK: each flight and each bird strike lies in exactly one file below%n  %s%n"
              : "%nFAILED: the files do not hold what was sent. They are in%n  %s%n",
          run.out());
      return same;
    }
  }

  /** The job: two pipelines, and checkpoints with which their files become visible. */
  static StreamExecutionEnvironment build(
      KafkaRun run, KafkaOut files, String brokers, Schema flights) {
    Configuration configuration = new Configuration();
    configuration.set(RestartStrategyOptions.RESTART_STRATEGY, "none");
    configuration.set(CheckpointingOptions.CHECKPOINT_STORAGE, "filesystem");
    configuration.set(
        CheckpointingOptions.CHECKPOINTS_DIRECTORY, run.checkpoints().toUri().toString());
    StreamExecutionEnvironment environment =
        StreamExecutionEnvironment.createLocalEnvironment(PARALLELISM, configuration);
    environment.enableCheckpointing(run.checkpointInterval().toMillis());
    KafkaToParquet.arrow(
        environment,
        brokers,
        FLIGHTS,
        flights,
        FlightMessages.PART_OF_DAY,
        files.path(FLIGHTS),
        run.keepOpen());
    KafkaToParquet.json(
        environment,
        brokers,
        BIRD_STRIKES,
        BirdStrikeMessages.TYPE,
        "flight_date",
        files.path(BIRD_STRIKES),
        run.keepOpen());
    return environment;
  }

  /** Waits until the files have all rows; if that takes too long, the check will say what lacks. */
  private static void awaitAllRows(
      KafkaBroker broker, JobClient job, List<TopicProducer> producers, KafkaProgress progress)
      throws IOException, InterruptedException, ExecutionException {
    List<CompletableFuture<Void>> sending = producers.stream().map(TopicProducer::start).toList();
    long deadline = Long.MAX_VALUE;
    while (true) {
      broker.requireRunning();
      for (CompletableFuture<Void> part : sending) {
        if (part.isDone()) {
          part.get();
        }
      }
      if (job.getJobExecutionResult().isDone()) {
        job.getJobExecutionResult().get();
        throw new IllegalStateException("The job ended before it was stopped");
      }
      boolean allSent = sending.stream().allMatch(CompletableFuture::isDone);
      progress.refresh();
      if ((allSent && progress.isComplete()) || System.nanoTime() > deadline) {
        return;
      }
      if (allSent && deadline == Long.MAX_VALUE) {
        deadline = System.nanoTime() + PATIENCE.toNanos();
      }
      Thread.sleep(REFRESH_MILLIS);
    }
  }

  /** With one more checkpoint, which all files and dead letters belong to that were open. */
  private static void stop(JobClient job, Path savepoint) throws Exception {
    job.stopWithSavepoint(true, savepoint.toUri().toString(), SavepointFormatType.CANONICAL)
        .get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    job.getJobExecutionResult().get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
  }

  private static TopicProducer producer(
      KafkaRun run, String brokers, String topic, List<Message> messages) {
    return new TopicProducer(brokers, topic, TOPIC_PARTITIONS, messages, run.producing());
  }

  private static Admin admin(KafkaBroker broker) {
    return Admin.create(
        Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, broker.bootstrapServers()));
  }

  private static void createTopics(Admin admin) throws ExecutionException, InterruptedException {
    admin
        .createTopics(
            List.of(
                new NewTopic(FLIGHTS, TOPIC_PARTITIONS, (short) 1),
                new NewTopic(BIRD_STRIKES, TOPIC_PARTITIONS, (short) 1),
                new NewTopic(KafkaToParquet.rejected(FLIGHTS), 1, (short) 1)))
        .all()
        .get();
  }

  private static void printIntroduction(
      KafkaRun run,
      PrintStream out,
      String brokers,
      FlightMessages flights,
      List<Message> birdStrikes) {
    out.printf(
        "It listens on %s. For about %d s, two producers send%n"
            + "  %,d flights as %,d Arrow IPC messages to topic %s, and a damaged one%n"
            + "  %,d bird strikes as JSON to topic %s%n"
            + "while a Flink job writes them to Parquet, with a checkpoint every %.1f s.%n%n",
        brokers,
        run.producing().toSeconds(),
        flights.messages().stream().mapToLong(Message::rows).sum(),
        flights.messages().size(),
        FLIGHTS,
        birdStrikes.size(),
        BIRD_STRIKES,
        run.checkpointInterval().toMillis() / 1e3);
    if (run.keepOpen()) {
      out.printf(
          "Files stay open over checkpoints. Rows become visible when their file ends: %d s after"
              + " its last row,%nor %d s after its first.%n%n",
          KafkaToParquet.LONGEST_PAUSE.toSeconds(), KafkaToParquet.LONGEST_FILE.toSeconds());
    }
  }

  private static Throwable rootCause(Throwable failure) {
    Throwable cause = failure;
    while (cause.getCause() != null) {
      cause = cause.getCause();
    }
    return cause;
  }
}
