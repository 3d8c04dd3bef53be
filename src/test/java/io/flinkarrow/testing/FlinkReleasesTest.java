package io.flinkarrow.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The examples offer the releases of Flink that are tested, and begin with the latest. */
class FlinkReleasesTest {

  private static final Path EXAMPLES = Path.of("examples/flink/pom.xml");

  @Test
  void theExamplesOfferEachReleaseThatIsTested() throws Exception {
    assertThat(FlinkRelease.offered())
        .containsExactlyElementsOf(
            Arrays.stream(FlinkRelease.values()).map(FlinkRelease::line).toList());
  }

  @Test
  void theLatestIsTheOneThisLibraryIsCompiledWith() throws Exception {
    String compiled = firstProperty(Path.of("pom.xml"), "flink.version");
    assertThat(compiled).startsWith(FlinkRelease.latest().line() + ".");
    assertThat(firstProperty(EXAMPLES, "flink.version")).isEqualTo(compiled);
    assertThat(firstProperty(EXAMPLES, "flink.kafka.version"))
        .isEqualTo(firstProperty(Path.of("pom.xml"), "flink.kafka.version"));
  }

  private static String firstProperty(Path pom, String name) throws Exception {
    Matcher property =
        Pattern.compile("<%1$s>(.*)</%1$s>".formatted(Pattern.quote(name)))
            .matcher(Files.readString(pom));
    assertThat(property.find()).as("%s in %s", name, pom).isTrue();
    return property.group(1);
  }
}
