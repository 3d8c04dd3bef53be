package io.flinkarrow.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Field;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.CoreOptions;
import org.apache.flink.configuration.HeartbeatManagerOptions;
import org.apache.flink.configuration.HighAvailabilityOptions;
import org.apache.flink.configuration.JobManagerOptions;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.configuration.RpcOptions;
import org.apache.flink.configuration.TaskManagerOptions;
import org.apache.flink.connector.kafka.sink.KafkaSink;
import org.apache.flink.connector.kafka.source.KafkaSource;
import org.apache.flink.streaming.connectors.kafka.table.KafkaDynamicSource;
import org.junit.jupiter.api.Test;

/** Whether the page on clusters, and the example's configuration, name what there is. */
class ClusterPageTest {

  private static final Path PAGE = Path.of("docs/how-to/cluster.md");
  private static final Path CONFIGURATION = Path.of("examples/flink/config.yaml");
  private static final Path SCRIPT = Path.of("examples/cluster");

  private static final List<Class<?>> OPTIONS =
      List.of(
          CheckpointingOptions.class,
          CoreOptions.class,
          HeartbeatManagerOptions.class,
          HighAvailabilityOptions.class,
          JobManagerOptions.class,
          RestartStrategyOptions.class,
          RpcOptions.class,
          TaskManagerOptions.class);

  /** Flink takes a setting that it does not know without a word. */
  @Test
  void everySettingIsOneOfFlinks() throws Exception {
    Set<String> known = new TreeSet<>();
    for (Class<?> options : OPTIONS) {
      for (Field field : options.getFields()) {
        if (ConfigOption.class.isAssignableFrom(field.getType())) {
          known.add(((ConfigOption<?>) field.get(null)).key());
        }
      }
    }
    List<String> configured =
        Documents.matches(Documents.text(CONFIGURATION), "^([a-z][-a-zA-Z.]+): ");
    assertThat(configured).hasSizeGreaterThan(10).isSubsetOf(known);
    for (String heading : List.of("## Settings", "## Memory")) {
      assertThat(Documents.table(PAGE, heading))
          .isNotEmpty()
          .allSatisfy(row -> assertThat(row.get(0)).isIn(known));
    }
  }

  @Test
  void everyCommandOfTheScriptIsThere() {
    List<String> documented =
        Documents.matches(Documents.text(PAGE), "^examples/cluster (\\w+)").stream()
            .distinct()
            .toList();
    assertThat(Documents.matches(Documents.text(SCRIPT), "^  (\\w+)\\) "))
        .isNotEmpty()
        .hasSameElementsAs(documented);
  }

  /** Else the job gets the connector that lies in a cluster's lib folder. */
  @Test
  void theExamplesJobMovesAllOfTheConnectorAsThePageSays() {
    List<String> moved =
        Documents.matches(
            Documents.text(Path.of("examples/pom.xml")),
            "<pattern>(org.apache.flink.*?)</pattern>");
    for (Class<?> connector :
        List.of(KafkaSource.class, KafkaSink.class, KafkaDynamicSource.class)) {
      assertThat(moved).anyMatch(connector.getPackageName()::startsWith);
    }
    assertThat(moved)
        .allSatisfy(name -> assertThat(Documents.text(PAGE)).contains("`" + name + "`"));
  }

  @Test
  void theTestedFlinkIsTheOneThatIsPutTogether() {
    String version =
        Documents.matches(Documents.text(Path.of("pom.xml")), "<flink.version>(.*?)<").get(0);
    for (String pom : List.of("examples/pom.xml", "examples/flink/pom.xml")) {
      assertThat(Documents.text(Path.of(pom))).contains("<flink.version>" + version + "<");
    }
    assertThat(Documents.text(PAGE)).contains("flink-s3-fs-hadoop-" + version + ".jar");
  }
}
