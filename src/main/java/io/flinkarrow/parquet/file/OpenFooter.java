package io.flinkarrow.parquet.file;

import io.flinkarrow.parquet.encryption.ChunkDecryption;
import io.flinkarrow.parquet.encryption.DecryptionSettings;
import io.flinkarrow.parquet.encryption.FileDecryption;
import io.flinkarrow.parquet.encryption.UndecryptedModuleException;
import io.flinkarrow.parquet.footer.BoundedThrift;
import io.flinkarrow.parquet.input.ParquetInput;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import javax.annotation.Nullable;
import org.apache.parquet.format.FileCryptoMetaData;
import org.apache.parquet.format.FileMetaData;
import shaded.parquet.org.apache.thrift.TException;

/**
 * A footer in clear: decrypted if it was encrypted, verified if it is signed and its key is known.
 *
 * @param decryption for the modules of the file; null if it is not encrypted, or no keys are given
 */
record OpenFooter(FileMetaData metadata, @Nullable FileDecryption decryption) {

  /**
   * @param settings null if no keys are given
   * @throws TException if it is none
   * @throws IOException if it is not what its key encrypted or signed
   * @throws UnsupportedOperationException if it cannot be read with these settings
   */
  static OpenFooter of(ParquetInput file, FooterBytes bytes, @Nullable DecryptionSettings settings)
      throws IOException, TException {
    return bytes.encrypted() ? decrypted(file, bytes, settings) : plaintext(file, bytes, settings);
  }

  private static OpenFooter decrypted(
      ParquetInput file, FooterBytes bytes, @Nullable DecryptionSettings settings)
      throws IOException, TException {
    if (settings == null) {
      throw new UnsupportedOperationException(
          "%s has an encrypted footer ('PARE'), which cannot be read without keys: give a key provider (withDecryption, or in SQL 'arrow-parquet.encryption.key-provider')"
              .formatted(file.name()));
    }
    byte[] footer = bytes.footer();
    ByteArrayInputStream input = new ByteArrayInputStream(footer);
    FileCryptoMetaData crypto = BoundedThrift.cryptoMetadata(input, footer.length);
    FileDecryption decryption =
        FileDecryption.open(
            file.name(), settings, crypto.getEncryption_algorithm(), crypto.getKey_metadata());
    int length = input.available() - ChunkDecryption.LENGTH_BYTES;
    int module = footer.length - length;
    int stated =
        length < 0
            ? -1
            : ByteBuffer.wrap(footer)
                .order(ByteOrder.LITTLE_ENDIAN)
                .getInt(module - ChunkDecryption.LENGTH_BYTES);
    if (stated != length) {
      throw undecrypted(
          file,
          "it should be a module of %d bytes, but is one of %d".formatted(length, stated),
          null);
    }
    byte[] open;
    try {
      open = decryption.openFooter(footer, module, length);
    } catch (IOException e) {
      throw undecrypted(file, e.getMessage(), e);
    }
    return new OpenFooter(BoundedThrift.footer(open), decryption);
  }

  private static IOException undecrypted(ParquetInput file, String why, @Nullable IOException e) {
    return new UndecryptedModuleException("The footer of " + file.name(), why, e);
  }

  private static OpenFooter plaintext(
      ParquetInput file, FooterBytes bytes, @Nullable DecryptionSettings settings)
      throws IOException, TException {
    FileMetaData metadata = BoundedThrift.footer(bytes.footer());
    if (settings == null) {
      return new OpenFooter(metadata, null);
    }
    if (!metadata.isSetEncryption_algorithm()) {
      if (!settings.plaintextFiles()) {
        throw new UnsupportedOperationException(
            "%s is not encrypted, but only encrypted files are expected. If such files belong there, set allowPlaintextFiles (in SQL 'arrow-parquet.encryption.allow-plaintext-files')"
                .formatted(file.name()));
      }
      return new OpenFooter(metadata, null);
    }
    FileDecryption decryption =
        FileDecryption.open(
            file.name(),
            settings,
            metadata.getEncryption_algorithm(),
            metadata.getFooter_signing_key_metadata());
    if (decryption.hasFooterKey() && !decryption.isSigned(bytes.footer())) {
      throw new IOException(
          "The footer of %s does not have the signature of its key: it was changed, or it is of another file, or its key or AAD prefix is another one. Give the key that it was written with, or write the file again"
              .formatted(file.name()));
    }
    return new OpenFooter(metadata, decryption);
  }
}
