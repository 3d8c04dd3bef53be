package io.flinkarrow.parquet.encryption;

import java.io.IOException;
import java.io.OutputStream;
import javax.annotation.Nullable;
import org.apache.parquet.format.ColumnCryptoMetaData;

/**
 * The modules of one leaf column as they lie in the file, encrypted or not. They are those of the
 * row group at hand, until {@link FileModules#rowGroupWritten()}.
 */
public sealed interface ColumnModules permits PlainColumn, EncryptedColumn {

  /** Those of a column that is not encrypted. */
  static ColumnModules plain() {
    return PlainColumn.INSTANCE;
  }

  boolean isEncrypted();

  /**
   * The length of a module by GCM of so many bytes; also the array's length that {@link
   * #encryptPage} needs for a page.
   */
  int encryptedLength(int length);

  /**
   * Encrypts a compressed page; only if the column is encrypted.
   *
   * @param target receives it, from its beginning on
   * @return the length of the encrypted page
   */
  int encryptPage(PageModules page, byte[] compressed, int length, byte[] target);

  /** Writes a page's header. */
  void writePageHeader(PageModules page, Struct header, OutputStream out) throws IOException;

  /** Writes a module of a chunk that is no page's. */
  void write(ModuleType type, Struct struct, OutputStream out) throws IOException;

  /** Whether the chunk's metadata is a module of its own; it does not stand in the footer then. */
  boolean hidesMetadata();

  /** Whether the footer has what little a reader without keys needs, in place of the metadata. */
  boolean showsRedactedMetadata();

  /** What the footer says of the encryption of each chunk; null if it is not encrypted. */
  @Nullable
  ColumnCryptoMetaData cryptoMetadata();
}
