package io.flinkarrow.sink.file;

import io.flinkarrow.refusal.RefusedInputException;
import io.flinkarrow.sink.registry.OpenWriters;
import java.io.IOException;
import java.io.Serializable;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.apache.flink.api.common.serialization.BulkWriter;
import org.apache.flink.core.fs.FSDataOutputStream;

/** Part files that leave out columns of their elements, because the path has them. */
public final class ReducedFormat<T> implements PartFileFormat<T> {

  private static final long serialVersionUID = 1L;

  private final PartFileFormat<T> format;
  private final Reduction<T> reduction;
  private final String rowsCounted;

  /** How one file's elements lose their columns. */
  public interface Reduction<T> extends Serializable {

    /** May keep what it returned last. Leaves elements as they are that came out of a file. */
    UnaryOperator<T> forOneFile();
  }

  /**
   * @param format of what is left
   * @param rowsCounted what refusals add about the row that they name; may be empty
   */
  public ReducedFormat(PartFileFormat<T> format, Reduction<T> reduction, String rowsCounted) {
    this.format = format;
    this.reduction = reduction;
    this.rowsCounted = rowsCounted;
  }

  @Override
  public Consumer<T> openCheck() {
    Consumer<T> check = format.openCheck();
    UnaryOperator<T> reduce = reduction.forOneFile();
    return element -> check.accept(reduce.apply(element));
  }

  @Override
  public BulkWriter<T> open(FSDataOutputStream out, OpenWriters openWriters) {
    BulkWriter<T> file = format.open(out, openWriters);
    UnaryOperator<T> reduce = reduction.forOneFile();
    return new BulkWriter<>() {
      @Override
      public void addElement(T element) throws IOException {
        try {
          file.addElement(reduce.apply(element));
        } catch (RefusedInputException e) {
          throw new RefusedInputException(e.getMessage() + rowsCounted, e);
        }
      }

      @Override
      public void flush() throws IOException {
        file.flush();
      }

      @Override
      public void finish() throws IOException {
        file.finish();
      }
    };
  }
}
