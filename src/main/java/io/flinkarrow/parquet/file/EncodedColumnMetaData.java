package io.flinkarrow.parquet.file;

import org.apache.parquet.format.ColumnMetaData;
import shaded.parquet.org.apache.thrift.TException;
import shaded.parquet.org.apache.thrift.protocol.TProtocol;

/**
 * A chunk's metadata that is serialized already and goes into the footer as it is. Its fields are
 * not set: it can only be written.
 */
final class EncodedColumnMetaData extends ColumnMetaData {

  private static final long serialVersionUID = 1L;

  private final transient PackedStructs all;
  private final int chunk;

  EncodedColumnMetaData(PackedStructs all, int chunk) {
    this.all = all;
    this.chunk = chunk;
  }

  /** It was checked when it was serialized. */
  @Override
  public void validate() {}

  /** A struct's bytes do not depend on what is around it. */
  @Override
  public void write(TProtocol protocol) throws TException {
    all.read(chunk, protocol.getTransport()::write);
  }
}
