package io.flinkarrow.sink.file;

import io.flinkarrow.parquet.FileSummary;
import io.flinkarrow.parquet.encryption.DecryptionSettings;
import io.flinkarrow.parquet.file.FileCheck;
import io.flinkarrow.parquet.input.ParquetInput;
import io.flinkarrow.read.file.FileSystemInput;
import io.flinkarrow.sink.registry.Verification;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import javax.annotation.Nullable;
import org.apache.flink.core.fs.FSDataOutputStream;

/**
 * A part file's stream, and a copy of what is written to it in the machine's directory for
 * temporary files, which is read when the file is finished. Not every store lets a file be read
 * before it is visible; the copy has the bytes as they were handed over.
 *
 * <p>The copy has no name while it is open, where the operating system allows it: nothing of it is
 * left when the process dies. Its stream is Flink's to close; {@link #release()} closes the copy.
 */
final class VerifiedOutput extends FSDataOutputStream {

  private final FSDataOutputStream out;
  private final FileChannel copy;
  @Nullable private final DecryptionSettings decryption;
  private boolean verified;

  /** Null if the next file is not verified. */
  @Nullable
  static VerifiedOutput ofSome(FSDataOutputStream out, Verification verification)
      throws IOException {
    return verification.drawsNext() ? new VerifiedOutput(out, verification.decryption()) : null;
  }

  /**
   * @param decryption null if the file is not encrypted
   */
  VerifiedOutput(FSDataOutputStream out, @Nullable DecryptionSettings decryption)
      throws IOException {
    this.out = out;
    this.decryption = decryption;
    Path file = Files.createTempFile("flink-arrow-parquet", ".verify");
    this.copy =
        FileChannel.open(
            file,
            StandardOpenOption.READ,
            StandardOpenOption.WRITE,
            StandardOpenOption.DELETE_ON_CLOSE);
  }

  /**
   * Reads the copy once; further calls do nothing.
   *
   * @param summary of the file, which is complete
   * @throws IOException if the bytes are not the file that the summary tells of
   */
  void verify(FileSummary summary) throws IOException {
    if (verified) {
      return;
    }
    try (ParquetInput input =
        FileSystemInput.of(
            new org.apache.flink.core.fs.Path("copy-of-part-file.parquet"),
            copy.size(),
            new ChannelInput(copy))) {
      if (copy.size() != summary.bytes()) {
        throw new IOException(
            "the stream was handed %d bytes, but the file has %d"
                .formatted(copy.size(), summary.bytes()));
      }
      FileCheck.check(input, summary.rows(), summary.rowGroups(), decryption);
    } catch (IOException | RuntimeException e) {
      throw new IOException(
          "A part file of %d rows and %d bytes is broken, as verifyShare found before it became visible: %s. Its rows are written again after a restart; if that fails too, check the machine's memory and report it"
              .formatted(summary.rows(), summary.bytes(), e.getMessage()),
          e);
    }
    verified = true;
  }

  /** Gives the copy up. */
  void release() {
    try {
      copy.close();
    } catch (IOException e) {
      throw new java.io.UncheckedIOException("The copy of a part file could not be closed", e);
    }
  }

  @Override
  public void write(int b) throws IOException {
    write(new byte[] {(byte) b}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int offset, int length) throws IOException {
    out.write(bytes, offset, length);
    ByteBuffer left = ByteBuffer.wrap(bytes, offset, length);
    while (left.hasRemaining()) {
      copy.write(left);
    }
  }

  @Override
  public long getPos() throws IOException {
    return out.getPos();
  }

  @Override
  public void flush() throws IOException {
    out.flush();
  }

  @Override
  public void sync() throws IOException {
    out.sync();
  }

  @Override
  public void close() {
    throw new UnsupportedOperationException("The stream is Flink's to close");
  }
}
