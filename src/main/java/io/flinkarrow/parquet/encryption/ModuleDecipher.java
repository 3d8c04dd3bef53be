package io.flinkarrow.parquet.encryption;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import javax.annotation.Nullable;
import javax.crypto.Cipher;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.IvParameterSpec;

/**
 * Decrypts the modules of one file, the reverse of {@link ModuleCipher}: nonce, ciphertext, and
 * with GCM the tag, without the length before them. Threads wait for one another.
 */
final class ModuleDecipher {

  private final Cipher gcm = ModuleCipher.cipher(ModuleCipher.GCM);

  /** Null before the first page that it decrypts. */
  @Nullable private Cipher ctr;

  /**
   * @throws IOException if it was not encrypted by this key for this place
   */
  synchronized byte[] openGcm(SecretKey key, byte[] aad, byte[] bytes, int offset, int length)
      throws IOException {
    requireLength(length, ModuleCipher.NONCE_BYTES + ModuleCipher.TAG_BYTES);
    try {
      begin(Cipher.DECRYPT_MODE, key, aad, bytes, offset);
      return gcm.doFinal(
          bytes, offset + ModuleCipher.NONCE_BYTES, length - ModuleCipher.NONCE_BYTES);
    } catch (GeneralSecurityException e) {
      throw new IOException(
          "its key or AAD prefix is another one, or its bytes were changed or belong elsewhere", e);
    }
  }

  /** Gives something for every key: the values tell, if anything. */
  synchronized byte[] openCtr(SecretKey key, byte[] bytes, int offset, int length)
      throws IOException {
    requireLength(length, ModuleCipher.NONCE_BYTES);
    try {
      if (ctr == null) {
        ctr = ModuleCipher.cipher(ModuleCipher.CTR);
      }
      ctr.init(
          Cipher.DECRYPT_MODE,
          key,
          new IvParameterSpec(
              ModuleCipher.counterOf(
                  Arrays.copyOfRange(bytes, offset, offset + ModuleCipher.NONCE_BYTES))));
      return ctr.doFinal(
          bytes, offset + ModuleCipher.NONCE_BYTES, length - ModuleCipher.NONCE_BYTES);
    } catch (GeneralSecurityException e) {
      throw new IOException(e.getClass().getSimpleName(), e);
    }
  }

  /**
   * Whether this key signed {@code bytes[0 .. length)}.
   *
   * @param signature a nonce and a tag, behind them
   */
  synchronized boolean isSigned(SecretKey key, byte[] aad, byte[] bytes, int length) {
    try {
      begin(Cipher.ENCRYPT_MODE, key, aad, bytes, length);
      byte[] end = gcm.doFinal(bytes, 0, length);
      return MessageDigest.isEqual(
          Arrays.copyOfRange(end, length, length + ModuleCipher.TAG_BYTES),
          Arrays.copyOfRange(bytes, length + ModuleCipher.NONCE_BYTES, bytes.length));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(
          "A signature could not be verified: %s".formatted(e.getClass().getSimpleName()), e);
    }
  }

  private void begin(int mode, SecretKey key, byte[] aad, byte[] bytes, int nonce)
      throws GeneralSecurityException {
    gcm.init(
        mode,
        key,
        new GCMParameterSpec(
            ModuleCipher.TAG_BYTES * Byte.SIZE, bytes, nonce, ModuleCipher.NONCE_BYTES));
    gcm.updateAAD(aad);
  }

  private static void requireLength(int length, int least) throws IOException {
    if (length < least) {
      throw new IOException(
          "it should have at least %d bytes, but has %d".formatted(least, length));
    }
  }
}
