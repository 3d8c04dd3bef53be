package io.flinkarrow.read.file;

import io.flinkarrow.parquet.input.ParquetInput;
import java.io.IOException;
import java.util.Objects;
import org.apache.flink.core.fs.FSDataInputStream;
import org.apache.flink.core.fs.FileSystem;
import org.apache.flink.core.fs.Path;

/** A file of one of Flink's file systems. Owns the stream; for one thread. */
public final class FileSystemInput implements ParquetInput {

  private final Path path;
  private final long length;
  private final FSDataInputStream stream;

  private FileSystemInput(Path path, long length, FSDataInputStream stream) {
    this.path = path;
    this.length = length;
    this.stream = stream;
  }

  public static FileSystemInput open(Path path) throws IOException {
    FileSystem files = path.getFileSystem();
    long length = files.getFileStatus(path).getLen();
    return new FileSystemInput(path, length, files.open(path));
  }

  /**
   * Bytes that lie elsewhere.
   *
   * @param name for messages
   * @param stream closed with the input
   */
  public static FileSystemInput of(Path name, long length, FSDataInputStream stream) {
    return new FileSystemInput(name, length, stream);
  }

  @Override
  public String name() {
    return path.toString();
  }

  @Override
  public long length() {
    return length;
  }

  @Override
  public void read(long position, byte[] target, int from, int count) throws IOException {
    Objects.checkFromIndexSize(from, count, target.length);
    if (stream.getPos() != position) {
      stream.seek(position);
    }
    int filled = 0;
    while (filled < count) {
      int step = stream.read(target, from + filled, count - filled);
      if (step < 0) {
        throw ParquetInput.ended(this, position + filled);
      }
      filled += step;
    }
  }

  @Override
  public void close() throws IOException {
    stream.close();
  }
}
