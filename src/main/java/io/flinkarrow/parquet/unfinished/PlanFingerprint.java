package io.flinkarrow.parquet.unfinished;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * Tells whether a file was written by the same plan, without the plan.
 *
 * @param schema of what all row groups of a file must have in common
 * @param options of all else that shapes the file
 */
public record PlanFingerprint(String schema, String options) {

  private static final int LENGTH = 32;

  /** What {@link #writeTo} writes. */
  static final int BYTES = 2 * LENGTH;

  /** That of a plan with this schema and these options, both serialized. */
  public static PlanFingerprint of(byte[] schema, byte[] options) {
    return new PlanFingerprint(digest(schema), digest(options));
  }

  private static String digest(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java platform must have SHA-256, this one has not", e);
    }
  }

  public void writeTo(DataOutputStream out) throws IOException {
    out.write(HexFormat.of().parseHex(schema + options));
  }

  public static PlanFingerprint readFrom(DataInputStream in) throws IOException {
    return new PlanFingerprint(hex(in), hex(in));
  }

  private static String hex(DataInputStream in) throws IOException {
    byte[] bytes = new byte[LENGTH];
    in.readFully(bytes);
    return HexFormat.of().formatHex(bytes);
  }
}
