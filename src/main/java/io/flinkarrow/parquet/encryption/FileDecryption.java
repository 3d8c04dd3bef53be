package io.flinkarrow.parquet.encryption;

import io.flinkarrow.parquet.options.ColumnPath;
import io.flinkarrow.parquet.options.EncryptionKey;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.annotation.Nullable;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;
import org.apache.parquet.format.AesGcmCtrV1;
import org.apache.parquet.format.AesGcmV1;
import org.apache.parquet.format.ColumnCryptoMetaData;
import org.apache.parquet.format.EncryptionAlgorithm;

/**
 * Opens the modules of one encrypted file that is read. Asks for the footer's key at once, and for
 * keys of columns when their chunks are. What the file says of its encryption is not trusted: if it
 * is wrong, no module opens.
 *
 * <p>For the threads that read the file: they wait for one another, here and at the chunks. So the
 * provider of keys is asked by one of them at a time.
 */
public final class FileDecryption {

  /** Behind a footer that is signed: a nonce and a tag. */
  public static final int SIGNATURE_BYTES = ModuleCipher.NONCE_BYTES + ModuleCipher.TAG_BYTES;

  private static final int MAXIMUM_AAD_BYTES =
      EncryptionSettings.MAXIMUM_AAD_PREFIX_BYTES + EncryptedFile.FILE_IDENTIFIER_BYTES;

  private final String file;
  private final DecryptionSettings settings;
  private final boolean pagesByCtr;
  private final ModuleAad aad;
  private final ModuleDecipher decipher = new ModuleDecipher();
  @Nullable private final SecretKey footerKey;
  private final Map<List<Object>, SecretKey> columnKeys = new HashMap<>();

  private FileDecryption(
      String file,
      DecryptionSettings settings,
      boolean pagesByCtr,
      ModuleAad aad,
      @Nullable SecretKey footerKey) {
    this.file = file;
    this.settings = settings;
    this.pagesByCtr = pagesByCtr;
    this.aad = aad;
    this.footerKey = footerKey;
  }

  /**
   * @param file for messages
   * @param algorithm as the file says
   * @param footerKeyMetadata what the file says of the footer's key; null if nothing
   * @throws UnsupportedOperationException if the algorithm is not known, or the AAD prefix is none
   *     or not the one of the settings
   * @throws IOException if the provider fails
   */
  public static FileDecryption open(
      String file,
      DecryptionSettings settings,
      EncryptionAlgorithm algorithm,
      @Nullable byte[] footerKeyMetadata)
      throws IOException {
    byte[] identifier;
    byte[] storedPrefix;
    boolean mustSupply;
    boolean pagesByCtr = algorithm.isSetAES_GCM_CTR_V1();
    if (pagesByCtr) {
      AesGcmCtrV1 ctr = algorithm.getAES_GCM_CTR_V1();
      identifier = ctr.getAad_file_unique();
      storedPrefix = ctr.getAad_prefix();
      mustSupply = ctr.isSupply_aad_prefix();
    } else if (algorithm.isSetAES_GCM_V1()) {
      AesGcmV1 gcm = algorithm.getAES_GCM_V1();
      identifier = gcm.getAad_file_unique();
      storedPrefix = gcm.getAad_prefix();
      mustSupply = gcm.isSupply_aad_prefix();
    } else {
      throw new UnsupportedOperationException(
          "%s is encrypted by an algorithm that is not known, only AES_GCM_V1 and AES_GCM_CTR_V1 are"
              .formatted(file));
    }
    if (identifier == null) {
      throw new UnsupportedOperationException(
          "%s is encrypted without the identifier of the file that the format asks for, as DuckDB does it, and cannot be read"
              .formatted(file));
    }
    byte[] prefix = prefix(file, settings.aadPrefix(), storedPrefix, mustSupply);
    requireIdentifier(file, settings.aadPrefix() != null, identifier.length);
    requireLength(file, prefix.length + identifier.length);
    ModuleAad aad = new ModuleAad(prefix, identifier);
    EncryptionKey key =
        asked(file, settings, "the footer", () -> settings.keys().footerKey(footerKeyMetadata));
    return new FileDecryption(file, settings, pagesByCtr, aad, key == null ? null : secret(key));
  }

  private static byte[] prefix(
      String file, @Nullable String expected, @Nullable byte[] stored, boolean mustSupply) {
    if (expected == null) {
      if (mustSupply) {
        throw new UnsupportedOperationException(
            "%s was written with an aadPrefix that it does not have in it: give the same one to read it"
                .formatted(file));
      }
      return stored == null ? new byte[0] : stored;
    }
    byte[] prefix = expected.getBytes(StandardCharsets.UTF_8);
    if (stored == null ? !mustSupply : !Arrays.equals(stored, prefix)) {
      throw new UnsupportedOperationException(
          "%s should have the aadPrefix '%s', but has %s. It may be another file put in the place of the one that is to be read"
              .formatted(file, expected, stored == null ? "none" : "another one"));
    }
    return prefix;
  }

