package io.flinkarrow.benchmark;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** The timing still runs, and every job writes every row. */
class KafkaTimingITCase {

  @Test
  void everyTopicGetsARowOfFigures() throws Exception {
    String classPath = Files.readString(Path.of(System.getProperty("flinkarrow.kafkaClassPath")));
    assertThat(new KafkaTiming(0.005, classPath.strip()).run(1).lines()).hasSize(2 + 4);
  }
}
