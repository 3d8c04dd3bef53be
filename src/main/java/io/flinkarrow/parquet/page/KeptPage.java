package io.flinkarrow.parquet.page;

/**
 * A sealed page that any copy of its chunk can be given.
 *
 * @param stored the header with the compressed body behind it; never changed
 * @param uncompressedBytes before compression, header included
 */
public record KeptPage(byte[] stored, long uncompressedBytes) {

  private static final int OBJECT_BYTES = 40;

  public long retainedBytes() {
    return OBJECT_BYTES + stored.length;
  }
}
