package io.flinkarrow.read;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import org.apache.parquet.format.EncryptionAlgorithm;
import org.apache.parquet.format.FileCryptoMetaData;
import org.apache.parquet.format.FileMetaData;
import org.apache.parquet.format.Util;

/**
 * An encrypted file of our writer taken apart: its modules, which lie one behind the other and
 * begin with their lengths, and its end.
 *
 * @param end the footer with its length and the magic number
 */
record EncryptedModules(byte[] magic, List<byte[]> modules, byte[] end) {

  private static final int MAGIC_BYTES = 4;
  private static final int TAIL_BYTES = Integer.BYTES + MAGIC_BYTES;

  /** Of a signed footer, behind it. */
  private static final int SIGNATURE_BYTES = 28;

  static EncryptedModules of(byte[] file) {
    ByteBuffer bytes = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
    int footer = file.length - TAIL_BYTES - bytes.getInt(file.length - TAIL_BYTES);
    List<byte[]> modules = new ArrayList<>();
    int at = MAGIC_BYTES;
    while (at < footer) {
      int end = at + Integer.BYTES + bytes.getInt(at);
      modules.add(Arrays.copyOfRange(file, at, end));
      at = end;
    }
    if (at != footer) {
      throw new IllegalStateException("Modules end at byte %d of %d".formatted(at, footer));
    }
    return new EncryptedModules(
        Arrays.copyOf(file, MAGIC_BYTES), modules, Arrays.copyOfRange(file, footer, file.length));
  }

  /** The same with other modules and the same end. */
  EncryptedModules with(Consumer<List<byte[]>> change) {
    List<byte[]> changed = new ArrayList<>(modules);
    change.accept(changed);
    return new EncryptedModules(magic, changed, end);
  }

  EncryptedModules withEnd(byte[] other) {
    return new EncryptedModules(magic, modules, other);
  }

  byte[] file() {
    ByteArrayOutputStream file = new ByteArrayOutputStream();
    file.writeBytes(magic);
    modules.forEach(file::writeBytes);
    file.writeBytes(end);
    return file.toByteArray();
  }

  /** Changes what an encrypted footer says in clear. */
  EncryptedModules withCrypto(Consumer<FileCryptoMetaData> change) throws IOException {
    ByteArrayInputStream footer = new ByteArrayInputStream(end, 0, end.length - TAIL_BYTES);
    FileCryptoMetaData crypto = Util.readFileCryptoMetaData(footer);
    change.accept(crypto);
    ByteArrayOutputStream changed = new ByteArrayOutputStream();
    Util.writeFileCryptoMetaData(crypto, changed);
    changed.writeBytes(footer.readAllBytes());
    return withEnd(withTail(changed));
  }

  /** Changes a plaintext footer, and leaves its signature. */
  EncryptedModules withFooter(Consumer<FileMetaData> change) throws IOException {
    int length = end.length - TAIL_BYTES - SIGNATURE_BYTES;
    FileMetaData footer = Util.readFileMetaData(new ByteArrayInputStream(end, 0, length));
    change.accept(footer);
    ByteArrayOutputStream changed = new ByteArrayOutputStream();
    Util.writeFileMetaData(footer, changed);
    changed.write(end, length, SIGNATURE_BYTES);
    return withEnd(withTail(changed));
  }

  /** Changes what the file says of its algorithm, wherever it says it. */
  EncryptedModules withAlgorithm(Consumer<EncryptionAlgorithm> change) throws IOException {
    return hasPlaintextFooter()
        ? withFooter(footer -> change.accept(footer.getEncryption_algorithm()))
        : withCrypto(crypto -> change.accept(crypto.getEncryption_algorithm()));
  }

  boolean hasPlaintextFooter() {
    return magic[3] == '1';
  }

  private byte[] withTail(ByteArrayOutputStream footer) {
    footer.writeBytes(
        ByteBuffer.allocate(Integer.BYTES)
            .order(ByteOrder.LITTLE_ENDIAN)
            .putInt(footer.size())
            .array());
    footer.writeBytes(magic);
    return footer.toByteArray();
  }

  /** A module whose length says something else. */
  static byte[] withLength(byte[] module, int length) {
    byte[] changed = module.clone();
    ByteBuffer.wrap(changed).order(ByteOrder.LITTLE_ENDIAN).putInt(length);
    return changed;
  }

  /** A module of that many bytes, which says so. */
  static byte[] cutTo(byte[] module, int bytes) {
    return withLength(Arrays.copyOf(module, bytes), bytes - Integer.BYTES);
  }

  static int any(List<byte[]> modules, Random random) {
    return random.nextInt(modules.size());
  }
}
