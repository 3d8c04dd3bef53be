package io.flinkarrow.read;

import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Path;
import java.util.Objects;

/** Files of other writers that lie beside the tests; their README says where they are from. */
final class TestFiles {

  private TestFiles() {}

  static Path find(String name) throws URISyntaxException {
    URL file = Objects.requireNonNull(TestFiles.class.getResource(name), name);
    return Path.of(file.toURI());
  }
}
