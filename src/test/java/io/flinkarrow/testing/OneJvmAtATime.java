package io.flinkarrow.testing;

import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;

/**
 * What only one of the JVMs that run tests may do at a time: they share {@code target} and the
 * local Maven repository.
 */
public final class OneJvmAtATime {

  private static final Path LOCK = Path.of("target/one-jvm-at-a-time.lock");

  private static boolean isHeld;

  private OneJvmAtATime() {}

  /** Work that others wait for. */
  public interface Work<T> {
    T run() throws IOException, InterruptedException;
  }

  /** Works while no other thread of any of the JVMs does. Work may ask for more of it. */
  public static synchronized <T> T run(Work<T> work) throws IOException, InterruptedException {
    if (isHeld) {
      return work.run();
    }
    Files.createDirectories(LOCK.getParent());
    try (FileChannel file =
        FileChannel.open(LOCK, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
      file.lock();
      isHeld = true;
      return work.run();
    } finally {
      isHeld = false;
    }
  }

  /** Makes a file of a resource, unless it is there: others may be reading it. */
  static void copyResource(String resource, Path file) throws IOException {
    try (InputStream in = OneJvmAtATime.class.getResourceAsStream(resource)) {
      byte[] content = in.readAllBytes();
      if (!Files.exists(file) || !Arrays.equals(Files.readAllBytes(file), content)) {
        Files.write(file, content);
      }
    }
  }
}
