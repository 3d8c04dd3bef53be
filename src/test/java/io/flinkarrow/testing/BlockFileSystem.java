package io.flinkarrow.testing;

import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.core.fs.BlockLocation;
import org.apache.flink.core.fs.FileStatus;
import org.apache.flink.core.fs.FileSystem;
import org.apache.flink.core.fs.FileSystemFactory;
import org.apache.flink.core.fs.local.LocalFileSystem;

/** The local file system by the scheme {@value #SCHEME}, whose files lie in blocks as in HDFS. */
public final class BlockFileSystem extends LocalFileSystem {

  /** Short, so that small files have some. */
  public static final int BLOCK_LENGTH = 4_000;

  static final String SCHEME = "blocks";

  private record Block(long getOffset, long getLength, String[] getHosts) implements BlockLocation {
    @Override
    public int compareTo(BlockLocation other) {
      return Long.compare(getOffset, other.getOffset());
    }
  }

  /** Loaded by Flink as a service. */
  public static final class Factory implements FileSystemFactory {
    @Override
    public String getScheme() {
      return SCHEME;
    }

    @Override
    public FileSystem create(URI uri) {
      return new BlockFileSystem();
    }
  }

  /** The directory or file by our scheme. */
  public static org.apache.flink.core.fs.Path path(Path path) {
    return new org.apache.flink.core.fs.Path(SCHEME + "://" + path.toAbsolutePath());
  }

  @Override
  public URI getUri() {
    return URI.create(SCHEME + ":///");
  }

  @Override
  public BlockLocation[] getFileBlockLocations(FileStatus file, long start, long length) {
    List<BlockLocation> blocks = new ArrayList<>();
    for (long offset = 0; offset < file.getLen(); offset += BLOCK_LENGTH) {
      blocks.add(
          new Block(offset, Math.min(BLOCK_LENGTH, file.getLen() - offset), new String[] {"host"}));
    }
    return blocks.toArray(BlockLocation[]::new);
  }
}
