package io.flinkarrow.parquet;

import io.flinkarrow.parquet.encryption.DecryptionSettings;
import io.flinkarrow.parquet.encryption.EncryptionSettings;
import javax.annotation.Nullable;

/** How files that are written with some options are read again. */
public final class WrittenFiles {

  private static final int DEEPEST = 512;

  /** A reader counts slots and levels, too, of which a row may have more than bytes of values. */
  private static final int ROW_ROOM = 16;

  private static final long LEAST_ROW_BYTES = 64L << 20;
  private static final long MOST = 1L << 40;

  private WrittenFiles() {}

  /** Null if they are not encrypted. */
  @Nullable
  public static DecryptionSettings decryption(WriterOptions options) {
    EncryptionSettings written = options.file.encryption;
    return written == null
        ? null
        : new DecryptionSettings(written.keys(), written.aadPrefix(), false);
  }

  /** All of a file, with limits that no file which is written has reached. */
  public static ReaderOptions readerOptions(WriterOptions options) {
    ReaderOptions.Builder reader =
        ReaderOptions.builder()
            .maximumMetadataBytes(Integer.MAX_VALUE)
            .maximumDepth(DEEPEST)
            .maximumPageBytes(Long.MAX_VALUE)
            .maximumRowBytes(
                Math.max(LEAST_ROW_BYTES, ROW_ROOM * Math.min(MOST, options.maximumRowBytes())));
    EncryptionSettings written = options.file.encryption;
    if (written != null) {
      reader.keyProvider(written.keys());
      if (written.aadPrefix() != null) {
        reader.aadPrefix(written.aadPrefix());
      }
    }
    return reader.build();
  }
}
