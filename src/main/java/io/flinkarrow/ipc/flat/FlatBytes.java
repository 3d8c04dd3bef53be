package io.flinkarrow.ipc.flat;

import io.flinkarrow.ipc.body.MalformedBytesException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/**
 * A flatbuffer inside a payload, every access checked against its bounds: Arrow's generated
 * accessors check nothing, and flatbuffers has no verifier in Java. Positions are those of the
 * payload. Offsets only lead forwards, so that there are no cycles; but several may lead to one
 * place, so that what is read has a limit of its own.
 */
public final class FlatBytes {

  private static final VarHandle SHORT =
      MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.LITTLE_ENDIAN);
  private static final VarHandle INT =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  private final byte[] bytes;
  private final int start;
  private final int end;
  private long stringBytesLeft;

  /**
   * @param end exclusive
   * @param mostStringBytes what all strings read may have together
   */
  public FlatBytes(byte[] bytes, int start, int end, int mostStringBytes) {
    this.bytes = bytes;
    this.start = start;
    this.end = end;
    this.stringBytesLeft = mostStringBytes;
  }

  public FlatTable root() throws MalformedBytesException {
    return new FlatTable(this, target(start));
  }

  /** Where the offset at a position leads. */
  int target(int position) throws MalformedBytesException {
    long target = position + (int32(position) & 0xFFFFFFFFL);
    if (target == position || target > end - Integer.BYTES) {
      throw broken(position, "an offset leads out of the metadata");
    }
    return (int) target;
  }

  byte int8(int position) throws MalformedBytesException {
    require(position, Byte.BYTES);
    return bytes[position];
  }

  short int16(int position) throws MalformedBytesException {
    require(position, Short.BYTES);
    return (short) SHORT.get(bytes, position);
  }

  int int32(int position) throws MalformedBytesException {
    require(position, Integer.BYTES);
    return (int) INT.get(bytes, position);
  }

  long int64(int position) throws MalformedBytesException {
    require(position, Long.BYTES);
    return (long) LONG.get(bytes, position);
  }

  String string(int position) throws MalformedBytesException {
    int length = int32(position);
    require(position + Integer.BYTES, length);
    chargeString((long) length + Integer.BYTES, position);
    try {
      return StandardCharsets.UTF_8
          .newDecoder()
          .decode(ByteBuffer.wrap(bytes, position + Integer.BYTES, length))
          .toString();
    } catch (CharacterCodingException e) {
      throw broken(position, "a name is not UTF-8");
    }
  }

  void chargeString(long length, int position) throws MalformedBytesException {
    stringBytesLeft -= length;
    if (stringBytesLeft < 0) {
      throw broken(
          position,
          "its strings are longer than it is; if they are good ones, raise DecodeLimits.maximumMetadataBytes");
    }
  }

  /** Refuses what does not lie inside. */
  void require(long position, long length) throws MalformedBytesException {
    if (position < start || length < 0 || position > end - length) {
      throw broken(position, "%d bytes lie outside of the metadata".formatted(length));
    }
  }

  MalformedBytesException broken(long position, String reason) {
    return new MalformedBytesException(position, "Broken metadata: " + reason);
  }
}
