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
    ZstdCompressCtx context = CONTEXT.get().atLevel(level);
    return context.compressByteArray(
        output, outputOffset, output.length - outputOffset, input, offset, length);
  }

  private static final class Context {
    private final ZstdCompressCtx nativeContext = new ZstdCompressCtx();
    private int currentLevel;

    Context() {
      // The method reference holds the native context, not this, which must become unreachable.
      CLEANER.register(this, nativeContext::close);
    }

    ZstdCompressCtx atLevel(int level) {
      if (level != currentLevel) {
        nativeContext.setLevel(level);
        currentLevel = level;
      }
      return nativeContext;
    }
  }
}
