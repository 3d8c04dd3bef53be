package io.flinkarrow.read.file;

import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.util.Objects;
import org.apache.flink.core.fs.FSDataInputStream;
import org.apache.flink.core.fs.FileSystem;
import org.apache.flink.core.fs.Path;

/** An open file: bytes from anywhere in it. Owns the stream; for one thread. */
public final class ParquetInput implements Closeable {

  private final Path path;
  private final long length;
  private final FSDataInputStream stream;

  private ParquetInput(Path path, long length, FSDataInputStream stream) {
    this.path = path;
    this.length = length;
    this.stream = stream;
  }

  public static ParquetInput open(Path path) throws IOException {
    FileSystem files = path.getFileSystem();
    long length = files.getFileStatus(path).getLen();
    return new ParquetInput(path, length, files.open(path));
  }

  /**
   * Bytes that lie elsewhere.
   *
   * @param name for messages
   * @param stream closed with the input
   */
  public static ParquetInput of(Path name, long length, FSDataInputStream stream) {
    return new ParquetInput(name, length, stream);
  }

  public Path path() {
    return path;
  }

  long length() {
    return length;
  }

  /** Fills {@code target[from .. from + count)} with the file's bytes from {@code position} on. */
  void read(long position, byte[] target, int from, int count) throws IOException {
    Objects.checkFromIndexSize(from, count, target.length);
    if (stream.getPos() != position) {
      stream.seek(position);
    }
    int filled = 0;
    while (filled < count) {
      int step = stream.read(target, from + filled, count - filled);
      if (step < 0) {
        throw new EOFException(
            "%s ended at byte %d, but had %d bytes when it was opened. It has been replaced or is being written; read finished files only"
                .formatted(path, position + filled, length));
      }
      filled += step;
    }
  }

  byte[] read(long position, int count) throws IOException {
    byte[] bytes = new byte[count];
    read(position, bytes, 0, count);
    return bytes;
  }

  @Override
  public void close() throws IOException {
    stream.close();
  }
}
