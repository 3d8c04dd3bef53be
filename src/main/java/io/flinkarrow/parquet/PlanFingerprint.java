package io.flinkarrow.parquet;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

/**
 * Tells whether a file was written by the same plan, without the plan.
 *
 * @param schema of what all row groups of a file must have in common
 * @param options of all else that shapes the file
 */
record PlanFingerprint(String schema, String options) {

  private static final int LENGTH = 32;

  /** What {@link #writeTo} writes. */
  static final int BYTES = 2 * LENGTH;

  static PlanFingerprint of(FilePlan plan) {
    ByteArrayOutputStream schema = new ByteArrayOutputStream();
    try {
      plan.footerSchema().writeTo(schema);
    } catch (IOException e) {
      throw new UncheckedIOException("The footer's schema could not be serialized", e);
    }
    String beside = plan.storedArrowSchema() + " " + plan.schema().geometries();
    schema.writeBytes(beside.getBytes(StandardCharsets.UTF_8));
    return new PlanFingerprint(digest(schema.toByteArray()), digest(plan.shape()));
  }

  private static String digest(List<?> parts) {
    return digest(String.valueOf(parts).getBytes(StandardCharsets.UTF_8));
  }

  private static String digest(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java platform must have SHA-256, this one has not", e);
    }
  }

  void writeTo(DataOutputStream out) throws IOException {
    out.write(HexFormat.of().parseHex(schema + options));
  }

  static PlanFingerprint readFrom(DataInputStream in) throws IOException {
    return new PlanFingerprint(hex(in), hex(in));
  }

  private static String hex(DataInputStream in) throws IOException {
    byte[] bytes = new byte[LENGTH];
    in.readFully(bytes);
    return HexFormat.of().formatHex(bytes);
  }
}
