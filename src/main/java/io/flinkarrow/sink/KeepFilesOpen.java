package io.flinkarrow.sink;

import io.flinkarrow.parquet.WriterOptions;
import java.io.Serializable;

/**
 * Whether checkpoints leave files open.
 *
 * @param mostCarriedBytes heap bytes of the largest row group that a checkpoint carries in its
 *     state
 */
record KeepFilesOpen(boolean isOn, long mostCarriedBytes) implements Serializable {

  /**
   * @param compacts whether files are merged afterwards
   * @param endsByAge whether each file ends some time
   * @throws IllegalArgumentException if another setting excludes it, or is missing
   */
  void require(WriterOptions options, boolean compacts, boolean endsByAge) {
    if (!isOn) {
      return;
    }
    if (!endsByAge) {
      throw new IllegalArgumentException(
          "keepFilesOpen needs rollAtAge: rows become visible when their file ends, and without an"
              + " age a file of few rows never would. Set for example"
              + " rollAtAge(Duration.ofMinutes(30))");
    }
    if (compacts) {
      throw new IllegalArgumentException(
          "keepFilesOpen and compaction exclude each other: both make large files. Leave one of"
              + " them out");
    }
    if (options.isEncrypted()) {
      throw new IllegalArgumentException(
          "keepFilesOpen and encryption exclude each other: the keys of open files would be in"
              + " checkpoints. Leave one of them out");
    }
    if (options.fileChecksums()) {
      throw new IllegalArgumentException(
          "keepFilesOpen and fileChecksums exclude each other: a SHA-256 can't go on after a"
              + " restore. Leave one of them out");
    }
  }
}
