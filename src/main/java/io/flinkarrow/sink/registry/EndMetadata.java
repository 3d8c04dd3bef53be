package io.flinkarrow.sink.registry;

import io.flinkarrow.parquet.FileSummary;
import java.io.IOException;
import java.io.Serializable;
import java.util.Map;
import java.util.function.BiConsumer;
import javax.annotation.Nullable;

/** Asks the user's function what the key-value metadata of a file that ends is to have. */
public final class EndMetadata implements Serializable {

  private static final long serialVersionUID = 1L;

  /** Tells the entries of a file. */
  public interface Function extends Serializable {
    /**
     * @param bucketId null if it is not known
     */
    Map<String, String> of(@Nullable String bucketId, FileSummary soFar) throws Exception;
  }

  private final String name;
  private final Function function;

  /**
   * @param name what messages call the function
   */
  public EndMetadata(String name, Function function) {
    this.name = name;
    this.function = function;
  }

  /**
   * Adds the entries of one file. Files may end in several threads; the function is asked for one
   * after the other.
   *
   * @throws IOException if the function fails, or the file refuses an entry
   */
  public synchronized void addTo(
      BiConsumer<String, String> file, @Nullable String bucketId, FileSummary soFar)
      throws IOException {
    try {
      function.of(bucketId, soFar).forEach(file);
    } catch (Exception e) {
      throw new IOException(
          "The fileMetadata %s failed for a part file of %d rows%s, which therefore does not become visible: %s"
              .formatted(
                  name, soFar.rows(), bucketId == null ? "" : " in bucket '" + bucketId + "'", e),
          e);
    }
  }
}
