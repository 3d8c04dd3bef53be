package io.flinkarrow.parquet.scan;

import io.flinkarrow.batch.RecordBatch;
import io.flinkarrow.parquet.encryption.DecryptionSettings;
import io.flinkarrow.parquet.options.TimestampUnit;
import io.flinkarrow.parquet.schema.ChosenFields;
import java.io.Serializable;
import java.util.Objects;
import javax.annotation.Nullable;

/**
 * What is wanted of a file, and what reading it may take: {@link #builder} has the defaults, {@link
 * #toBuilder} changes some.
 *
 * @param fields that are read
 * @param int96Unit the unit of timestamps that are stored in 96 bits
 * @param batchRows the most rows of a batch
 * @param batchBytes the most bytes that the columns of a batch have before they are put together,
 *     unless one row alone has more
 * @param fetchBytes the most bytes of the file that are on the heap before they are decoded: half
 *     of them for the row group that is read, half for the next one
 * @param limits for files that could make a reader do too much
 * @param decryption null if there are no keys
 * @param filter null if all rows are wanted
 */
public record ScanOptions(
    ChosenFields fields,
    TimestampUnit int96Unit,
    int batchRows,
    long batchBytes,
    long fetchBytes,
    ScanLimits limits,
    @Nullable DecryptionSettings decryption,
    @Nullable ScanFilter filter)
    implements Serializable {

  private static final ScanOptions DEFAULTS =
      new ScanOptions(
          ChosenFields.ALL,
          TimestampUnit.NANOS,
          8192,
          RecordBatch.DEFAULT_MAXIMUM_BYTES,
          32L << 20,
          ScanLimits.DEFAULTS,
          null,
          null);

  /** Of what may be held, and of what pages may take, what may be fetched: one part of so many. */
  private static final int PARTS = 4;

  /**
   * @throws IllegalArgumentException if a batch could have no row, or nothing could be fetched
   */
  public ScanOptions {
    Objects.requireNonNull(fields, "fields");
    Objects.requireNonNull(int96Unit, "int96Unit");
    Objects.requireNonNull(limits, "limits");
    requireAtLeastOne("batchRows", batchRows);
    requireAtLeastOne("batchBytes", batchBytes);
    requireAtLeastOne("fetchBytes", fetchBytes);
  }

  private static void requireAtLeastOne(String name, long value) {
    if (value < 1) {
      throw new IllegalArgumentException(name + " must be at least 1 but was " + value);
    }
  }

  /** All fields and rows, with the limits for files of strangers. */
  public static Builder builder() {
    return DEFAULTS.toBuilder();
  }

  public Builder toBuilder() {
    return new Builder(this);
  }

  /** The most bytes that are fetched of a row group before they are decoded. */
  long fetchBytesOfRowGroup() {
    long most = Math.min(limits.maximumPageBytes() / PARTS, limits.maximumHeldBytes() / 2);
    return Math.min(fetchBytes, most) / 2;
  }

  /** Every setter replaces what was there. */
  public static final class Builder {

    private ChosenFields fields;
    private TimestampUnit int96Unit;
    private int batchRows;
    private long batchBytes;
    private long fetchBytes;
    private ScanLimits limits;
    @Nullable private DecryptionSettings decryption;
    @Nullable private ScanFilter filter;

    private Builder(ScanOptions options) {
      fields = options.fields;
      int96Unit = options.int96Unit;
      batchRows = options.batchRows;
      batchBytes = options.batchBytes;
      fetchBytes = options.fetchBytes;
      limits = options.limits;
      decryption = options.decryption;
      filter = options.filter;
    }

    public Builder fields(ChosenFields chosen) {
      this.fields = chosen;
      return this;
    }

    public Builder int96Unit(TimestampUnit unit) {
      this.int96Unit = unit;
      return this;
    }

    public Builder batchRows(int rows) {
      this.batchRows = rows;
      return this;
    }

    public Builder batchBytes(long bytes) {
      this.batchBytes = bytes;
      return this;
    }

    public Builder fetchBytes(long bytes) {
      this.fetchBytes = bytes;
      return this;
    }

    public Builder limits(ScanLimits changed) {
      this.limits = changed;
      return this;
    }

    public Builder decryption(@Nullable DecryptionSettings settings) {
      this.decryption = settings;
      return this;
    }

    public Builder filter(@Nullable ScanFilter wanted) {
      this.filter = wanted;
      return this;
    }

    /**
     * @throws IllegalArgumentException if a batch could have no row, or nothing could be fetched
     */
    public ScanOptions build() {
      return new ScanOptions(
          fields, int96Unit, batchRows, batchBytes, fetchBytes, limits, decryption, filter);
    }
  }
}
