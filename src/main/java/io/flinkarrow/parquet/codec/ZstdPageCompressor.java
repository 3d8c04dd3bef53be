package io.flinkarrow.parquet.codec;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdCompressCtx;
import io.flinkarrow.parquet.options.CompressionCodec;
import java.lang.ref.Cleaner;

/**
 * One Zstandard frame a page, its content size in the frame header.
 *
 * <p>A context is native memory that is worth reusing: each thread has one, freed by a cleaner
 * after the thread's end, because a writer is not told that its task was cancelled.
 */
final class ZstdPageCompressor extends PageCompressor {

  private static final Cleaner CLEANER = Cleaner.create();
  private static final ThreadLocal<Context> CONTEXT = ThreadLocal.withInitial(Context::new);

  /** For inputs of these sizes level 3 takes matches of 4 bytes, see {@link ZstdSearch}. */
  private static final int SHORT_MATCH_LEVEL = 3;

  private static final int SHORT_MATCHES_ABOVE = 128 << 10;
  private static final int SHORT_MATCHES_UP_TO = 256 << 10;

  private final int level;
  private final ZstdSearch search;

  ZstdPageCompressor(int level, ZstdSearch search) {
    super(CompressionCodec.ZSTD);
    NativeLibrary.ZSTD.require();
    this.level = level;
    this.search = search;
  }

  @Override
  long bound(int length) {
    return Zstd.compressBound(length);
  }

  @Override
  int compressChecked(byte[] input, int offset, int length, byte[] output, int outputOffset) {
    ZstdCompressCtx context = CONTEXT.get().with(level, searchFor(length));
    return context.compressByteArray(
        output, outputOffset, output.length - outputOffset, input, offset, length);
  }

  private ZstdSearch searchFor(int length) {
    return search == ZstdSearch.BY_LEVEL
            && level == SHORT_MATCH_LEVEL
            && length > SHORT_MATCHES_ABOVE
            && length <= SHORT_MATCHES_UP_TO
        ? ZstdSearch.LONGER_MATCHES
        : search;
  }

  private static final class Context {
    private final ZstdCompressCtx nativeContext = new ZstdCompressCtx();
    private int currentLevel;
    private ZstdSearch currentSearch = ZstdSearch.BY_LEVEL;

    Context() {
      // The method reference holds the native context, not this, which must become unreachable.
      CLEANER.register(this, nativeContext::close);
    }

    ZstdCompressCtx with(int level, ZstdSearch search) {
      if (level != currentLevel || search != currentSearch) {
        nativeContext.reset();
        search.configure(nativeContext, level);
        currentLevel = level;
        currentSearch = search;
      }
      return nativeContext;
    }
  }
}
