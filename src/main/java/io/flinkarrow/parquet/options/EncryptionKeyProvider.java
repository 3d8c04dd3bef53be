package io.flinkarrow.parquet.options;

import java.io.IOException;
import java.io.Serializable;

/**
 * Gives the keys of encrypted files. It travels with the job, and so must not hold keys itself: it
 * gets them where the files are written, from a key management service or the environment. It is
 * asked once for each key of a file when the file opens. A failure fails the task, which Flink then
 * starts again.
 *
 * <p>Each file may have keys of its own. If files share keys, one key must not encrypt more than
 * 2^32 modules: a page has two, a column chunk five at most besides.
 *
 * <pre>{@code
 * EncryptionKeyProvider keys = () -> new EncryptionKey(vault().read("orders"), name);
 * }</pre>
 */
@FunctionalInterface
public interface EncryptionKeyProvider extends Serializable {

  /** The key of a file's footer, and of its columns that have none of their own. */
  EncryptionKey footerKey() throws IOException;

  /**
   * The key of a column with {@link ColumnEncryption#COLUMN_KEY}.
   *
   * @param column its dotted path, with names in backquotes where they have dots
   */
  default EncryptionKey columnKey(ColumnPath column) throws IOException {
    throw new UnsupportedOperationException(
        "%s has no key for column '%s': implement columnKey, or encrypt the column by the footer's key"
            .formatted(getClass().getName(), column));
  }
}
