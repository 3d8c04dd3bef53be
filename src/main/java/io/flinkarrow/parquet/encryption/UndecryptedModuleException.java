package io.flinkarrow.parquet.encryption;

import java.io.IOException;
import javax.annotation.Nullable;

/** A module of a file cannot be opened with the keys that are given. */
public final class UndecryptedModuleException extends IOException {

  private static final long serialVersionUID = 1L;

  /**
   * @param module what and where it is, for example "The footer of a.parquet"
   * @param why completes "cannot be decrypted: "
   */
  public UndecryptedModuleException(String module, String why, @Nullable Exception cause) {
    super(
        "%s cannot be decrypted: %s. Give the key that it was written with, or write the file again"
            .formatted(module, why),
        cause);
  }
}
