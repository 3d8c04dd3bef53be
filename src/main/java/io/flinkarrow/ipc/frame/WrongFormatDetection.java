package io.flinkarrow.ipc.frame;

import java.util.Arrays;

/** What producers put into or around payloads by mistake, told by the first bytes. */
public final class WrongFormatDetection {

  private static final byte[] GZIP = {0x1f, (byte) 0x8b};
  private static final byte[] ZSTD = {0x28, (byte) 0xb5, 0x2f, (byte) 0xfd};
  private static final byte[] PARQUET = {'P', 'A', 'R', '1'};
  private static final byte[] MESSAGE = {-1, -1, -1, -1};

  /** A zero byte and a schema's number. */
  private static final int REGISTRY_BYTES = 5;

  private WrongFormatDetection() {}

  /** A clause to add to a refusal; empty if the bytes tell nothing. */
  public static String hint(byte[] payload) {
    if (has(payload, 0, GZIP)) {
      return "; it begins as gzip does: let Kafka compress, or the IPC writer its buffers";
    } else if (has(payload, 0, ZSTD)) {
      return "; it begins as ZSTD does: let Kafka compress, or the IPC writer its buffers";
    } else if (has(payload, 0, PARQUET)) {
      return "; it begins as a Parquet file does";
    } else if (payload.length > 0 && payload[0] == 0 && has(payload, REGISTRY_BYTES, MESSAGE)) {
      return "; a message begins at byte 5, behind what looks like a schema registry's header: send the stream alone";
    }
    return "";
  }

  private static boolean has(byte[] payload, int at, byte[] bytes) {
    return payload.length >= at + bytes.length
        && Arrays.equals(payload, at, at + bytes.length, bytes, 0, bytes.length);
  }
}
