package io.flinkarrow.sink.file;

/**
 * How many parts of a multipart upload a file may have at most. Object stores take 10,000. A part
 * has 5 MiB or more, except for those that a checkpoint sends early.
 */
final class PartCount {

  private static final long SMALLEST_PART = 5L << 20;

  /** Fewer than stores take, for what the end of a file adds. */
  private static final long MANY = 9_900;

  private long persists;
  private long persistedBytes;

  /** A checkpoint has the stream send what it has. */
  void countPersist(long streamBytes) {
    if (streamBytes > persistedBytes) {
      persistedBytes = streamBytes;
      persists++;
    }
  }

  boolean areMany(long fileBytes) {
    return fileBytes / SMALLEST_PART + persists >= MANY;
  }
}
