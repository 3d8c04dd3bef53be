package io.flinkarrow.sink;

import io.flinkarrow.parquet.FileSummary;
import java.util.Optional;

/**
 * A part file that has all of its rows, and no footer yet.
 *
 * @param bucketId its bucket, the directory below the sink's, which names its partition, such as
 *     {@code carrier=AA/dt=2024-01-31}; empty text for the sink's own directory, and empty for
 *     files that compaction writes
 * @param summary what it holds: rows, row groups and columns as they will be, bytes without the
 *     footer, no checksums
 */
public record EndingFile(Optional<String> bucketId, FileSummary summary) {}
