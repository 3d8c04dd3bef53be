package io.flinkarrow.parquet.codec;

import com.github.luben.zstd.ZstdCompressCtx;

/** How Zstandard looks for repetitions. Decompressors need not know. */
enum ZstdSearch {
  /** As the level says. */
  BY_LEVEL {
    @Override
    void configure(ZstdCompressCtx context, int level) {
      context.setLevel(level);
    }
  },

  /**
   * As the level says, but for five bytes or more: text and numbers are full of repetitions of
   * four, which cost a third more time than they are worth and make a page up to a twelfth larger.
   */
  LONGER_MATCHES {
    @Override
    void configure(ZstdCompressCtx context, int level) {
      context.setLevel(level).setMinMatch(5);
    }
  },

  /**
   * Hardly at all, so that bytes are coded by how frequent they are: for ids of a dictionary and
   * digits of numbers without order, whose short repetitions are accidental and cost more than they
   * save.
   */
  ENTROPY_ONLY {
    @Override
    void configure(ZstdCompressCtx context, int level) {
      context.setLevel(1).setMinMatch(7).setHashLog(6);
    }
  },

  /**
   * As the level says, and for long ones at any distance within {@link #WINDOW_LOG}: finds that the
   * upper bytes of numbers repeat each other, which lie in streams far apart.
   */
  LONG_DISTANCE {
    @Override
    void configure(ZstdCompressCtx context, int level) {
      context.setLevel(level).setLong(WINDOW_LOG);
    }
  };

  /** 2 MiB: within what every decompressor accepts, and more than a page has by default. */
  private static final int WINDOW_LOG = 21;

  abstract void configure(ZstdCompressCtx context, int level);
}
