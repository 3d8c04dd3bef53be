package io.flinkarrow.row.shred;

/** What the buffers of one shredder take together. */
final class HeldBytes {

  /** The arrays, full or not. */
  private long allocated;

  /** The values that are not of a fixed number of bytes a row: texts and what lists hold. */
  private long varying;

  long allocated() {
    return allocated;
  }

  long varying() {
    return varying;
  }

  void grow(long bytes) {
    allocated += bytes;
  }

  void vary(int bytes) {
    varying += bytes;
  }

  /** The values are gone, the arrays are kept. */
  void emptied() {
    varying = 0;
  }
}
