package io.flinkarrow.read;

import io.flinkarrow.batch.RecordBatch;
import io.flinkarrow.ipc.SchemaPolicy;
import io.flinkarrow.parquet.encryption.DecryptionSettings;
import io.flinkarrow.parquet.options.TimestampUnit;
import io.flinkarrow.parquet.scan.ScanFilter;
import io.flinkarrow.parquet.scan.ScanOptions;
import io.flinkarrow.parquet.schema.ChosenFields;
import java.io.Serializable;
import javax.annotation.Nullable;

/**
 * How files become batches.
 *
 * @param decryption null if there are no keys
 * @param filter null if all rows are wanted
 */
record BatchOptions(
    SchemaPolicy policy,
    int batchRows,
    long batchBytes,
    TimestampUnit int96Unit,
    ReadLimits limits,
    boolean splittable,
    @Nullable DecryptionSettings decryption,
    @Nullable ScanFilter filter)
    implements Serializable {

  static final BatchOptions DEFAULTS =
      new BatchOptions(
          SchemaPolicy.WIDENING,
          ScanOptions.DEFAULT_BATCH_ROWS,
          RecordBatch.DEFAULT_MAXIMUM_BYTES,
          TimestampUnit.NANOS,
          ReadLimits.defaults(),
          true,
          null,
          null);

  /**
   * @throws IllegalArgumentException if a batch could have no row
   */
  BatchOptions {
    requireAtLeastOne("batchRows", batchRows);
    requireAtLeastOne("batchBytes", batchBytes);
  }

  private static void requireAtLeastOne(String name, long value) {
    if (value < 1) {
      throw new IllegalArgumentException(name + " must be at least 1 but was " + value);
    }
  }

  BatchOptions withPolicy(SchemaPolicy changed) {
    return new BatchOptions(
        changed, batchRows, batchBytes, int96Unit, limits, splittable, decryption, filter);
  }

  BatchOptions withBatchRows(int changed) {
    return new BatchOptions(
        policy, changed, batchBytes, int96Unit, limits, splittable, decryption, filter);
  }

  BatchOptions withBatchBytes(long changed) {
    return new BatchOptions(
        policy, batchRows, changed, int96Unit, limits, splittable, decryption, filter);
  }

  BatchOptions withInt96Unit(TimestampUnit changed) {
    return new BatchOptions(
        policy, batchRows, batchBytes, changed, limits, splittable, decryption, filter);
  }

  BatchOptions withLimits(ReadLimits changed) {
    return new BatchOptions(
        policy, batchRows, batchBytes, int96Unit, changed, splittable, decryption, filter);
  }

  BatchOptions withSplittable(boolean changed) {
    return new BatchOptions(
        policy, batchRows, batchBytes, int96Unit, limits, changed, decryption, filter);
  }

  BatchOptions withDecryption(DecryptionSettings changed) {
    return new BatchOptions(
        policy, batchRows, batchBytes, int96Unit, limits, splittable, changed, filter);
  }

  BatchOptions withFilter(ScanFilter changed) {
    return new BatchOptions(
        policy, batchRows, batchBytes, int96Unit, limits, splittable, decryption, changed);
  }

  ScanOptions scan() {
    return new ScanOptions(
            ChosenFields.ALL,
            int96Unit,
            batchRows,
            batchBytes,
            ScanOptions.DEFAULT_FETCH_BYTES,
            limits.scanLimits(),
            decryption)
        .withFilter(filter);
  }
}
