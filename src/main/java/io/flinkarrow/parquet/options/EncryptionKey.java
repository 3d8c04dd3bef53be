package io.flinkarrow.parquet.options;

import java.util.Set;
import javax.annotation.Nullable;

/**
 * An AES key, and what the file says of it so that readers find it. Immutable. It cannot be
 * serialized and does not show its bytes, so that it gets into no job graph, state, log or message.
 *
 * <p>{@code new EncryptionKey(bytes, "orders-2026".getBytes(UTF_8))}
 */
public final class EncryptionKey {

  private static final Set<Integer> LENGTHS = Set.of(16, 24, 32);

  private final byte[] bytes;
  @Nullable private final byte[] metadata;

  /** A key of which the file says nothing: readers must know which one it is. */
  public EncryptionKey(byte[] bytes) {
    this(bytes, null);
  }

  /**
   * @param bytes 16, 24 or 32; copied
   * @param metadata stored in the file in clear, for example the key's name, or the key encrypted
   *     by a master key; copied
   * @throws IllegalArgumentException if AES has no keys of that length
   */
  public EncryptionKey(byte[] bytes, @Nullable byte[] metadata) {
    if (!LENGTHS.contains(bytes.length)) {
      throw new IllegalArgumentException(
          "An AES key must have 16, 24 or 32 bytes but this one has " + bytes.length);
    }
    this.bytes = bytes.clone();
    this.metadata = metadata == null ? null : metadata.clone();
  }

  /** A copy of the key's bytes. */
  public byte[] bytes() {
    return bytes.clone();
  }

  /** A copy of what the file says of the key; null if nothing. */
  @Nullable
  public byte[] metadata() {
    return metadata == null ? null : metadata.clone();
  }

  /** Tells the length only. */
  @Override
  public String toString() {
    return "AES key of %d bits".formatted(bytes.length * Byte.SIZE);
  }
}
