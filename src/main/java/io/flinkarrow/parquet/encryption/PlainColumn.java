package io.flinkarrow.parquet.encryption;

import java.io.IOException;
import java.io.OutputStream;
import org.apache.parquet.format.ColumnCryptoMetaData;

/** A column that is not encrypted. */
final class PlainColumn implements ColumnModules {

  static final PlainColumn INSTANCE = new PlainColumn();

  private PlainColumn() {}

  @Override
  public boolean isEncrypted() {
    return false;
  }

  @Override
  public int encryptedLength(int length) {
    return length;
  }

  @Override
  public int encryptPage(PageModules page, byte[] compressed, int length, byte[] target) {
    throw new IllegalStateException("The column is not encrypted");
  }

  @Override
  public void writePageHeader(PageModules page, Struct header, OutputStream out)
      throws IOException {
    header.writeTo(out);
  }

  @Override
  public void write(ModuleType type, Struct struct, OutputStream out) throws IOException {
    struct.writeTo(out);
  }

  @Override
  public boolean hidesMetadata() {
    return false;
  }

  @Override
  public boolean showsRedactedMetadata() {
    return false;
  }

  @Override
  public ColumnCryptoMetaData cryptoMetadata() {
    return null;
  }
}
