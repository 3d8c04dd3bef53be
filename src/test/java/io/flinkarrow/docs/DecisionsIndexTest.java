package io.flinkarrow.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Whether the index of decisions lists each of them by number and title. */
class DecisionsIndexTest {

  private static final Path DIRECTORY = Path.of("docs/decisions");

  @Test
  void everyDecisionIsListedByNumberAndTitle() throws IOException {
    List<String> listed =
        Documents.table(DIRECTORY.resolve("README.md"), "# Decisions").stream()
            .map(row -> row.get(0) + " " + row.get(1).toLowerCase(Locale.ROOT))
            .toList();
    try (Stream<Path> files = Files.list(DIRECTORY)) {
      List<String> written =
          files
              .filter(file -> !file.endsWith("README.md"))
              .sorted()
              .map(file -> link(file) + " " + title(file).toLowerCase(Locale.ROOT))
              .toList();
      assertThat(listed).isEqualTo(written);
    }
  }

  private static String link(Path file) {
    String name = file.getFileName().toString();
    return "[%s](%s)".formatted(name.substring(0, 4), name);
  }

  private static String title(Path file) {
    String number = file.getFileName().toString().substring(0, 4);
    String head = Documents.text(file).lines().findFirst().orElseThrow();
    assertThat(head).as("%s", file).startsWith("# " + number + ": ");
    return head.substring(("# " + number + ": ").length()).replace("`", "");
  }
}
