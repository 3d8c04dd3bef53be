package io.flinkarrow.parquet.encoding;

import io.flinkarrow.parquet.codec.CompressionVariant;
import java.util.EnumSet;
import java.util.Set;

/** A column's codec, as encodings are tried with it. */
public interface TrialCodec {

  /** Without compression. */
  TrialCodec NONE =
      new TrialCodec() {
        @Override
        public Set<CompressionVariant> variants() {
          return EnumSet.of(CompressionVariant.BY_LEVEL);
        }

        @Override
        public int compressedLength(CompressionVariant variant, byte[] bytes, int length) {
          return length;
        }
      };

  /** The variants that the codec has, in the order in which they are tried. */
  Set<CompressionVariant> variants();

  /** How many bytes {@code bytes[0 .. length)} become by a variant. */
  int compressedLength(CompressionVariant variant, byte[] bytes, int length);
}
