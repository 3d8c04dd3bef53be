package io.flinkarrow.examples;

import io.flinkarrow.examples.Bucket.Listed;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The visible objects below a prefix of a bucket, as files below a folder: each is downloaded as
 * soon as it is seen. An object that changes or vanishes is a failure, because part files must not.
 * Readers pass over objects whose names begin with an underscore or a dot, and so does this: they
 * are what checkpoints have of files that are still open.
 */
public final class BucketMirror {

  private final Bucket bucket;
  private final String prefix;
  private final Path folder;
  private final Map<String, Listed> seen = new LinkedHashMap<>();

  /**
   * Downloads nothing yet.
   *
   * @param prefix the beginning of the keys; files are named by the rest
   */
  public BucketMirror(Bucket bucket, String prefix, Path folder) {
    this.bucket = bucket;
    this.prefix = prefix;
    this.folder = folder;
  }

  /**
   * Looks what has come since the last time.
   *
   * @throws IllegalStateException if an object was changed or deleted, or is shorter than listed
   */
  public void refresh() throws IOException {
    List<Listed> visible =
        bucket.list(prefix).stream().filter(object -> !isHidden(object.key())).toList();
    Set<String> vanished = new HashSet<>(seen.keySet());
    for (Listed object : visible) {
      vanished.remove(object.key());
      Listed before = seen.put(object.key(), object);
      if (before == null) {
        download(object);
      } else if (!before.equals(object)) {
        throw new IllegalStateException("Changed: %s, then %s".formatted(before, object));
      }
    }
    if (!vanished.isEmpty()) {
      throw new IllegalStateException("No longer there: " + vanished);
    }
  }

  /** Whether an object is not for readers: by the last part of its key. */
  public static boolean isHidden(String key) {
    String name = key.substring(key.lastIndexOf('/') + 1);
    return name.startsWith("_") || name.startsWith(".");
  }

  private void download(Listed object) throws IOException {
    byte[] content = bucket.read(object.key());
    if (content.length != object.size()) {
      throw new IllegalStateException("%d bytes came of %s".formatted(content.length, object));
    }
    Path file = folder.resolve(object.key().substring(prefix.length())).normalize();
    if (!file.startsWith(folder)) {
      throw new IllegalStateException("Not below the prefix: " + object);
    }
    Files.createDirectories(file.getParent());
    Files.write(file, content);
  }
}
