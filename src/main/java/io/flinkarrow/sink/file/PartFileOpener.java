package io.flinkarrow.sink.file;

import io.flinkarrow.parquet.UnfinishedFile;
import io.flinkarrow.parquet.refusal.RefusedRowsException;
import io.flinkarrow.refusal.RefusedInputException;
import io.flinkarrow.sink.registry.OpenWriters;
import io.flinkarrow.sink.registry.PartFilePlace;
import java.io.IOException;
import java.io.Serializable;
import java.util.function.Consumer;
import org.apache.flink.api.common.serialization.BulkWriter;
import org.apache.flink.core.fs.FSDataOutputStream;

/** How elements of one type become a part file. Immutable; used by several threads at once. */
public interface PartFileOpener<T> extends Serializable {

  /** A writer that enters itself into {@code openWriters} and has written nothing yet. */
  PartFileBulkWriter<T, ?> open(
      FSDataOutputStream out, PartFilePlace place, OpenWriters openWriters);

  /** The same for a file that a checkpoint left, with whose rows it goes on. */
  default PartFileBulkWriter<T, ?> resume(
      FSDataOutputStream out, PartFilePlace place, OpenWriters openWriters, UnfinishedFile left)
      throws IOException {
    PartFileBulkWriter<T, ?> file = open(out, place, openWriters);
    file.resume(left);
    return file;
  }

  /** What takes the elements for a file that was opened, as they come. */
  default BulkWriter<T> intake(PartFileBulkWriter<T, ?> file) {
    return file;
  }

  /**
   * What finds elements that no file of this format can take, without writing any. For one thread;
   * throws {@link io.flinkarrow.refusal.RefusedInputException}.
   */
  Consumer<T> openCheck();

  /** A check whose refusals are told as those of input, which no restart can mend. */
  static <T> Consumer<T> refusing(Consumer<T> check) {
    return element -> {
      try {
        check.accept(element);
      } catch (RefusedRowsException e) {
        throw new RefusedInputException(e.getMessage(), e);
      }
    };
  }
}
