package io.flinkarrow.parquet.page;

/**
 * A page of any kind.
 *
 * @param uncompressedBytes of the header and the body before compression
 */
public record SealedPage(StoredPage bytes, long uncompressedBytes) {

  /** This object, that with the array, and the array's header. */
  private static final int OBJECT_BYTES = 56;

  /** Heap bytes of a page that lies in no store. */
  public long retainedBytes() {
    return OBJECT_BYTES + (long) bytes.length();
  }
}
