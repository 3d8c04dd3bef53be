package io.flinkarrow.sink.file;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import org.apache.flink.core.fs.FSDataInputStream;

/** Reads an open file from its beginning; closing the stream leaves the file open. */
final class ChannelInput extends FSDataInputStream {

  private final FileChannel file;
  private long position;

  ChannelInput(FileChannel file) {
    this.file = file;
  }

  @Override
  public void seek(long desired) {
    position = desired;
  }

  @Override
  public long getPos() {
    return position;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
  }

  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    int count = file.read(ByteBuffer.wrap(target, offset, length), position);
    position += Math.max(0, count);
    return count;
  }
}
