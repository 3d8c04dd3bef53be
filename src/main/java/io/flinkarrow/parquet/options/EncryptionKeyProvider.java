package io.flinkarrow.parquet.options;

import java.io.IOException;
import java.io.Serializable;
import javax.annotation.Nullable;

/**
 * Gives the keys of encrypted files. It travels with the job, and so must not hold keys itself: it
 * gets them where the files are written or read, from a key management service or the environment.
 * It is asked once for each key of a file: by the writer when the file opens, by a reader when the
 * footer or the column is read. A failure fails the task, which Flink then starts again.
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

  /**
   * The key by which the footer of a file that is read was encrypted or signed. By default the one
   * that files are written with now: override it if that changes.
   *
   * @param metadata what the file says of the key; null if nothing. Not to be trusted
   * @return null if the reader has none: then only files with a plaintext footer are read, without
   *     verifying it
   */
  @Nullable
  default EncryptionKey footerKey(@Nullable byte[] metadata) throws IOException {
    return footerKey();
  }

  /**
   * The key by which a column of a file that is read was encrypted. By default the one that the
   * column is written with now.
   *
   * @param column its dotted path, with names in backquotes where they have dots
   * @param metadata what the file says of the key; null if nothing. Not to be trusted
   * @return null if the reader has none: then the column is not read
   */
  @Nullable
  default EncryptionKey columnKey(ColumnPath column, @Nullable byte[] metadata) throws IOException {
    return columnKey(column);
  }
}
