package io.flinkarrow.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Whether the page on deployment says what the build relocates, and where to. */
class DeployPageTest {

  private static final Path PAGE = Path.of("docs/how-to/deploy.md");

  private static final Pattern RELOCATION =
      Pattern.compile("<pattern>(.+)</pattern>\\s*<shadedPattern>(.+)</shadedPattern>");

  @Test
  void everyRelocationIsListed() {
    Map<String, String> documented = new TreeMap<>();
    for (List<String> row : Documents.table(PAGE, "## What the SQL jar holds")) {
      documented.put(row.get(0), row.get(1));
    }
    Map<String, String> built = new TreeMap<>();
    RELOCATION
        .matcher(Documents.text(Path.of("pom.xml")))
        .results()
        .forEach(match -> built.put(match.group(1), match.group(2)));
    assertThat(built).isNotEmpty();
    assertThat(documented).isEqualTo(built);
  }

  @Test
  void theOptionalCodecHasTheVersionThatTheBuildTests() {
    String version =
        Documents.matches(
                Documents.text(Path.of("pom.xml")), "<brotli4j.version>(.*)</brotli4j.version>")
            .get(0);
    assertThat(Documents.text(PAGE))
        .contains("<artifactId>brotli4j</artifactId>\n    <version>%s<".formatted(version));
  }
}
