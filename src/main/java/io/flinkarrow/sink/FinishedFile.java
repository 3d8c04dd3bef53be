package io.flinkarrow.sink;

import io.flinkarrow.parquet.FileSummary;
import java.util.Optional;
import org.apache.flink.core.fs.Path;

/**
 * A part file that a sink has finished: all of it has been handed to the file system, under a
 * hidden name or as an upload that is not completed. It becomes visible when the checkpoint it
 * belongs to succeeds, and never if that fails.
 *
 * @param bucketId its bucket, the directory below the sink's; empty for the sink's own
 * @param path the name it gets when it becomes visible; empty if Flink doesn't tell it
 * @param summary what it holds
 */
public record FinishedFile(String bucketId, Optional<Path> path, FileSummary summary) {}
