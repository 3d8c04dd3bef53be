package io.flinkarrow.parquet.encryption;

import io.flinkarrow.parquet.options.EncryptionAlgorithm;
import io.flinkarrow.parquet.options.EncryptionKeyProvider;
import java.io.Serializable;
import javax.annotation.Nullable;

/**
 * How files are encrypted. Holds no keys.
 *
 * @param keys gives the keys of a file when it opens
 * @param plaintextFooter whether the footer is signed only, not encrypted
 * @param aadPrefix what all modules are bound to besides their place; null if nothing
 * @param storeAadPrefix whether files have the prefix, or readers must know it
 */
public record EncryptionSettings(
    EncryptionKeyProvider keys,
    EncryptionAlgorithm algorithm,
    boolean plaintextFooter,
    @Nullable String aadPrefix,
    boolean storeAadPrefix)
    implements Serializable {

  /** Readers authenticate it again for each module. Paths, of which prefixes are made, fit. */
  public static final int MAXIMUM_AAD_PREFIX_BYTES = 4088;

  /** Says nothing that the provider might say of itself. */
  @Override
  public String toString() {
    return "EncryptionSettings[keys of %s, %s, plaintextFooter=%s, aadPrefix=%s, storeAadPrefix=%s]"
        .formatted(
            keys.getClass().getName(), algorithm, plaintextFooter, aadPrefix, storeAadPrefix);
  }
}
