package io.flinkarrow.sink;

import io.flinkarrow.refusal.RefusedInputException;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.java.functions.KeySelector;
import org.apache.flink.streaming.api.datastream.DataStream;

/**
 * Sends elements of one directory to one subtask, by key groups, as {@code keyBy} does. The writer
 * behind it has no keys all the same: in batch mode, Flink would sort its input by them.
 *
 * @param <T> elements of one directory each
 */
final class PartitionShuffle<T> implements ElementKind.PreWrite<T>, KeySelector<T, String> {

  private static final long serialVersionUID = 1L;

  private final PartitionDirectoryAssigner<T> directories;

  PartitionShuffle(PartitionDirectoryAssigner<T> directories) {
    this.directories = directories;
  }

  @Override
  public DataStream<T> before(DataStream<T> elements) {
    return new DataStream<>(
        elements.getExecutionEnvironment(), elements.keyBy(this, Types.STRING).getTransformation());
  }

  /**
   * An element without a directory may go anywhere: each subtask's bucket assigner refuses it, and
   * counts it. An exception here would show the whole element in its message.
   */
  @Override
  public String getKey(T element) {
    try {
      return directories.directoryOf(element);
    } catch (RefusedInputException e) {
      return "";
    }
  }
}
