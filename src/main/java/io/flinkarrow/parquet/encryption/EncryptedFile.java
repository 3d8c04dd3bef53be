package io.flinkarrow.parquet.encryption;

import io.flinkarrow.parquet.column.LeafColumn;
import io.flinkarrow.parquet.options.ColumnEncryption;
import io.flinkarrow.parquet.options.ColumnPath;
import io.flinkarrow.parquet.options.EncryptionAlgorithm;
import io.flinkarrow.parquet.options.EncryptionKey;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import org.apache.parquet.format.AesGcmCtrV1;
import org.apache.parquet.format.AesGcmV1;
import org.apache.parquet.format.ColumnCryptoMetaData;
import org.apache.parquet.format.EncryptionWithColumnKey;
import org.apache.parquet.format.EncryptionWithFooterKey;
import org.apache.parquet.format.FileCryptoMetaData;
import org.apache.parquet.format.FileMetaData;
import org.apache.parquet.format.Util;

/**
 * A file some or all of whose columns are encrypted, and whose footer is encrypted or signed. Has
 * the keys of the file and its ciphers.
 *
 * <p>A module is bound to the file by random bytes, and to its place by its type and ordinals. The
 * format counts row groups, columns and pages in 16 bits.
 */
final class EncryptedFile implements FileModules {

