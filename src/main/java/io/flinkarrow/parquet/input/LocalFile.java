package io.flinkarrow.parquet.input;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** A file that Java's own file systems have. */
record LocalFile(Path path, FileChannel channel, long length) implements ParquetInput {

  static LocalFile open(Path path) throws IOException {
    FileChannel channel = FileChannel.open(path, StandardOpenOption.READ);
    try {
      return new LocalFile(path, channel, channel.size());
    } catch (IOException e) {
      FailedOpening.close(channel, e);
      throw e;
    }
  }

  @Override
  public String name() {
    return path.toString();
  }

  @Override
  public void read(long position, byte[] target, int from, int count) throws IOException {
    ByteBuffer rest = ByteBuffer.wrap(target, from, count);
    while (rest.hasRemaining()) {
      long at = position + count - rest.remaining();
      if (channel.read(rest, at) < 0) {
        throw ParquetInput.ended(this, at);
      }
    }
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
