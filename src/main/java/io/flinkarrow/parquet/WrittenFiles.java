package io.flinkarrow.parquet;

import io.flinkarrow.parquet.encryption.DecryptionSettings;
import io.flinkarrow.parquet.encryption.EncryptionSettings;
import javax.annotation.Nullable;

/** How files that are written with some options are read again. */
public final class WrittenFiles {

  private WrittenFiles() {}

  /** Null if they are not encrypted. */
  @Nullable
  public static DecryptionSettings decryption(WriterOptions options) {
    EncryptionSettings written = options.file.encryption;
    return written == null
        ? null
        : new DecryptionSettings(written.keys(), written.aadPrefix(), false);
  }
}
