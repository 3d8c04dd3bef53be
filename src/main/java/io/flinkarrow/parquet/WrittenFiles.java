package io.flinkarrow.parquet;

import io.flinkarrow.parquet.encryption.DecryptionSettings;
import io.flinkarrow.parquet.encryption.EncryptionSettings;
import io.flinkarrow.parquet.file.FileFooter;
import io.flinkarrow.parquet.input.ParquetInput;
import java.io.IOException;
import javax.annotation.Nullable;

/** How files that are written with some options are read again. */
public final class WrittenFiles {

  /** Of groups within groups in the schema. */
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

  /**
   * What a finished file holds, as its footer says it: without checksums and {@code
   * invalidGeometries}, and without null counts of columns whose statistics are off.
   *
   * @param options by which it was written
   * @throws IOException if it is no Parquet file, or is damaged
   * @throws UnsupportedOperationException if it cannot be read with the keys of these options
   */
  public static FileSummary summary(ParquetInput file, WriterOptions options) throws IOException {
    return FileSummaries.read(
        file, FileFooter.read(file, Integer.MAX_VALUE, DEEPEST, decryption(options)));
  }
}
