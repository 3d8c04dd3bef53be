package io.flinkarrow.parquet;

import io.flinkarrow.parquet.encryption.EncryptionSettings;
import io.flinkarrow.parquet.options.EncryptionAlgorithm;
import io.flinkarrow.parquet.options.EncryptionKeyProvider;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.function.Consumer;
import javax.annotation.Nullable;

/**
 * Collects how files are encrypted: {@link WriterOptions.Builder#encryption}. Every column is
 * encrypted by the footer's key, unless {@link ColumnOptions#encryption} says otherwise.
 */
public final class EncryptionOptions {

  @Nullable private EncryptionKeyProvider keyProvider;
  private EncryptionAlgorithm algorithm = EncryptionAlgorithm.AES_GCM_V1;
  private boolean plaintextFooter;
  @Nullable private String aadPrefix;
  private boolean storeAadPrefix = true;

  private EncryptionOptions() {}

  /**
   * @param before what was set until now; null if nothing
   * @throws IllegalArgumentException if there is no key provider
   */
  static EncryptionSettings of(
      @Nullable EncryptionSettings before, Consumer<EncryptionOptions> options) {
    EncryptionOptions chosen = new EncryptionOptions();
    if (before != null) {
      chosen
          .keyProvider(before.keys())
          .algorithm(before.algorithm())
          .plaintextFooter(before.plaintextFooter())
          .storeAadPrefix(before.storeAadPrefix());
      chosen.aadPrefix = before.aadPrefix();
    }
    Objects.requireNonNull(options, "options").accept(chosen);
    if (chosen.keyProvider == null) {
      throw new IllegalArgumentException(
          "Encryption needs keys: set keyProvider, a class that gets them where files are written");
    }
    return new EncryptionSettings(
        chosen.keyProvider,
        chosen.algorithm,
        chosen.plaintextFooter,
        chosen.aadPrefix,
        chosen.storeAadPrefix);
  }

  /** Gives the keys of each file when it opens: {@code keyProvider(new VaultKeys("orders"))}. */
  public EncryptionOptions keyProvider(EncryptionKeyProvider keys) {
    this.keyProvider = Objects.requireNonNull(keys, "keys");
    return this;
  }

  /** Default AES_GCM_V1, or {@code algorithm(EncryptionAlgorithm.AES_GCM_CTR_V1)}. */
  public EncryptionOptions algorithm(EncryptionAlgorithm algorithm) {
    this.algorithm = Objects.requireNonNull(algorithm, "algorithm");
    return this;
  }

  /**
   * Whether the footer is signed but not encrypted, so that readers without keys see the schema and
   * read the columns that are not encrypted: {@code plaintextFooter(true)}. Default: no.
   */
  public EncryptionOptions plaintextFooter(boolean enabled) {
    this.plaintextFooter = enabled;
    return this;
  }

  /**
   * What the files are: {@code aadPrefix("orders/2026")}. A reader that expects another prefix
   * refuses them. At most 4,088 bytes in UTF-8. Default: none.
   */
  public EncryptionOptions aadPrefix(String prefix) {
    if (Objects.requireNonNull(prefix, "prefix").isEmpty()) {
      throw new IllegalArgumentException("aadPrefix must not be empty; leave it out for none");
    }
    int bytes = prefix.getBytes(StandardCharsets.UTF_8).length;
    if (bytes > EncryptionSettings.MAXIMUM_AAD_PREFIX_BYTES) {
      throw new IllegalArgumentException(
          "aadPrefix must have at most %d bytes in UTF-8, but has %d"
              .formatted(EncryptionSettings.MAXIMUM_AAD_PREFIX_BYTES, bytes));
    }
    this.aadPrefix = prefix;
    return this;
  }

  /** Whether files have the prefix in clear, or {@code storeAadPrefix(false)}. Default: yes. */
  public EncryptionOptions storeAadPrefix(boolean enabled) {
    this.storeAadPrefix = enabled;
    return this;
  }
}
