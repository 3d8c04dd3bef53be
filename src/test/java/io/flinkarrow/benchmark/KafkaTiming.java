package io.flinkarrow.benchmark;

import io.flinkarrow.examples.KafkaBroker;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.apache.commons.io.FileUtils;

/**
 * Jobs that read a topic of a real broker to its end and write it to Parquet, in turns into our
 * sink and into flink-parquet's: record batches as Arrow IPC payloads, and rows as JSON. Reports
 * what the whole job took, from its start to its last committed file: the CPU time of this process,
 * which is all of Flink but not the broker, and the time on the clock.
 */
public final class KafkaTiming {

  private final double scale;
  private final String brokerClassPath;

  /**
   * @param scale of the rows that figures are taken with
   * @param brokerClassPath the jars of a Kafka broker
   */
  KafkaTiming(double scale, String brokerClassPath) {
    this.scale = scale;
    this.brokerClassPath = brokerClassPath;
  }

  public static void main(String[] arguments) throws Exception {
    int rounds = Integer.parseInt(arguments[0]);
    String classPath = Files.readString(Path.of(arguments[1])).strip();
    TimingReport.publish("kafka", new KafkaTiming(1, classPath).run(rounds));
  }

  /** Runs both pipelines with every data set and returns a table in Markdown. */
  String run(int rounds) throws Exception {
    StringBuilder table = new StringBuilder();
    table.append(
        "| payloads | rows | MB | ours, rows/s | MB/s | flink-parquet, rows/s | MB/s | CPU ratio (spread) | time ratio (spread) |\n");
    table.append("|---|---|---|---|---|---|---|---|---|\n");
    Path folder = Files.createTempDirectory("kafka-timing");
    try (KafkaBroker broker = KafkaBroker.start(folder, brokerClassPath, Map.of());
        KafkaJobs jobs = new KafkaJobs(broker.bootstrapServers())) {
      for (DataSet dataSet : new DataSet[] {DataSet.TAXI, DataSet.EVENTS}) {
        for (KafkaJobs.Form form : KafkaJobs.Form.values()) {
          int rows = (int) (dataSet.fullRows() * scale / form.rowsDividedBy());
          table.append(compare(jobs, jobs.produce(dataSet, form, rows), rounds));
        }
      }
    } finally {
      FileUtils.deleteDirectory(folder.toFile());
    }
    return table.toString();
  }

  private static String compare(KafkaJobs jobs, KafkaJobs.Topic topic, int rounds)
      throws Exception {
    TimedRounds timed =
        TimedRounds.of(
            rounds,
            folder -> {
              Map<String, Double> figures = new LinkedHashMap<>();
              for (KafkaJobs.Writer writer : KafkaJobs.Writer.values()) {
                Path directory = folder.resolve(writer.name());
                KafkaJobs.Taken taken = jobs.run(topic, writer, directory);
                WrittenFiles.in(directory).require(topic.rows());
                figures.put(writer + " CPU", taken.cpuSeconds());
                figures.put(writer + " time", taken.seconds());
              }
              return figures;
            });
    double megabytes = topic.bytes() / 1e6;
    double ours = timed.median(KafkaJobs.Writer.OURS + " time");
    double rival = timed.median(KafkaJobs.Writer.FLINK_PARQUET + " time");
    return String.format(
        Locale.ROOT,
        "| %s | %,d | %.0f | %,.0f | %.1f | %,.0f | %.1f | %s | %s |%n",
        topic.name(),
        topic.rows(),
        megabytes,
        topic.rows() / ours,
        megabytes / ours,
        topic.rows() / rival,
        megabytes / rival,
        timed.ratio(KafkaJobs.Writer.FLINK_PARQUET + " CPU", KafkaJobs.Writer.OURS + " CPU"),
        timed.ratio(KafkaJobs.Writer.FLINK_PARQUET + " time", KafkaJobs.Writer.OURS + " time"));
  }
}
