package io.flinkarrow.parquet.scan;

import io.flinkarrow.parquet.encryption.DecryptionSettings;
import io.flinkarrow.parquet.options.TimestampUnit;
import io.flinkarrow.parquet.schema.ChosenFields;
import javax.annotation.Nullable;

/**
 * What is wanted of a file, and what reading it may take.
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
    @Nullable ScanFilter filter) {

  public static final int DEFAULT_BATCH_ROWS = 8192;
  public static final long DEFAULT_FETCH_BYTES = 32L << 20;

  /** All rows. */
  public ScanOptions(
      ChosenFields fields,
      TimestampUnit int96Unit,
      int batchRows,
      long batchBytes,
      long fetchBytes,
      ScanLimits limits,
      @Nullable DecryptionSettings decryption) {
    this(fields, int96Unit, batchRows, batchBytes, fetchBytes, limits, decryption, null);
  }

  public ScanOptions withFilter(@Nullable ScanFilter changed) {
    return new ScanOptions(
        fields, int96Unit, batchRows, batchBytes, fetchBytes, limits, decryption, changed);
  }
}
