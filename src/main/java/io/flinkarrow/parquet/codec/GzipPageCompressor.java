package io.flinkarrow.parquet.codec;

import io.flinkarrow.parquet.options.CompressionCodec;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.zip.CRC32;
import java.util.zip.Deflater;

/**
 * One GZIP member (RFC 1952) a page, with the smallest header: no name, no time.
 *
 * <p>Each thread reuses one {@link Deflater}; the JDK frees its native part once the thread has
 * ended.
 */
final class GzipPageCompressor extends PageCompressor {

  private static final byte[] HEADER = {
    0x1f, (byte) 0x8b, Deflater.DEFLATED, 0, 0, 0, 0, 0, 0, (byte) 0xff /* unknown system */
  };
  private static final int TRAILER_LENGTH = 2 * Integer.BYTES;
  private static final VarHandle INTS =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
  private static final ThreadLocal<Deflater> DEFLATER =
      ThreadLocal.withInitial(() -> new Deflater(Deflater.DEFAULT_COMPRESSION, true));

  private final int level;

  GzipPageCompressor(int level) {
    super(CompressionCodec.GZIP);
    this.level = level;
  }

  /**
   * Wider than zlib's own bound: some systems replace zlib by a variant whose fastest level stores
   * incompressible bytes in 9 bits each.
   */
  @Override
  long bound(int length) {
    return (long) length + (length >>> 3) + (length >>> 6) + 64 + HEADER.length + TRAILER_LENGTH;
  }

  @Override
  int compressChecked(byte[] input, int offset, int length, byte[] output, int outputOffset) {
    System.arraycopy(HEADER, 0, output, outputOffset, HEADER.length);
    int bodyOffset = outputOffset + HEADER.length;
    int bodyLength =
        deflate(
            input, offset, length, output, bodyOffset, output.length - bodyOffset - TRAILER_LENGTH);
    CRC32 checksum = new CRC32();
    checksum.update(input, offset, length);
    INTS.set(output, bodyOffset + bodyLength, (int) checksum.getValue());
    INTS.set(output, bodyOffset + bodyLength + Integer.BYTES, length);
    return HEADER.length + bodyLength + TRAILER_LENGTH;
  }

  private int deflate(
      byte[] input, int offset, int length, byte[] output, int outputOffset, int room) {
    Deflater deflater = DEFLATER.get();
    deflater.reset();
    deflater.setLevel(level);
    deflater.setInput(input, offset, length);
    deflater.finish();
    int written = 0;
    boolean stalled = false;
    while (!deflater.finished()) {
      int step = deflater.deflate(output, outputOffset + written, room - written);
      // One call may write nothing: the one that changes the level.
      if (step == 0 && stalled) {
        throw new IllegalStateException(
            "GZIP needed more than the %d bytes it was promised to need for a page of %d bytes"
                .formatted(room, length));
      }
      stalled = step == 0;
      written += step;
    }
    return written;
  }
}
