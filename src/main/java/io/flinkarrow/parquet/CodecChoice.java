package io.flinkarrow.parquet;

import io.flinkarrow.parquet.codec.PageCompressor;
import io.flinkarrow.parquet.options.CompressionCodec;
import java.io.Serializable;
import java.util.Objects;

/** A codec and a level that it has. */
record CodecChoice(CompressionCodec codec, int level) implements Serializable {

  CodecChoice {
    level = Objects.requireNonNull(codec, "codec").checkLevel(level);
  }

  static CodecChoice atDefaultLevel(CompressionCodec codec) {
    return new CodecChoice(codec, Objects.requireNonNull(codec, "codec").defaultLevel());
  }

  /**
   * Loads the codec's native library, if it has one.
   *
   * @throws UnsatisfiedLinkError if this JVM can't load it
   */
  void require() {
    PageCompressor.of(codec, level);
  }
}
