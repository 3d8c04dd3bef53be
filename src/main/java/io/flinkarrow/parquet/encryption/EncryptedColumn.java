package io.flinkarrow.parquet.encryption;

import io.flinkarrow.parquet.column.LeafColumn;
import io.flinkarrow.parquet.options.EncryptionAlgorithm;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import org.apache.parquet.format.ColumnCryptoMetaData;

/** A column that is encrypted, by the footer's key or by its own. */
final class EncryptedColumn implements ColumnModules {

  private final EncryptedFile file;
  private final LeafColumn column;
  private final ModuleKey key;
  private final ColumnCryptoMetaData cryptoMetadata;

  EncryptedColumn(
      EncryptedFile file, LeafColumn column, ModuleKey key, ColumnCryptoMetaData cryptoMetadata) {
    this.file = file;
    this.column = column;
    this.key = key;
    this.cryptoMetadata = cryptoMetadata;
  }

  @Override
  public boolean isEncrypted() {
    return true;
  }

  @Override
  public int encryptedLength(int length) {
    return Math.addExact(length, ModuleCipher.OVERHEAD);
  }

  @Override
  public int encryptPage(PageModules page, byte[] compressed, int length, byte[] target) {
    if (file.settings().algorithm() == EncryptionAlgorithm.AES_GCM_CTR_V1) {
      return file.cipher().encryptByCtr(key, compressed, 0, length, target);
    }
    byte[] aad = file.aad(page.body(), column, page.ordinal());
    return file.cipher().encryptByGcm(key, aad, compressed, 0, length, target);
  }

  @Override
  public void writePageHeader(PageModules page, Struct header, OutputStream out)
      throws IOException {
    byte[] aad = file.aad(page.header(), column, page.ordinal());
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    header.writeTo(bytes);
    byte[] module = new byte[encryptedLength(bytes.size())];
    out.write(
        module,
        0,
        file.cipher().encryptByGcm(key, aad, bytes.toByteArray(), 0, bytes.size(), module));
  }

  @Override
  public void write(ModuleType type, Struct struct, OutputStream out) throws IOException {
    byte[] aad = file.aad(type, column, PageModules.NO_ORDINAL);
    file.cipher().encryptByGcm(key, aad, struct, out);
  }

  @Override
  public boolean hidesMetadata() {
    return file.settings().plaintextFooter() || cryptoMetadata.isSetENCRYPTION_WITH_COLUMN_KEY();
  }

  @Override
  public boolean showsRedactedMetadata() {
    return file.settings().plaintextFooter();
  }

  @Override
  public ColumnCryptoMetaData cryptoMetadata() {
    return cryptoMetadata;
  }
}
