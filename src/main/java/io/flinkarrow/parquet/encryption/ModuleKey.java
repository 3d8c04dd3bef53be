package io.flinkarrow.parquet.encryption;

import io.flinkarrow.parquet.options.EncryptionKey;
import javax.annotation.Nullable;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;

/** A key of one file. Counts its uses: nonces are random, which is safe for 2^32 modules. */
final class ModuleKey {

  private static final long MOST_USES = 1L << 32;

  private final SecretKey secret;
  @Nullable private final byte[] metadata;
  private final String keyOf;
  private long uses;

  /**
   * @param keyOf what of the file it is the key of, for messages
   */
  ModuleKey(EncryptionKey key, String keyOf) {
    this.secret = new SecretKeySpec(key.bytes(), "AES");
    this.metadata = key.metadata();
    this.keyOf = keyOf;
  }

  /** For one module. */
  SecretKey use() {
    if (uses == MOST_USES) {
      throw new IllegalStateException(
          "The key of %s has encrypted %d modules of this file, the most that are safe: end files earlier, or make pages larger"
              .formatted(keyOf, MOST_USES));
    }
    uses++;
    return secret;
  }

  /** What the file says of the key; null if nothing. */
  @Nullable
  byte[] metadata() {
    return metadata;
  }
}
