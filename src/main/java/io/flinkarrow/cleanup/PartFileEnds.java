package io.flinkarrow.cleanup;

import java.io.IOException;
import java.util.Arrays;
import org.apache.flink.core.fs.FSDataInputStream;
import org.apache.flink.core.fs.FileStatus;
import org.apache.flink.core.fs.FileSystem;

/** What a hidden file is, by its first and last bytes. */
final class PartFileEnds {

  private static final byte[] MAGIC = {'P', 'A', 'R', '1'};

  /** Magic words, the footer's length, and a footer of at least one byte. */
  private static final int SHORTEST_FILE = 2 * MAGIC.length + Integer.BYTES + 1;

  private PartFileEnds() {}

  static LeftoverKind kindOf(FileSystem fileSystem, FileStatus file) throws IOException {
    if (file.getLen() == 0) {
      return LeftoverKind.INCOMPLETE;
    }
    try (FSDataInputStream input = fileSystem.open(file.getPath())) {
      byte[] first = input.readNBytes(MAGIC.length);
      if (!Arrays.equals(first, Arrays.copyOf(MAGIC, first.length))) {
        return LeftoverKind.FOREIGN;
      }
      if (file.getLen() < SHORTEST_FILE) {
        return LeftoverKind.INCOMPLETE;
      }
      input.seek(file.getLen() - MAGIC.length);
      return Arrays.equals(input.readNBytes(MAGIC.length), MAGIC)
          ? LeftoverKind.COMPLETE
          : LeftoverKind.INCOMPLETE;
    }
  }
}
