package io.flinkarrow.parquet.encryption;

import io.flinkarrow.parquet.column.LeafColumn;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import javax.annotation.Nullable;
import org.apache.parquet.format.FileMetaData;

/** The modules of one file, encrypted or not. */
public sealed interface FileModules permits PlainFile, EncryptedFile {

  /** Those of files that are not encrypted. */
  static FileModules plain() {
    return PlainFile.INSTANCE;
  }

  /**
   * Those of a file that opens: gets its keys.
   *
   * @param settings null if the file is not encrypted
   * @param columns the leaf columns, in schema order
   */
  static FileModules open(@Nullable EncryptionSettings settings, List<LeafColumn> columns) {
    return settings == null ? plain() : EncryptedFile.open(settings, columns);
  }

  /** Whether the footer is encrypted or signed, and columns may be encrypted. */
  boolean isEncrypted();

  ColumnModules column(int ordinal);

  /** What the file begins and ends with. */
  byte[] magic();

  /** The most data pages that a chunk can have. */
  int mostPages();

  /** The row group at hand is in the file: what follows belongs to the next. */
  void rowGroupWritten();

  /** Writes all between the indexes and the length that stands at the end of the file. */
  void writeFooter(FileMetaData footer, OutputStream out) throws IOException;

  /** Heap bytes of all this. */
  long heapBytes();
}
