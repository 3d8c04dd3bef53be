package io.flinkarrow.parquet.encoding;

import io.flinkarrow.parquet.encoding.bytes.ByteArrayBuilder;
import io.flinkarrow.parquet.encoding.values.PageEncoder;
import java.util.List;

/**
 * The chunk has no page yet that was tried without a dictionary: an {@link EncodingTrial} of its
 * next page with values decides how they are encoded. Pages before may refer to a dictionary that
 * is full, which is not touched.
 */
final class UndecidedWithoutDictionary implements ChunkEncoding {

  private final EncodingTrial trial;

  UndecidedWithoutDictionary(EncodingTrial trial) {
    this.trial = trial;
  }

  @Override
  public boolean isDecided() {
    return false;
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
    return trial.withoutDictionary(page.plain(), page.valueCount(), out).seal(page, out);
  }

  @Override
  public ChunkEncoding withoutDictionary() {
    return this;
  }

  @Override
  public FoundEncoding asFound(List<PageEncoder> candidates) {
    return new FoundEncoding(null, null);
  }

  @Override
  public long openBytes(OpenPage page) {
    return page.plain().length();
  }
}
