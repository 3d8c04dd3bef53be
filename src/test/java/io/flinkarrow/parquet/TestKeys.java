package io.flinkarrow.parquet;

import io.flinkarrow.parquet.options.ColumnPath;
import io.flinkarrow.parquet.options.EncryptionKey;
import io.flinkarrow.parquet.options.EncryptionKeyProvider;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import org.apache.parquet.crypto.DecryptionKeyRetriever;
import org.apache.parquet.crypto.FileDecryptionProperties;

/** Keys that are made of their names, which are their metadata. Holds none. */
public final class TestKeys implements EncryptionKeyProvider {

  private static final long serialVersionUID = 1L;

  private final int length;

  /**
   * @param length of the keys in bytes
   */
  public TestKeys(int length) {
    this.length = length;
  }

  /** Keys of 128 bits. SQL needs this constructor. */
  public TestKeys() {
    this(16);
  }

  @Override
  public EncryptionKey footerKey() {
    return named("footer");
  }

  @Override
  public EncryptionKey columnKey(ColumnPath column) {
    return named("column " + column);
  }

  private EncryptionKey named(String name) {
    return new EncryptionKey(bytes(name, length), name.getBytes(StandardCharsets.UTF_8));
  }

  /** The bytes of the key with this name. */
  public static byte[] bytes(String name, int length) {
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256").digest(name.getBytes(StandardCharsets.UTF_8));
      return Arrays.copyOf(hash, length);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /** How a key may show itself: as bytes, in hexadecimal, in Base64 and as an array is shown. */
  public static List<String> forms(byte[] key) {
    return List.of(
        new String(key, StandardCharsets.ISO_8859_1),
        HexFormat.of().formatHex(key),
        Base64.getEncoder().encodeToString(key),
        Arrays.toString(key));
  }

  /** What reads files that were written with these keys. */
  public FileDecryptionProperties.Builder decryption() {
    DecryptionKeyRetriever keys =
        metadata -> bytes(new String(metadata, StandardCharsets.UTF_8), length);
    return FileDecryptionProperties.builder().withKeyRetriever(keys).withPlaintextFilesAllowed();
  }
}
