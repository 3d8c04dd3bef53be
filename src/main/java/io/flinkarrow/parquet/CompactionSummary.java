package io.flinkarrow.parquet;

import java.util.List;

/**
 * What became of files that {@link ParquetFileCompactor} made one of.
 *
 * @param files how many there were
 * @param rows of all of them, and of the one
 * @param bytes of the one file
 * @param copiedRowGroups how many row groups of the one file are copies, byte for byte
 * @param mergedRowGroups how many others it has
 * @param metadataLeftOut keys of key-value metadata that the one file does not have, because not
 *     all files have the same value under them; sorted
 */
public record CompactionSummary(
    int files,
    long rows,
    long bytes,
    int copiedRowGroups,
    int mergedRowGroups,
    List<String> metadataLeftOut) {

  public CompactionSummary {
    metadataLeftOut = List.copyOf(metadataLeftOut);
  }
}
