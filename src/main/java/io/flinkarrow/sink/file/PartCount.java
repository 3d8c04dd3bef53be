package io.flinkarrow.sink.file;

/**
 * How many parts of a multipart upload a file may have. Object stores take 10,000. Each but the
 * last has 5 MiB or more, however many checkpoints come: what is less then, Flink's streams keep in
 * an object beside the upload.
 */
final class PartCount {

  private static final long SMALLEST_PART = 5L << 20;

  /** Fewer than stores take, for what the end of a file adds. */
  private static final long MANY = 9_900;

  private PartCount() {}

  /** Whether a store may soon refuse further parts of a file that has so many bytes. */
  static boolean areMany(long fileBytes) {
    return fileBytes / SMALLEST_PART >= MANY;
  }
}
