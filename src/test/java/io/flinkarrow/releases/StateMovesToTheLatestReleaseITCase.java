package io.flinkarrow.releases;

import static org.assertj.core.api.Assertions.assertThat;

import io.flinkarrow.ipc.ArrowIpc;
import io.flinkarrow.releases.ReleaseTable.Column;
import io.flinkarrow.testing.FlinkRelease;
import io.flinkarrow.testing.PartFiles;
import io.flinkarrow.testing.PartitionedRows;
import io.flinkarrow.testing.TestBroker;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A job that was left with a savepoint of one release of Flink goes on with the latest, and writes
 * each row once: batches and payloads in its state, files that waited for their commit, the offsets
 * of a topic.
 */
class StateMovesToTheLatestReleaseITCase {

  @RegisterExtension static final TestBroker BROKER = new TestBroker();

  @TempDir Path directory;

  @AfterAll
  static void show() throws IOException {
    ReleaseTable.show();
  }

  @ParameterizedTest
  @MethodSource("io.flinkarrow.releases.ReleaseTable#releases")
  void withEveryRowOnce(FlinkRelease release) throws Exception {
    String topic = "state-of-" + release.line();
    ReleaseTable.check(
        release,
        Column.STATE,
        () -> {
          BROKER.createTopic(topic, 1);
          send(topic, 0, StatefulJob.MESSAGES / 2);
          ReleaseJvm.run(
              release, directory, BROKER.bootstrapServers(), topic, ReleaseProgram.LEAVE);
          Path out = StatefulJob.out(directory);
          List<String> waiting = StatefulJob.waiting(directory);
          assertThat(PartFiles.visible(out)).isEmpty();
          send(topic, StatefulJob.MESSAGES / 2, StatefulJob.MESSAGES);
          ReleaseJvm.run(
              FlinkRelease.latest(),
              directory,
              BROKER.bootstrapServers(),
              topic,
              ReleaseProgram.TAKE_UP);
          PartFiles.assertHoldsExactly(
              out, StatefulJob.ROWS + (long) StatefulJob.MESSAGES * StatefulJob.MESSAGE_ROWS);
          assertThat(PartitionedRows.misfiledPlain(out)).isZero();
          assertThat(PartFiles.visible(out))
              .extracting(file -> file.getFileName().toString())
              .containsAnyElementsOf(waiting);
        });
  }

  private static void send(String topic, int from, int to) {
    try (KafkaProducer<byte[], byte[]> producer = BROKER.producer(null)) {
      for (int i = from; i < to; i++) {
        long first = StatefulJob.ROWS + (long) i * StatefulJob.MESSAGE_ROWS;
        producer.send(
            new ProducerRecord<>(
                topic,
                ArrowIpc.writeStream(
                    PartitionedRows.batch(
                        first, StatefulJob.MESSAGE_ROWS, PartitionedRows::plainTownOf))));
      }
    }
  }
}
