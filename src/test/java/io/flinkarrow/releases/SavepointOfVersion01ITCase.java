package io.flinkarrow.releases;

import static org.assertj.core.api.Assertions.assertThat;

import io.flinkarrow.testing.PartFiles;
import io.flinkarrow.testing.PartitionedRows;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;
import org.apache.flink.util.FileUtils;
import org.junit.jupiter.api.Test;

/**
 * What a job of version 0.1 left behind with Flink 2.3, {@code savepoint-0.1.zip}: a savepoint, and
 * the files that it has yet to commit. It must be read for ever. A version that changes the form of
 * state gets a file of its own beside this one; {@code -Dflinkarrow.golden=write} writes it and
 * fails once.
 *
 * <p>State knows files by their absolute paths, so the directory's name is put in place of the one
 * that was written. Both are equally long.
 */
class SavepointOfVersion01ITCase {

  private static final String ZIP = "savepoint-0.1.zip";
  private static final String DIRECTORY = "/tmp/flink-arrow-parquet-0.1-%012d";
  private static final String WRITTEN_IN = DIRECTORY.formatted(0);

  @Test
  void goesOnWithEveryRowOnce() throws Exception {
    if ("write".equals(System.getProperty("flinkarrow.golden"))) {
      write();
    }
    Path directory =
        Path.of(DIRECTORY.formatted(ThreadLocalRandom.current().nextLong(1_000_000_000_000L)));
    try {
      unpack(directory);
      Path out = StatefulJob.out(directory);
      assertThat(PartFiles.visible(out)).isEmpty();
      Set<String> waiting = Set.copyOf(StatefulJob.waiting(directory));
      StatefulJob.takeUp(directory, StatefulJob.NO_BROKERS, "none");
      PartFiles.assertHoldsExactly(out, StatefulJob.ROWS);
      assertThat(PartitionedRows.misfiledPlain(out)).isZero();
      assertThat(PartFiles.visible(out))
          .extracting(file -> file.getFileName().toString())
          .containsAll(waiting);
    } finally {
      FileUtils.deleteDirectory(directory.toFile());
    }
  }

  private static void unpack(Path directory) throws IOException {
    byte[] written = WRITTEN_IN.getBytes(StandardCharsets.UTF_8);
    byte[] here = directory.toString().getBytes(StandardCharsets.UTF_8);
    assertThat(here).hasSameSizeAs(written);
    try (InputStream bytes = SavepointOfVersion01ITCase.class.getResourceAsStream(ZIP);
        ZipInputStream zip = new ZipInputStream(bytes)) {
      for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
        Path file = directory.resolve(entry.getName());
        Files.createDirectories(file.getParent());
        Files.write(file, replaced(zip.readAllBytes(), written, here));
      }
    }
  }

  private static byte[] replaced(byte[] content, byte[] written, byte[] here) {
    return new String(content, StandardCharsets.ISO_8859_1)
        .replace(
            new String(written, StandardCharsets.ISO_8859_1),
            new String(here, StandardCharsets.ISO_8859_1))
        .getBytes(StandardCharsets.ISO_8859_1);
  }

  private static void write() throws Exception {
    Path directory = Path.of(WRITTEN_IN);
    Path zip =
        Path.of("src/test/resources")
            .resolve(SavepointOfVersion01ITCase.class.getPackageName().replace('.', '/'))
            .resolve(ZIP);
    Files.createDirectories(zip.getParent());
    try (OutputStream file = Files.newOutputStream(zip);
        ZipOutputStream out = new ZipOutputStream(file)) {
      StatefulJob.leave(directory, StatefulJob.NO_BROKERS, "none");
      try (Stream<Path> files = Files.walk(directory)) {
        for (Path left : files.filter(Files::isRegularFile).sorted().toList()) {
          out.putNextEntry(new ZipEntry(directory.relativize(left).toString()));
          Files.copy(left, out);
          out.closeEntry();
        }
      }
    } finally {
      FileUtils.deleteDirectory(directory.toFile());
    }
    throw new AssertionError("Wrote " + zip + "; run again without -Dflinkarrow.golden=write");
  }
}
