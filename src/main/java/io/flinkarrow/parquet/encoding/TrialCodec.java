package io.flinkarrow.parquet.encoding;

/**
 * A column's codec, as encodings are tried with it. It may have several compressors, whose results
 * the same readers read; number 0 is the usual one.
 */
public interface TrialCodec {

  /** Without compression. */
  TrialCodec NONE =
      new TrialCodec() {
        @Override
        public int compressorCount() {
          return 1;
        }

        @Override
        public int compressedLength(int compressor, byte[] bytes, int length) {
          return length;
        }
      };

  int compressorCount();

  /** How many bytes {@code bytes[0 .. length)} become by a compressor. */
  int compressedLength(int compressor, byte[] bytes, int length);
}
