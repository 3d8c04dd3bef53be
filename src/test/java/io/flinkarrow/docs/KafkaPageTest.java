package io.flinkarrow.docs;

import static org.assertj.core.api.Assertions.assertThat;

import io.flinkarrow.ipc.MalformedPayloads;
import io.flinkarrow.kafka.DeadLetterSerializationSchema;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Whether the Kafka page names the policies, headers, metrics and the connector that there are. */
class KafkaPageTest {

  private static final Path PAGE = Path.of("docs/how-to/kafka.md");

  /** The cells of a column, which may hold several names. */
  private static List<String> names(String heading, int table) {
    List<String> sections =
        Documents.matches(Documents.text(PAGE), heading + "\n(.*?)(?=\n## |\\z)");
    List<String> tables =
        Documents.matches(sections.get(0), "\n\\|[^\n]*\n\\|---[^\n]*\n((?:\\|[^\n]*\n)+)");
    return tables
        .get(table)
        .lines()
        .flatMap(row -> Arrays.stream(row.split("\\|")[1].split(", ")))
        .map(name -> name.strip().replace("`", ""))
        .toList();
  }

  @Test
  void everyPolicyIsThere() {
    assertThat(names("## Messages that cannot be decoded", 0))
        .filteredOn(name -> !name.equals("the default"))
        .containsExactlyElementsOf(Stream.of(MalformedPayloads.values()).map(Enum::name).toList());
  }

  @Test
  void everyHeaderIsThere() {
    assertThat(names("## Messages that cannot be decoded", 1))
        .containsExactlyInAnyOrder(
            DeadLetterSerializationSchema.REASON_HEADER,
            DeadLetterSerializationSchema.TOPIC_HEADER,
            DeadLetterSerializationSchema.PARTITION_HEADER,
            DeadLetterSerializationSchema.OFFSET_HEADER,
            DeadLetterSerializationSchema.TIMESTAMP_HEADER);
  }

  @Test
  void everyMetricIsThere() {
    String code = Documents.text(Path.of("src/main/java/io/flinkarrow/ipc/PayloadCounters.java"));
    assertThat(names("## What to watch", 0))
        .containsExactlyInAnyOrderElementsOf(
            Documents.matches(code, "group\\.counter\\(\"(\\w+)\""));
  }

  @Test
  void theConnectorIsTheOneThatIsTested() {
    String pom = Documents.text(Path.of("pom.xml"));
    for (String version : List.of("flink.kafka.version", "flink.version")) {
      assertThat(Documents.text(PAGE))
          .contains(Documents.matches(pom, "<" + version + ">(.*?)</").get(0));
    }
  }
}
