package io.flinkarrow.kafka;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.stream.Stream;

/** The checkpoints of one job that are complete, as its folder of checkpoints shows them. */
record CompletedCheckpoints(Path directory) {

  /**
   * The number of the latest, 0 before the first. Metadata is the last thing that Flink writes of a
   * checkpoint; older ones are deleted.
   */
  long latest() {
    try (Stream<Path> files = Files.walk(directory, 2)) {
      return files
          .filter(folder -> folder.getFileName().toString().startsWith("chk-"))
          .filter(folder -> Files.exists(folder.resolve("_metadata")))
          .mapToLong(folder -> Long.parseLong(folder.getFileName().toString().substring(4)))
          .max()
          .orElse(0);
    } catch (UncheckedIOException | NoSuchFileException e) {
      return latest(); // a checkpoint was deleted while we looked
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
