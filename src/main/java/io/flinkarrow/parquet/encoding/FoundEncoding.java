package io.flinkarrow.parquet.encoding;

import io.flinkarrow.parquet.codec.CompressionVariant;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import javax.annotation.Nullable;

/**
 * What an {@link EncodingTrial} found, without the objects of its column.
 *
 * @param ids how ids of a dictionary are written; null if there is none
 * @param values how values are written without one; null if that is to be tried
 */
public record FoundEncoding(@Nullable Ids ids, @Nullable Values values) {

  /**
   * @param withinBytes whether no id may lie in two bytes
   */
  public record Ids(boolean withinBytes, CompressionVariant compression) {}

  /**
   * @param candidate its number among the encodings that are tried
   */
  public record Values(int candidate, CompressionVariant compression) {}

  void writeTo(DataOutput out) throws IOException {
    out.writeBoolean(ids != null);
    if (ids != null) {
      out.writeBoolean(ids.withinBytes);
      out.writeByte(ids.compression.ordinal());
    }
    out.writeBoolean(values != null);
    if (values != null) {
      out.writeByte(values.candidate);
      out.writeByte(values.compression.ordinal());
    }
  }

  static FoundEncoding readFrom(DataInput in) throws IOException {
    Ids ids = in.readBoolean() ? new Ids(in.readBoolean(), variant(in)) : null;
    return new FoundEncoding(ids, in.readBoolean() ? new Values(in.readByte(), variant(in)) : null);
  }

  private static CompressionVariant variant(DataInput in) throws IOException {
    int ordinal = in.readByte();
    CompressionVariant[] variants = CompressionVariant.values();
    if (ordinal < 0 || ordinal >= variants.length) {
      throw new IOException(
          "A variant of compression should be from 0 to %d, but is %d"
              .formatted(variants.length - 1, ordinal));
    }
    return variants[ordinal];
  }
}
