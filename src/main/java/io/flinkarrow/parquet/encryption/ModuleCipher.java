package io.flinkarrow.parquet.encryption;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import javax.annotation.Nullable;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.IvParameterSpec;

/**
 * Encrypts the modules of one file, each with a nonce of its own. An encrypted module is its length
 * without these four bytes, little endian; the nonce; the ciphertext; and with GCM the tag.
 *
 * <p>Not thread-safe: it has one cipher of each mode, which it sets up anew for every module.
 */
final class ModuleCipher {

  static final int LENGTH_BYTES = Integer.BYTES;
  static final int NONCE_BYTES = 12;
  static final int TAG_BYTES = 16;

  /** What a module is longer at most when it is encrypted. */
  static final int OVERHEAD = LENGTH_BYTES + NONCE_BYTES + TAG_BYTES;

  static final String GCM = "AES/GCM/NoPadding";
  static final String CTR = "AES/CTR/NoPadding";

  private static final int CTR_IV_BYTES = 16;
  private static final int PIECE_BYTES = 8 << 10;

  private final SecureRandom random;
  private final Cipher gcm = cipher(GCM);

  /** Null before the first page that it encrypts. */
  @Nullable private Cipher ctr;

  ModuleCipher(SecureRandom random) {
    this.random = random;
  }

  static Cipher cipher(String transformation) {
    try {
      return Cipher.getInstance(transformation);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(
          "This JVM has no cipher %s, which encrypted files need: use one with the provider SunJCE"
              .formatted(transformation),
          e);
    }
  }

  /** Returns the length of the module. */
  int encryptByGcm(ModuleKey key, byte[] aad, byte[] bytes, int offset, int length, byte[] target) {
    try {
      byte[] nonce = beginGcm(key, aad);
      int stored = gcm.doFinal(bytes, offset, length, target, LENGTH_BYTES + NONCE_BYTES);
      return complete(nonce, stored, target);
    } catch (GeneralSecurityException e) {
      throw failed(e);
    }
  }

  /** Returns the length of the module. Nothing tells later whether it was changed. */
  int encryptByCtr(ModuleKey key, byte[] bytes, int offset, int length, byte[] target) {
    try {
      byte[] nonce = nonce();
      if (ctr == null) {
        ctr = cipher(CTR);
      }
      ctr.init(Cipher.ENCRYPT_MODE, key.use(), new IvParameterSpec(counterOf(nonce)));
      int stored = ctr.doFinal(bytes, offset, length, target, LENGTH_BYTES + NONCE_BYTES);
      return complete(nonce, stored, target);
    } catch (GeneralSecurityException e) {
      throw failed(e);
    }
  }

  /** Where CTR begins to count. */
  static byte[] counterOf(byte[] nonce) {
    byte[] counter = Arrays.copyOf(nonce, CTR_IV_BYTES);
    counter[CTR_IV_BYTES - 1] = 1;
    return counter;
  }

  /** Encrypts by GCM what may be too long for an array. */
  void encryptByGcm(ModuleKey key, byte[] aad, Struct struct, OutputStream out) throws IOException {
    byte[] nonce = beginGcm(key, aad);
    byte[] start = new byte[LENGTH_BYTES];
    putLength(Math.toIntExact(NONCE_BYTES + struct.length() + TAG_BYTES), start);
    out.write(start);
    out.write(nonce);
    out.write(pass(struct, out));
  }

  /** The nonce and the tag that GCM has for a struct, whose ciphertext goes nowhere. */
  byte[] sign(ModuleKey key, byte[] aad, Struct struct) throws IOException {
    byte[] nonce = beginGcm(key, aad);
    byte[] tag = pass(struct, OutputStream.nullOutputStream());
    byte[] signature = Arrays.copyOf(nonce, NONCE_BYTES + TAG_BYTES);
    System.arraycopy(tag, 0, signature, NONCE_BYTES, TAG_BYTES);
    return signature;
  }

  /** Passes the ciphertext on and returns the tag. */
  private byte[] pass(Struct struct, OutputStream out) throws IOException {
    OutputStream encrypting = new BufferedOutputStream(new CipherPieces(out), PIECE_BYTES);
    struct.writeTo(encrypting);
    encrypting.flush();
    try {
      byte[] end = gcm.doFinal();
      out.write(end, 0, end.length - TAG_BYTES);
      return Arrays.copyOfRange(end, end.length - TAG_BYTES, end.length);
    } catch (GeneralSecurityException e) {
      throw failed(e);
    }
  }

  private final class CipherPieces extends OutputStream {
    private final OutputStream out;

    private CipherPieces(OutputStream out) {
      this.out = out;
    }

    @Override
    public void write(int b) throws IOException {
      write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      byte[] piece = gcm.update(bytes, offset, length);
      if (piece != null) {
        out.write(piece);
      }
    }
  }

  private byte[] beginGcm(ModuleKey key, byte[] aad) {
    byte[] nonce = nonce();
    try {
      gcm.init(Cipher.ENCRYPT_MODE, key.use(), new GCMParameterSpec(TAG_BYTES * Byte.SIZE, nonce));
      gcm.updateAAD(aad);
      return nonce;
    } catch (GeneralSecurityException e) {
      throw failed(e);
    }
  }

  private byte[] nonce() {
    byte[] nonce = new byte[NONCE_BYTES];
    random.nextBytes(nonce);
    return nonce;
  }

  private static int complete(byte[] nonce, int stored, byte[] target) {
    putLength(NONCE_BYTES + stored, target);
    System.arraycopy(nonce, 0, target, LENGTH_BYTES, NONCE_BYTES);
    return LENGTH_BYTES + NONCE_BYTES + stored;
  }

  private static void putLength(int length, byte[] target) {
    for (int i = 0; i < LENGTH_BYTES; i++) {
      target[i] = (byte) (length >>> (i * Byte.SIZE));
    }
  }

  /** Says only what went wrong, because a provider's message might say more. */
  private static IllegalStateException failed(GeneralSecurityException e) {
    return new IllegalStateException(
        "A module could not be encrypted: %s".formatted(e.getClass().getSimpleName()), e);
  }
}
