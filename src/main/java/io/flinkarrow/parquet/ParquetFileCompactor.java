package io.flinkarrow.parquet;

import io.flinkarrow.parquet.file.FileCheck;
import io.flinkarrow.parquet.input.ParquetInput;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.Objects;

/**
 * Makes one Parquet file of several with the same schema: all their rows, in the order of the
 * files.
 *
 * <pre>{@code
 * CompactionSummary summary =
 *     ParquetFileCompactor.builder()
 *         .writerOptions(WriterOptions.builder().codec(CompressionCodec.ZSTD, 3).build())
 *         .build()
 *         .compact(files.stream().<ParquetInput.Opener>map(file -> () -> ParquetInput.open(file)).toList(), out);
 * }</pre>
 *
 * <p>Large row groups are copied byte for byte, with pages, dictionaries, statistics, indexes and
 * Bloom filters; checksums of their pages are checked on the way. Runs of smaller ones are merged
 * column by column into full ones: their pages are decoded to values, or ids of dictionaries, and
 * encoded again by the writer options. Pages without a dictionary are copied if they are what the
 * writer options ask for. No rows and no record batches are made.
 *
 * <p>Only row groups and pages that this library wrote, without encryption, are copied: what
 * readers make of statistics depends on who wrote a file. Those of other writers are merged,
 * whatever their size. Encrypted files are merged with the keys of the reader options, and only
 * into a file that is encrypted too.
 *
 * <p>Files are untrusted: the limits of the reader options hold. Immutable, for any number of
 * threads.
 */
public final class ParquetFileCompactor {

  /** Default of {@link Builder#copiedRowGroupBytes(long)}: 32 MiB. */
  public static final long DEFAULT_COPIED_ROW_GROUP_BYTES = 32L << 20;

  /** Default of {@link Builder#copiedRowGroupRows(long)}. */
  public static final long DEFAULT_COPIED_ROW_GROUP_ROWS = 1 << 19;

  final WriterOptions writerOptions;
  final ReaderOptions readerOptions;
  final long copiedRowGroupBytes;
  final long copiedRowGroupRows;

  private ParquetFileCompactor(Builder builder) {
    writerOptions = builder.writerOptions;
    readerOptions = builder.readerOptions;
    copiedRowGroupBytes = builder.copiedRowGroupBytes;
    copiedRowGroupRows = builder.copiedRowGroupRows;
  }

  /** A builder with every option at its default. */
  public static Builder builder() {
    return new Builder();
  }

  /**
   * Writes one file with all rows. Each file is opened twice, one at a time, and closed.
   *
   * @param files at least one
   * @param out receives the file; not closed. After an exception there is no footer in it, so that
   *     it cannot be taken for a file; whoever removes the files before must do so only after this
   *     has returned, and out is closed
   * @throws IllegalArgumentException if the files do not have the same schema, if they describe
   *     geometries in different ways, or if the writer options do not fit them
   * @throws IOException if a file is damaged, asks for more than the reader options allow, or
   *     changes meanwhile, or if the stream fails
   * @throws UnsupportedOperationException if a file cannot be read with the reader options, or is
   *     encrypted and the one file is not to be
   */
  public CompactionSummary compact(List<? extends ParquetInput.Opener> files, OutputStream out)
      throws IOException {
    Objects.requireNonNull(out, "out");
    if (files.isEmpty()) {
      throw new IllegalArgumentException("There are no files to be compacted: name at least one");
    }
    return new FileCompaction(this, List.copyOf(files)).writeTo(out);
  }

  /**
   * Reads a file that {@link #compact} wrote again: that the footer can be read and has the rows
   * and row groups, and that each page can be decompressed and has its checksum.
   *
   * @throws IOException if it does not have them; the message says where
   */
  public void check(ParquetInput written, CompactionSummary summary) throws IOException {
    FileCheck.check(
        written,
        summary.rows(),
        summary.copiedRowGroups() + summary.mergedRowGroups(),
        WrittenFiles.decryption(writerOptions));
  }

  /** Collects options; every setter checks its argument and replaces what it set before. */
  public static final class Builder {

    private WriterOptions writerOptions = WriterOptions.defaults();
    private ReaderOptions readerOptions = ReaderOptions.defaults();
    private long copiedRowGroupBytes = DEFAULT_COPIED_ROW_GROUP_BYTES;
    private long copiedRowGroupRows = DEFAULT_COPIED_ROW_GROUP_ROWS;

    private Builder() {}

    /**
     * How merged row groups are written. What is about the schema does not matter: the schema is
     * that of the files. Row groups that are copied stay as they are, with the codec that they
     * have. Default: {@link WriterOptions#defaults()}.
     */
    public Builder writerOptions(WriterOptions options) {
      this.writerOptions = Objects.requireNonNull(options, "options");
      return this;
    }

    /**
     * Keys and limits for the files. Default: {@link ReaderOptions#defaults()}.
     *
     * @throws IllegalArgumentException if they leave out columns or rows
     */
    public Builder readerOptions(ReaderOptions options) {
      if (!options.readsAll()) {
        throw new IllegalArgumentException(
            "Compaction keeps all columns and rows of files: leave columns and filter out of the"
                + " reader options");
      }
      this.readerOptions = options;
      return this;
    }

    /**
     * Row groups of at least so many bytes in the file are copied: 32 MiB by default. {@code
     * copiedRowGroupBytes(8 << 20)} merges less.
     */
    public Builder copiedRowGroupBytes(long bytes) {
      this.copiedRowGroupBytes = OptionChecks.atLeast("copiedRowGroupBytes", bytes, 1);
      return this;
    }

    /**
     * Row groups of at least so many rows are copied: 524,288 by default. {@code
     * copiedRowGroupRows(100_000)} merges less.
     */
    public Builder copiedRowGroupRows(long rows) {
      this.copiedRowGroupRows = OptionChecks.atLeast("copiedRowGroupRows", rows, 1);
      return this;
    }

    /** The options set so far; the builder may be used on. */
    public ParquetFileCompactor build() {
      return new ParquetFileCompactor(this);
    }
  }
}
