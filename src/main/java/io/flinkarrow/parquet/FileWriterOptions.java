package io.flinkarrow.parquet;

import io.flinkarrow.parquet.encryption.EncryptionSettings;
import io.flinkarrow.parquet.options.GeometryFormat;
import java.io.Serializable;
import java.util.LinkedHashMap;
import java.util.Map;
import javax.annotation.Nullable;

/**
 * Those of {@link WriterOptions} that hold for a file as a whole. A builder changes its own
 * instance. {@link WriterOptions} copies it, and the copy never changes.
 */
final class FileWriterOptions implements Serializable {

  private static final long serialVersionUID = 1L;

  long rowGroupBytes = WriterOptions.DEFAULT_ROW_GROUP_BYTES;
  long rowGroupRows = WriterOptions.DEFAULT_ROW_GROUP_ROWS;
  long maximumRowBytes = WriterOptions.DEFAULT_MAXIMUM_ROW_BYTES;
  long memoryBudgetBytes = WriterOptions.DEFAULT_MEMORY_BUDGET_BYTES;
  boolean int96Timestamps;
  boolean fileChecksums;
  GeometryFormat geometry = GeometryFormat.GEOPARQUET_1_1;
  @Nullable EncryptionSettings encryption;
  final Map<String, String> keyValueMetadata = new LinkedHashMap<>();

  FileWriterOptions() {}

  FileWriterOptions(FileWriterOptions other) {
    rowGroupBytes = other.rowGroupBytes;
    rowGroupRows = other.rowGroupRows;
    maximumRowBytes = other.maximumRowBytes;
    memoryBudgetBytes = other.memoryBudgetBytes;
    int96Timestamps = other.int96Timestamps;
    fileChecksums = other.fileChecksums;
    geometry = other.geometry;
    encryption = other.encryption;
    keyValueMetadata.putAll(other.keyValueMetadata);
  }
}
