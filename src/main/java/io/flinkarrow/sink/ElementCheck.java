package io.flinkarrow.sink;

import io.flinkarrow.refusal.RefusedInputException;
import io.flinkarrow.sink.file.PartFileOpener;
import java.io.Serializable;
import java.util.Collection;
import java.util.List;
import java.util.function.Consumer;
import javax.annotation.Nullable;
import org.apache.flink.streaming.api.functions.sink.filesystem.BucketAssigner;

/**
 * How a subtask finds elements that a sink refuses: those without a directory, and those that have
 * no place in a file.
 */
final class ElementCheck<T> implements Serializable {

  private static final long serialVersionUID = 1L;

  private final PartFileOpener<T> format;
  @Nullable private final PartitionDirectories<T> directories;
  private final BucketIdCheck bucketIds;

  /** Finds the directories of an element's rows; refuses elements of which a row has none. */
  interface PartitionDirectories<T> extends Serializable {
    Collection<String> of(T element);
  }

  /**
   * @param directories null if only a bucket assigner knows them, which needs Flink's context
   */
  ElementCheck(
      PartFileOpener<T> format,
      @Nullable PartitionDirectories<T> directories,
      BucketIdCheck bucketIds) {
    this.format = format;
    this.directories = directories;
    this.bucketIds = bucketIds;
  }

  /** What the assigner tells without Flink's context: ours do, of others null. */
  @Nullable
  static <T> PartitionDirectories<T> directoriesBy(BucketAssigner<T, String> assigner) {
    return assigner instanceof PartitionDirectoryAssigner<T> partitions
        ? element -> List.of(partitions.directoryOf(element))
        : null;
  }

  /** For one subtask; throws {@code RefusedInputException} for what the sink refuses. */
  Consumer<T> open() {
    Consumer<T> files = format.openCheck();
    if (directories == null) {
      return files;
    }
    return element -> {
      directories.of(element).forEach(this::requireDirectory);
      files.accept(element);
    };
  }

  private void requireDirectory(String directory) {
    String problem = bucketIds.problemOf(directory);
    if (problem != null) {
      throw new RefusedInputException("The directory of a row's partition %s".formatted(problem));
    }
  }
}
