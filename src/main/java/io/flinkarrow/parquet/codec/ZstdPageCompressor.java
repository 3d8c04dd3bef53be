package io.flinkarrow.parquet.codec;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdCompressCtx;
import io.flinkarrow.parquet.column.CompressionCodec;
import java.lang.ref.Cleaner;

/**
 * One Zstandard frame a page, its content size in the frame header.
 *
 * <p>A context is native memory that is worth reusing: each thread has one, freed by a cleaner
 * after the thread's end, because nobody tells a writer that its task was cancelled.
 */
final class ZstdPageCompressor extends PageCompressor {

  private static final Cleaner CLEANER = Cleaner.create();
  private static final ThreadLocal<Context> CONTEXT = ThreadLocal.withInitial(Context::new);

  /**
   * For inputs of these sizes the library's level 3 takes matches of 4 bytes, of which text and
   * numbers are full: a third slower than with the 5 that it takes for smaller and for larger
   * inputs, and up to a twelfth larger.
   */
  private static final int SHORT_MATCH_LEVEL = 3;

  private static final int SHORT_MATCHES_ABOVE = 128 << 10;
  private static final int SHORT_MATCHES_UP_TO = 256 << 10;
  private static final int LONGER_MATCHES = 5;
  private static final int MATCHES_OF_LEVEL = 0;

  private final int level;

  ZstdPageCompressor(int level) {
    super(CompressionCodec.ZSTD);
    this.level = level;
  }

  @Override
  long bound(int length) {
    return Zstd.compressBound(length);
  }

  @Override
  int compressChecked(byte[] input, int offset, int length, byte[] output, int outputOffset) {
    ZstdCompressCtx context = CONTEXT.get().at(level, shortestMatch(length));
    return context.compressByteArray(
        output, outputOffset, output.length - outputOffset, input, offset, length);
  }

  private int shortestMatch(int length) {
    return level == SHORT_MATCH_LEVEL
            && length > SHORT_MATCHES_ABOVE
            && length <= SHORT_MATCHES_UP_TO
        ? LONGER_MATCHES
        : MATCHES_OF_LEVEL;
  }

  private static final class Context {
    private final ZstdCompressCtx nativeContext = new ZstdCompressCtx();
    private int currentLevel;
    private int currentMatch = MATCHES_OF_LEVEL;

    Context() {
      // The method reference holds the native context, not this, which must become unreachable.
      CLEANER.register(this, nativeContext::close);
    }

    ZstdCompressCtx at(int level, int shortestMatch) {
      if (level != currentLevel) {
        nativeContext.setLevel(level);
        currentLevel = level;
      }
      if (shortestMatch != currentMatch) {
        nativeContext.setMinMatch(shortestMatch);
        currentMatch = shortestMatch;
      }
      return nativeContext;
    }
  }
}
