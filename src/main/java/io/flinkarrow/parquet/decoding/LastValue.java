package io.flinkarrow.parquet.decoding;

import io.flinkarrow.parquet.encoding.bytes.ByteArrayBuilder;

/**
 * The last value of a page in DELTA_BYTE_ARRAY, with which the next one may go on: some old writers
 * need it. Remembers what it was before a page, so that this one can be decoded once more.
 */
final class LastValue {

  private final ByteArrayBuilder value = new ByteArrayBuilder();
  private final ByteArrayBuilder before = new ByteArrayBuilder();
  private int mostBytes = Integer.MAX_VALUE;

  /** How long values may be that are put together only because others are decoded from them. */
  void limit(int bytes) {
    mostBytes = bytes;
  }

  int mostBytes() {
    return mostBytes;
  }

  /** For a page that begins; it becomes the values of the page one after the other. */
  ByteArrayBuilder beginPage() {
    copy(value, before);
    return value;
  }

  /** The page that began last is to begin again. */
  void returnToPage() {
    copy(before, value);
  }

  /** What comes next goes on with no value. */
  void forget() {
    value.reset();
  }

  void trim() {
    value.trim();
    before.trim();
  }

  long retainedBytes() {
    return value.retainedBytes() + before.retainedBytes();
  }

  private static void copy(ByteArrayBuilder source, ByteArrayBuilder target) {
    target.reset();
    target.put(source);
  }
}