  /**
   * An AAD does not say where the prefix ends. If identifiers had any length, a file with a longer
   * prefix could name the rest of it as a part of its identifier, and pass for the expected one.
   */
  private static void requireIdentifier(String file, boolean prefixIsExpected, int length) {
    if (prefixIsExpected && length != EncryptedFile.FILE_IDENTIFIER_BYTES) {
      throw new UnsupportedOperationException(
          "%s should have an identifier of %d bytes where an aadPrefix is expected, but has one of %d. It may be another file put in the place of the one that is to be read"
              .formatted(file, EncryptedFile.FILE_IDENTIFIER_BYTES, length));
    }
  }

  /** It is authenticated again for each module, so a long one makes each page expensive. */
  private static void requireLength(String file, int length) {
    if (length > MAXIMUM_AAD_BYTES) {
      throw new UnsupportedOperationException(
          "%s has an AAD prefix and an identifier of %d bytes, at most %d are read. Write it with a shorter aadPrefix"
              .formatted(file, length, MAXIMUM_AAD_BYTES));
    }
  }

  /** Whether the provider gave a key for the footer. */
  public boolean hasFooterKey() {
    return footerKey != null;
  }

  /**
   * Opens the footer's module.
   *
   * @param offset behind its length
   * @throws IOException if it was not encrypted by this key; the message completes "cannot be
   *     decrypted: "
   */
  public byte[] openFooter(byte[] bytes, int offset, int length) throws IOException {
    return decipher.openGcm(footerKey(), aad.ofFooter(), bytes, offset, length);
  }

  /** Whether a footer that is followed by its signature was signed by the footer's key. */
  public boolean isSigned(byte[] footerAndSignature) {
    int length = footerAndSignature.length - SIGNATURE_BYTES;
    return length > 0 && decipher.isSigned(footerKey(), aad.ofFooter(), footerAndSignature, length);
  }

  private SecretKey footerKey() {
    if (footerKey == null) {
      throw new UnsupportedOperationException(
          "The key provider %s has no key for the footer of %s"
              .formatted(settings.keys().getClass().getName(), file));
    }
    return footerKey;
  }

  /**
   * For the modules of a chunk.
   *
   * @param names the column's path
   * @throws UnsupportedOperationException if there is no key for it
   * @throws IOException if the provider fails
   */
  public synchronized ChunkDecryption chunk(
      int rowGroup, int column, List<String> names, ColumnCryptoMetaData crypto)
      throws IOException {
    if (rowGroup > Short.MAX_VALUE || column > Short.MAX_VALUE) {
      throw new UnsupportedOperationException(
          "%s has row group %d and column %d, but an encrypted file has no more than %d of each"
              .formatted(file, rowGroup, column, Short.MAX_VALUE));
    }
    SecretKey key =
        crypto.isSetENCRYPTION_WITH_COLUMN_KEY()
            ? columnKey(names, crypto.getENCRYPTION_WITH_COLUMN_KEY().getKey_metadata())
            : footerKey();
    return new ChunkDecryption(decipher, key, aad, pagesByCtr, rowGroup, column);
  }

  private SecretKey columnKey(List<String> names, @Nullable byte[] metadata) throws IOException {
    List<Object> asked = Arrays.asList(names, metadata == null ? null : ByteBuffer.wrap(metadata));
    SecretKey known = columnKeys.get(asked);
    if (known != null) {
      return known;
    }
    ColumnPath column = ColumnPath.shortest(names);
    EncryptionKey key =
        asked(
            file,
            settings,
            "column '%s'".formatted(column),
            () -> settings.keys().columnKey(column, metadata));
    if (key == null) {
      throw new UnsupportedOperationException(
          "Column '%s' of %s is encrypted, and the key provider %s has no key for it: leave the column out, or give its key"
              .formatted(column, file, settings.keys().getClass().getName()));
    }
    SecretKey secret = secret(key);
    columnKeys.put(asked, secret);
    return secret;
  }

  private static SecretKey secret(EncryptionKey key) {
    return new SecretKeySpec(key.bytes(), "AES");
  }

  private interface Question {
    @Nullable
    EncryptionKey ask() throws IOException;
  }

  /**
   * The answer of the user's provider, which may fail in any way: it is given what a file says.
   *
   * @throws UnsupportedOperationException if there is no key
   */
  @Nullable
  private static EncryptionKey asked(
      String file, DecryptionSettings settings, String keyOf, Question question)
      throws IOException {
    try {
      return question.ask();
    } catch (UnsupportedOperationException e) {
      throw new UnsupportedOperationException(noKey(file, settings, keyOf, e), e);
    } catch (IOException | RuntimeException e) {
      throw new IOException(noKey(file, settings, keyOf, e), e);
    }
  }

  private static String noKey(
      String file, DecryptionSettings settings, String keyOf, Exception cause) {
    return "The key provider %s gave no key for %s of %s: %s"
        .formatted(
            settings.keys().getClass().getName(),
            keyOf,
            file,
            cause instanceof IOException || cause instanceof UnsupportedOperationException
                ? cause.getMessage()
                : cause);
  }
}
