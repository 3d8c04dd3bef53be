package io.flinkarrow.parquet.encryption;

import java.io.IOException;
import javax.crypto.SecretKey;

/** Opens the modules of one column chunk that is read. */
public final class ChunkDecryption {

  /** Before each module stands its length without this, little endian. */
  public static final int LENGTH_BYTES = ModuleCipher.LENGTH_BYTES;

  /** What a module by GCM is longer than what is in it, without its length. */
  public static final int OVERHEAD = ModuleCipher.OVERHEAD - ModuleCipher.LENGTH_BYTES;

  private final ModuleDecipher decipher;
  private final SecretKey key;
  private final ModuleAad aad;
  private final boolean pagesByCtr;
  private final int rowGroup;
  private final int column;

  ChunkDecryption(
      ModuleDecipher decipher,
      SecretKey key,
      ModuleAad aad,
      boolean pagesByCtr,
      int rowGroup,
      int column) {
    this.decipher = decipher;
    this.key = key;
    this.aad = aad;
    this.pagesByCtr = pagesByCtr;
    this.rowGroup = rowGroup;
    this.column = column;
  }

  /**
   * Opens a module of no page, without its length.
   *
   * @param place of the chunk, for messages
   */
  public byte[] open(ModuleType type, String place, byte[] bytes, int offset, int length)
      throws UndecryptedModuleException {
    try {
      return open(type, PageModules.NO_ORDINAL, bytes, offset, length);
    } catch (IOException e) {
      throw new UndecryptedModuleException(
          "The %s %s".formatted(type.title(), place), e.getMessage(), e);
    }
  }

  /**
   * Opens a module, without its length.
   *
   * @param page the ordinal of a data page, or {@link PageModules#NO_ORDINAL}
   * @throws IOException if it was not encrypted by the chunk's key for this place; the message
   *     completes "cannot be decrypted: "
   */
  public byte[] open(ModuleType type, int page, byte[] bytes, int offset, int length)
      throws IOException {
    if (pagesByCtr && type.isPage()) {
      return decipher.openCtr(key, bytes, offset, length);
    }
    if (page > Short.MAX_VALUE) {
      throw new IOException(
          "a chunk has at most %d pages, but this one has more".formatted(Short.MAX_VALUE + 1));
    }
    return decipher.openGcm(key, aad.of(type, rowGroup, column, page), bytes, offset, length);
  }
}
