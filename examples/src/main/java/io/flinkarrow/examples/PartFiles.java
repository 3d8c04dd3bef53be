package io.flinkarrow.examples;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Collection;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.parquet.format.FileMetaData;
import org.apache.parquet.format.Util;

/**
 * The Parquet files under a folder and their footers. A committed file never changes, so each
 * footer is read once; a file whose name begins with a dot is not committed and does not count.
 */
final class PartFiles {

  /** A Parquet file ends with the footer's length, 4 bytes, and the magic number, 4 more. */
  private static final int TAIL_BYTES = 8;

  private static final String MAGIC = "PAR1";

  /** Brings what is visible elsewhere into the folder. */
  interface Mirror {
    void refresh() throws IOException;
  }

  private final Path folder;
  private final Mirror mirror;
  private final SortedMap<Path, FileMetaData> footers = new TreeMap<>();
  private long bytes;
  private int unfinished;

  PartFiles(Path folder) {
    this(folder, () -> {});
  }

  PartFiles(Path folder, Mirror mirror) {
    this.folder = folder;
    this.mirror = mirror;
  }

  /** Looks what has come since the last time. */
  void refresh() throws IOException {
    mirror.refresh();
    unfinished = 0;
    if (Files.notExists(folder)) {
      return;
    }
    Files.walkFileTree(
        folder,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            if (file.getFileName().toString().startsWith(".")) {
              unfinished++;
            } else if (!footers.containsKey(file)) {
              footers.put(file, footer(file));
              bytes += attributes.size();
            }
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFileFailed(Path file, IOException failure) {
            return FileVisitResult.CONTINUE; // renamed by a commit since the folder was listed
          }
        });
  }

  int count() {
    return footers.size();
  }

  int unfinished() {
    return unfinished;
  }

  long bytes() {
    return bytes;
  }

  long rows() {
    return footers.values().stream().mapToLong(FileMetaData::getNum_rows).sum();
  }

  Set<Path> paths() {
    return footers.keySet();
  }

  Collection<FileMetaData> footers() {
    return footers.values();
  }

  private static FileMetaData footer(Path file) throws IOException {
    try (FileChannel channel = FileChannel.open(file)) {
      ByteBuffer tail = ByteBuffer.allocate(TAIL_BYTES).order(ByteOrder.LITTLE_ENDIAN);
      long tailStart = channel.size() - TAIL_BYTES;
      if (tailStart < 0 || channel.read(tail, tailStart) < TAIL_BYTES) {
        throw new EOFException(file + " is too short for a Parquet file");
      }
      String magic = new String(tail.array(), 4, 4, StandardCharsets.US_ASCII);
      if (!magic.equals(MAGIC)) {
        throw new IOException(file + " ends with '" + magic + "', not with " + MAGIC);
      }
      channel.position(tailStart - tail.getInt(0));
      InputStream in = Channels.newInputStream(channel);
      return Util.readFileMetaData(in);
    }
  }
}