  private static final byte[] MAGIC = "PARE".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] PLAINTEXT_FOOTER_MAGIC = "PAR1".getBytes(StandardCharsets.US_ASCII);

  /** As parquet-java and Arrow C++ have it; the format leaves it open. */
  static final int FILE_IDENTIFIER_BYTES = 8;

  /** Heap of the ciphers once they have been used. */
  private static final long CIPHER_BYTES = 2048;

  /** Heap per column, and what it has more with a key of its own. */
  private static final long COLUMN_BYTES = 80;

  private static final long COLUMN_KEY_BYTES = 320;

  private final EncryptionSettings settings;
  private final ModuleCipher cipher;
  private final byte[] fileIdentifier;
  private final ModuleAad aad;
  private final ModuleKey footerKey;
  private final List<ColumnModules> columns;
  private int columnKeys;
  private int rowGroup;

  private EncryptedFile(EncryptionSettings settings, SecureRandom random, List<LeafColumn> columns)
      throws IOException {
    this.settings = settings;
    this.cipher = new ModuleCipher(random);
    this.fileIdentifier = new byte[FILE_IDENTIFIER_BYTES];
    random.nextBytes(fileIdentifier);
    this.aad = new ModuleAad(prefix(), fileIdentifier);
    this.footerKey = new ModuleKey(given(settings.keys().footerKey(), "the footer"), "the footer");
    this.columns = new ArrayList<>(columns.size());
    for (LeafColumn column : columns) {
      this.columns.add(modules(column));
    }
  }

  /**
   * @throws IllegalArgumentException if there are more columns than the format can count here
   * @throws UncheckedIOException if the provider fails
   */
  static EncryptedFile open(EncryptionSettings settings, List<LeafColumn> columns) {
    if (columns.size() > Short.MAX_VALUE) {
      throw new IllegalArgumentException(
          "An encrypted file has at most %d columns, but the schema has %d: write it without encryption, or split it"
              .formatted(Short.MAX_VALUE, columns.size()));
    }
    try {
      return new EncryptedFile(settings, new SecureRandom(), columns);
    } catch (IOException e) {
      throw new UncheckedIOException(
          "The key provider %s gave no keys for a file that opens: %s"
              .formatted(settings.keys().getClass().getName(), e.getMessage()),
          e);
    }
  }

  private EncryptionKey given(EncryptionKey key, String keyOf) {
    if (key == null) {
      throw new IllegalStateException(
          "The key provider %s must give a key for %s but gave null"
              .formatted(settings.keys().getClass().getName(), keyOf));
    }
    return key;
  }

  private ColumnModules modules(LeafColumn column) throws IOException {
    ColumnEncryption encryption = column.settings().encryption();
    return switch (encryption) {
      case NONE -> ColumnModules.plain();
      case FOOTER_KEY ->
          new EncryptedColumn(
              this,
              column,
              footerKey,
              ColumnCryptoMetaData.ENCRYPTION_WITH_FOOTER_KEY(new EncryptionWithFooterKey()));
      case COLUMN_KEY -> withOwnKey(column);
    };
  }

  private ColumnModules withOwnKey(LeafColumn column) throws IOException {
    columnKeys++;
    String keyOf = "column '%s'".formatted(column.path());
    List<String> names = List.of(column.descriptor().getPath());
    EncryptionKey key = settings.keys().columnKey(ColumnPath.shortest(names));
    ModuleKey moduleKey = new ModuleKey(given(key, keyOf), keyOf);
    EncryptionWithColumnKey crypto = new EncryptionWithColumnKey(names);
    crypto.setKey_metadata(moduleKey.metadata());
    return new EncryptedColumn(
        this, column, moduleKey, ColumnCryptoMetaData.ENCRYPTION_WITH_COLUMN_KEY(crypto));
  }

  EncryptionSettings settings() {
    return settings;
  }

  ModuleCipher cipher() {
    return cipher;
  }

  /** What binds a module to its place, in the row group at hand. */
  byte[] aad(ModuleType type, LeafColumn column, int page) {
    requireCountable("row groups", rowGroup);
    requireCountable("pages in a chunk of column '%s'".formatted(column.path()), page);
    return aad.of(type, rowGroup, column.ordinal(), page);
  }

  private static void requireCountable(String what, int ordinal) {
    if (ordinal > Short.MAX_VALUE) {
      throw new IllegalStateException(
          "An encrypted file has at most %d %s: end files earlier, or make row groups and pages larger"
              .formatted(Short.MAX_VALUE + 1, what));
    }
  }

  @Override
  public boolean isEncrypted() {
    return true;
  }

  @Override
  public ColumnModules column(int ordinal) {
    return columns.get(ordinal);
  }

  @Override
  public byte[] magic() {
    return settings.plaintextFooter() ? PLAINTEXT_FOOTER_MAGIC.clone() : MAGIC.clone();
  }

  @Override
  public int mostPages() {
    return Short.MAX_VALUE;
  }

  @Override
  public void rowGroupWritten() {
    rowGroup++;
  }

  @Override
  public void writeFooter(FileMetaData footer, OutputStream out) throws IOException {
    Struct struct = to -> Util.writeFileMetaData(footer, to);
    if (settings.plaintextFooter()) {
      footer.setEncryption_algorithm(algorithm());
      footer.setFooter_signing_key_metadata(footerKey.metadata());
      struct.writeTo(out);
      out.write(cipher.sign(footerKey, aad.ofFooter(), struct));
    } else {
      FileCryptoMetaData crypto = new FileCryptoMetaData(algorithm());
      crypto.setKey_metadata(footerKey.metadata());
      Util.writeFileCryptoMetaData(crypto, out);
      cipher.encryptByGcm(footerKey, aad.ofFooter(), struct, out);
    }
  }

  private org.apache.parquet.format.EncryptionAlgorithm algorithm() {
    boolean supplied = settings.aadPrefix() != null && !settings.storeAadPrefix();
    byte[] stored = settings.aadPrefix() == null || supplied ? null : prefix();
    if (settings.algorithm() == EncryptionAlgorithm.AES_GCM_V1) {
      AesGcmV1 gcm = new AesGcmV1();
      gcm.setAad_file_unique(fileIdentifier);
      gcm.setAad_prefix(stored);
      gcm.setSupply_aad_prefix(supplied);
      return org.apache.parquet.format.EncryptionAlgorithm.AES_GCM_V1(gcm);
    }
    AesGcmCtrV1 ctr = new AesGcmCtrV1();
    ctr.setAad_file_unique(fileIdentifier);
    ctr.setAad_prefix(stored);
    ctr.setSupply_aad_prefix(supplied);
    return org.apache.parquet.format.EncryptionAlgorithm.AES_GCM_CTR_V1(ctr);
  }

  private byte[] prefix() {
    return settings.aadPrefix() == null
        ? new byte[0]
        : settings.aadPrefix().getBytes(StandardCharsets.UTF_8);
  }

  @Override
  public long heapBytes() {
    return CIPHER_BYTES + COLUMN_BYTES * columns.size() + COLUMN_KEY_BYTES * columnKeys;
  }
}
