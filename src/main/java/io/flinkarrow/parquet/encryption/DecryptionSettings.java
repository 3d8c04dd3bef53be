package io.flinkarrow.parquet.encryption;

import io.flinkarrow.parquet.options.EncryptionKeyProvider;
import java.io.Serializable;
import javax.annotation.Nullable;

/**
 * How encrypted files are read. Holds no keys.
 *
 * @param keys gives the keys that a file asks for
 * @param aadPrefix that files must have; null if any will do that they say themselves
 * @param plaintextFiles whether files that are not encrypted are read, too
 */
public record DecryptionSettings(
    EncryptionKeyProvider keys, @Nullable String aadPrefix, boolean plaintextFiles)
    implements Serializable {

  /** Says nothing that the provider might say of itself. */
  @Override
  public String toString() {
    return "DecryptionSettings[keys of %s, aadPrefix=%s, plaintextFiles=%s]"
        .formatted(keys.getClass().getName(), aadPrefix, plaintextFiles);
  }
}
