package io.flinkarrow.sink.registry;

import io.flinkarrow.parquet.encryption.DecryptionSettings;
import java.io.Serializable;
import java.util.concurrent.ThreadLocalRandom;
import javax.annotation.Nullable;

/**
 * Which finished files are read again before they can become visible.
 *
 * @param share how many of all files, from 0 to 1
 * @param decryption how they are read; null if they are not encrypted
 */
public record Verification(double share, @Nullable DecryptionSettings decryption)
    implements Serializable {

  /** Of no file. */
  public static final Verification NONE = new Verification(0, null);

  /** Whether the next file is one of those. */
  public boolean drawsNext() {
    return ThreadLocalRandom.current().nextDouble() < share;
  }
}
