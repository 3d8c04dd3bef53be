package io.flinkarrow.read;

import io.flinkarrow.parquet.encryption.DecryptionSettings;
import io.flinkarrow.parquet.options.EncryptionKeyProvider;
import java.util.Objects;
import java.util.function.Consumer;
import javax.annotation.Nullable;

/**
 * Collects how encrypted files are read: {@link ParquetRowFormat#withDecryption}, {@link
 * ParquetBatchFormat#withDecryption} and {@link ArrowParquetSource.Builder#decryption}.
 */
public final class DecryptionOptions {

  @Nullable private EncryptionKeyProvider keyProvider;
  @Nullable private String aadPrefix;
  private boolean plaintextFiles;

  private DecryptionOptions() {}

  /**
   * @throws IllegalArgumentException if there is no key provider
   */
  static DecryptionSettings of(Consumer<DecryptionOptions> options) {
    DecryptionOptions chosen = new DecryptionOptions();
    options.accept(chosen);
    if (chosen.keyProvider == null) {
      throw new IllegalArgumentException(
          "Decryption needs keys: set keyProvider, a class that gets them where files are read");
    }
    return new DecryptionSettings(chosen.keyProvider, chosen.aadPrefix, chosen.plaintextFiles);
  }

  /** Gives the keys that files ask for: {@code keyProvider(new VaultKeys("orders"))}. */
  public DecryptionOptions keyProvider(EncryptionKeyProvider keys) {
    this.keyProvider = Objects.requireNonNull(keys, "keys");
    return this;
  }

  /**
   * The prefix that files must have been written with; others are refused. Files that do not have
   * their prefix in them need it. By default a file may have any prefix.
   */
  public DecryptionOptions aadPrefix(String prefix) {
    if (prefix.isEmpty()) {
      throw new IllegalArgumentException("aadPrefix must not be empty; leave it out for any");
    }
    this.aadPrefix = prefix;
    return this;
  }

  /**
   * Whether files that are not encrypted are read, too. Default: no, because whoever can replace a
   * file could put one of his own there.
   */
  public DecryptionOptions allowPlaintextFiles(boolean allowed) {
    this.plaintextFiles = allowed;
    return this;
  }
}
