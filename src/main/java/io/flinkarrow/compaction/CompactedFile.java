package io.flinkarrow.compaction;

import io.flinkarrow.parquet.CompactionSummary;
import org.apache.flink.core.fs.Path;

/** A file that has the rows of others, and how it was made. */
public record CompactedFile(Path path, CompactionSummary summary) {}
