package io.flinkarrow.parquet.encoding;

import io.flinkarrow.parquet.codec.CompressionVariant;
import io.flinkarrow.parquet.encoding.bytes.ByteArrayBuilder;
import io.flinkarrow.parquet.encoding.values.PageEncoder;
import java.util.List;

/** The chunk's pages hold values, PLAIN-encoded until the page is sealed. */
final class PlainEncoding implements ChunkEncoding {

  private final PageEncoder encoder;
  private final CompressionVariant compression;

  /** Encoded to PLAIN bytes of the last page, to estimate the open one by. */
  private double encodedRatio = 1;

  PlainEncoding(PageEncoder encoder, CompressionVariant compression) {
    this.encoder = encoder;
    this.compression = compression;
  }

  @Override
  public boolean isDecided() {
    return true;
  }

  @Override
  public boolean mayHoldIds() {
    return false;
  }

  @Override
  public boolean holdsIds(boolean byReference) {
    return false;
  }

  @Override
  public Sealing seal(OpenPage page, ByteArrayBuilder out) {
    ByteArrayBuilder plain = page.plain();
    int start = out.length();
    encoder.encode(plain.array(), plain.length(), page.valueCount(), out);
    if (plain.length() > 0) {
      encodedRatio = (double) (out.length() - start) / plain.length();
    }
    return new Sealing(encoder.encoding(), compression, this);
  }

  @Override
  public ChunkEncoding withoutDictionary() {
    return this;
  }

  @Override
  public FoundEncoding asFound(List<PageEncoder> candidates) {
    return new FoundEncoding(
        null, new FoundEncoding.Values(candidates.indexOf(encoder), compression));
  }

  @Override
  public long openBytes(OpenPage page) {
    return (long) (page.plain().length() * encodedRatio);
  }
}
