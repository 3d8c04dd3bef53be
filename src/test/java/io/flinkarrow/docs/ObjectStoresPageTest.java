package io.flinkarrow.docs;

import static org.assertj.core.api.Assertions.assertThat;

import io.flinkarrow.examples.S3Server;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** Whether the page on object stores shows the settings that the tests and the example run with. */
class ObjectStoresPageTest {

  private static final Path PAGE = Path.of("docs/how-to/object-stores.md");

  /** These differ from store to store. */
  private static final Set<String> OF_THE_STORE =
      Set.of("s3.endpoint", "s3.access-key", "s3.secret-key");

  @Test
  void showsTheSettingsThatAreRun() {
    List<String> shown = Documents.matches(Documents.text(PAGE), "^(s3\\.[a-z.-]+: [^\n]*)$");
    TreeMap<String, String> run = new TreeMap<>(S3Server.settings(URI.create("http://store:9000")));
    assertThat(shown).hasSameSizeAs(run.keySet());
    Set<String> expected = new TreeSet<>();
    run.forEach(
        (key, value) -> expected.add(OF_THE_STORE.contains(key) ? key : key + ": " + value));
    assertThat(shown)
        .allMatch(
            line ->
                expected.contains(line) || expected.contains(line.substring(0, line.indexOf(':'))));
  }
}
