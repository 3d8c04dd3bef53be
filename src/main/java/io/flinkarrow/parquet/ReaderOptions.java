package io.flinkarrow.parquet;

import io.flinkarrow.parquet.encryption.DecryptionSettings;
import io.flinkarrow.parquet.options.ColumnPath;
import io.flinkarrow.parquet.options.EncryptionKeyProvider;
import io.flinkarrow.parquet.options.TimestampUnit;
import io.flinkarrow.parquet.predicate.Predicate;
import io.flinkarrow.parquet.scan.ScanFilter;
import io.flinkarrow.parquet.scan.ScanLimits;
import io.flinkarrow.parquet.scan.ScanOptions;
import io.flinkarrow.parquet.schema.ChosenFields;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import javax.annotation.Nullable;

/**
 * How a file is read by {@link ArrowParquetReader}. The defaults read all columns of files of any
 * writer, and of strangers. Immutable.
 */
public final class ReaderOptions {

  private static final ReaderOptions DEFAULTS = builder().build();

  private final ScanOptions scan;

  private ReaderOptions(ScanOptions scan) {
    this.scan = scan;
  }

  public static ReaderOptions defaults() {
    return DEFAULTS;
  }

  public static Builder builder() {
    return new Builder();
  }

  ScanOptions scan() {
    return scan;
  }

  /** Whether all columns and rows are read. */
  boolean readsAll() {
    return scan.fields().equals(ChosenFields.ALL) && scan.filter() == null;
  }

  /** Every setter refuses what makes no sense, and replaces what it set before. */
  public static final class Builder {

    private ScanOptions scan = ScanOptions.builder().build();
    @Nullable private EncryptionKeyProvider keyProvider;
    @Nullable private String aadPrefix;
    private boolean plaintextFiles;

    private Builder() {}

    /**
     * Reads only these fields, each with all below it: {@code columns("carrier",
     * "address.street")}. A path has the names of the file's schema, as {@link ColumnPath} has
     * them. Columns come in the order of the file. By default all are read; no path at all gives
     * rows without columns.
     */
    public Builder columns(String... paths) {
      List<ColumnPath> columns = Stream.of(paths).map(ColumnPath::new).toList();
      return set(scan.toBuilder().fields(ChosenFields.of(columns)));
    }

    /**
     * Reads only rows that fulfil a predicate, also on columns that are not read: {@code
     * filter(Predicate.column("distance").isGreaterThan(5.0))}. What the file rules out by its
     * statistics, page indexes, Bloom filters and dictionaries is not decoded. The file must have
     * the columns. By default all rows are read.
     */
    public Builder filter(Predicate predicate) {
      ScanFilter filter = new ScanFilter(Objects.requireNonNull(predicate, "predicate"), true);
      return set(scan.toBuilder().filter(filter));
    }

    /**
     * The unit of timestamps that old writers stored in 96 bits: nanoseconds by default, which
     * reach from 1677 to 2262. {@code int96Unit(TimestampUnit.MICROS)} reads all others, too.
     */
    public Builder int96Unit(TimestampUnit unit) {
      return set(scan.toBuilder().int96Unit(unit));
    }

    /** The most rows of a batch: 8,192 by default. {@code batchRows(1024)} makes smaller ones. */
    public Builder batchRows(int rows) {
      return set(scan.toBuilder().batchRows(rows));
    }

    /**
     * The most bytes of a batch, unless one row has more: 4 MiB by default. {@code batchBytes(16 <<
     * 20)} makes larger ones.
     */
    public Builder batchBytes(long bytes) {
      return set(scan.toBuilder().batchBytes(bytes));
    }

    /**
     * The most bytes of the file that wait to be decoded: 32 MiB by default. {@code fetchBytes(128
     * << 20)} makes fewer and larger requests to a store: row groups whose columns have no more
     * than half as many bytes are fetched at once, and while they are read, the next one is.
     */
    public Builder fetchBytes(long bytes) {
      return set(scan.toBuilder().fetchBytes(bytes));
    }

    /**
     * Bytes of a footer, and of a page's header: 64 MiB by default. {@code maximumMetadataBytes(256
     * << 20)} is for files with very many columns and row groups.
     */
    public Builder maximumMetadataBytes(int bytes) {
      return limits(scan.limits().withMaximumMetadataBytes(bytes));
    }

    /**
     * Levels of nested groups in a schema: 256 by default, at most 512. {@code maximumDepth(50)}
     * refuses more files.
     */
    public Builder maximumDepth(int depth) {
      return limits(scan.limits().withMaximumDepth(depth));
    }

    /**
     * Heap bytes of the pages that are read at a time: 512 MiB by default. {@code
     * maximumPageBytes(1L << 30)} is for very large pages.
     */
    public Builder maximumPageBytes(long bytes) {
      return limits(scan.limits().withMaximumPageBytes(bytes));
    }

    /** Heap bytes of one row: 64 MiB by default. {@code maximumRowBytes(1L << 30)} allows more. */
    public Builder maximumRowBytes(long bytes) {
      return limits(scan.limits().withMaximumRowBytes(bytes));
    }

    /**
     * Heap bytes that are held from one batch to the next: 64 MiB by default. {@code
     * maximumHeldBytes(512 << 20)} reads pages of files with very many columns once, which
     * otherwise are read several times because they do not fit together.
     */
    public Builder maximumHeldBytes(long bytes) {
      return limits(scan.limits().withMaximumHeldBytes(bytes));
    }

    /**
     * Gives the keys of encrypted files: {@code keyProvider(new VaultKeys("orders"))}. Without,
     * only files and columns that are not encrypted can be read; with it, only files that are
     * encrypted, unless {@link #allowPlaintextFiles} says otherwise.
     */
    public Builder keyProvider(EncryptionKeyProvider keys) {
      this.keyProvider = Objects.requireNonNull(keys, "keys");
      return this;
    }

    /**
     * The prefix that encrypted files must have been written with: {@code aadPrefix("orders")}. By
     * default a file may have any that it says itself.
     */
    public Builder aadPrefix(String prefix) {
      if (prefix.isEmpty()) {
        throw new IllegalArgumentException("aadPrefix must not be empty; leave it out for any");
      }
      this.aadPrefix = prefix;
      return this;
    }

    /**
     * Whether files that are not encrypted are read, too, though there is a key provider: {@code
     * allowPlaintextFiles(true)}. Default: no, because whoever can replace a file could put one of
     * his own there.
     */
    public Builder allowPlaintextFiles(boolean allowed) {
      this.plaintextFiles = allowed;
      return this;
    }

    /**
     * @throws IllegalArgumentException if there is something about encrypted files, but no key
     *     provider
     */
    public ReaderOptions build() {
      if (keyProvider == null && (aadPrefix != null || plaintextFiles)) {
        throw new IllegalArgumentException(
            "aadPrefix and allowPlaintextFiles are about encrypted files: set keyProvider too, or"
                + " leave them out");
      }
      DecryptionSettings decryption =
          keyProvider == null
              ? null
              : new DecryptionSettings(keyProvider, aadPrefix, plaintextFiles);
      return new ReaderOptions(scan.toBuilder().decryption(decryption).build());
    }

    private Builder set(ScanOptions.Builder changed) {
      this.scan = changed.build();
      return this;
    }

    private Builder limits(ScanLimits changed) {
      return set(scan.toBuilder().limits(changed));
    }
  }
}
