package io.flinkarrow.parquet.encryption;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import org.apache.parquet.format.FileMetaData;
import org.apache.parquet.format.Util;

/** A file that is not encrypted. */
final class PlainFile implements FileModules {

  static final PlainFile INSTANCE = new PlainFile();

  private static final byte[] MAGIC = "PAR1".getBytes(StandardCharsets.US_ASCII);

  private PlainFile() {}

  @Override
  public boolean isEncrypted() {
    return false;
  }

  @Override
  public ColumnModules column(int ordinal) {
    return ColumnModules.plain();
  }

  @Override
  public byte[] magic() {
    return MAGIC.clone();
  }

  @Override
  public int mostPages() {
    return Integer.MAX_VALUE;
  }

  @Override
  public void rowGroupWritten() {}

  @Override
  public void writeFooter(FileMetaData footer, OutputStream out) throws IOException {
    Util.writeFileMetaData(footer, out);
  }

  @Override
  public long heapBytes() {
    return 0;
  }
}
