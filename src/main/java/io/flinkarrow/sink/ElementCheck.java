package io.flinkarrow.sink;

import io.flinkarrow.sink.file.PartFileOpener;
import java.io.Serializable;
import java.util.function.Consumer;
import javax.annotation.Nullable;

/**
 * How a subtask finds elements that a sink refuses: those without a directory, and those that have
 * no place in a file.
 */
final class ElementCheck<T> implements Serializable {

  private static final long serialVersionUID = 1L;

  private final PartFileOpener<T> format;
  @Nullable private final DirectoryCheck<T> directories;

  /** Finds elements whose rows have no directory. */
  interface DirectoryCheck<T> extends Serializable {
    void check(T element);
  }

  /**
   * @param directories null if every element has one
   */
  ElementCheck(PartFileOpener<T> format, @Nullable DirectoryCheck<T> directories) {
    this.format = format;
    this.directories = directories;
  }

  /** For one subtask; throws {@code RefusedInputException} for what the sink refuses. */
  Consumer<T> open() {
    Consumer<T> files = format.openCheck();
    if (directories == null) {
      return files;
    }
    return element -> {
      directories.check(element);
      files.accept(element);
    };
  }
}
